/** Real hashes of passwords, on the thread that the kernel runs last and beside it. */

import { assertEquals, assertRejects } from "@std/assert";
import { Hashing } from "../../../../server/store/accounts.ts";
import { testAlone } from "../../../support/alone.ts";
import { FakeClock } from "../../../support/clock.ts";
import { test } from "../../../support/sanitized.ts";

/** What RFC 7914 says that scrypt makes of these (the first half of it, as 32 bytes are wanted). */
const COST = { log: 14, blocks: 8, parallel: 1 };
const SALT = new TextEncoder().encode("SodiumChloride");
const HASH = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2";

/** The threads of this process that run last. */
function threadsLast(): number {
  return Array.from(Deno.readDirSync("/proc/self/task")).filter(({ name }) => {
    const stat = Deno.readTextFileSync(`/proc/self/task/${name}/stat`);
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]) === 10;
  }).length;
}

function unexpected(cause: string): void {
  throw new Error(cause);
}

Deno.test({
  name: "what cannot be hashed ends the thread, which is told, and the next password has another",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const causes: string[] = [];
    const hashing = new Hashing(new FakeClock(), (cause) => void causes.push(cause));
    await assertRejects(() => hashing.derive("pleaseletmein", SALT, { ...COST, log: 0 }), Error);
    assertEquals([causes.length, hashing.isUp], [1, false]);
    assertEquals((await hashing.derive("pleaseletmein", SALT, COST)).toHex(), HASH);
    assertEquals([causes.length, hashing.isUp], [1, true]);
    hashing.close();
  },
});

test("one password is hashed on a thread of its own and another beside it on another, both rightly", async () => {
  const hashing = new Hashing(new FakeClock(), unexpected);
  const hashes = await Promise.all([1, 2].map(() => hashing.derive("pleaseletmein", SALT, COST)));
  assertEquals(hashes.map((hash) => hash.toHex()), [HASH, HASH]);
  hashing.close();
});

testAlone( // Elsewhere than on Linux a thread has no priority of its own, and Deno's are as good.
  import.meta.url,
  "that thread runs last, and is there from the first password until a minute after the last",
  async () => {
    const clock = new FakeClock();
    const hashing = new Hashing(clock, unexpected);
    assertEquals(hashing.isUp, false);
    await hashing.derive("pleaseletmein", SALT, COST);
    assertEquals([hashing.isUp, threadsLast()], [true, 1]);
    await clock.advance(59_000);
    await hashing.derive("pleaseletmein", SALT, COST);
    await clock.advance(59_000);
    assertEquals(hashing.isUp, true);
    await clock.advance(1_000);
    assertEquals(hashing.isUp, false);
    assertEquals((await hashing.derive("pleaseletmein", SALT, COST)).toHex(), HASH);
    hashing.close();
  },
);
