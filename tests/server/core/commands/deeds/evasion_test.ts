/** A ban is not evaded: every way that somebody who was banned has tried, in one table. */

import { assertEquals } from "@std/assert";
import { Origins } from "../../../../../net/origin.ts";
import type { HelloRequest, Resume } from "../../../../../protocol.ts";
import { openLog } from "../../../../../server/store/log.ts";
import { TempFolder } from "../../../../support/temp_folder.ts";
import { type TestClient, TestCore } from "../../../../support/test_core.ts";
import { claimBy, enterBy, nonceOf, TestKey } from "../../../../support/accounts.ts";
import { codesOf, mod, send, withRole } from "../../../../support/people.ts";
import { test } from "../../../../support/sanitized.ts";

const origins = new Origins();
const HOME = "2001:db8:1:2::5";
const ELSEWHERE = "203.0.113.9";

/** What somebody still has who was banned. */
interface Banned {
  readonly core: TestCore;
  readonly resume: Resume;
}

/** Comes in from an address. */
async function come(core: TestCore, host: string, hello: Partial<HelloRequest>): Promise<readonly string[]> {
  const client = core.connectFrom({ origin: { ...origins.of(host), isEncrypted: true } });
  await send(core, client, { type: "hello", name: "zoe", room: "lobby", ...hello });
  return codesOf(client);
}

/** Comes in by a key. */
async function comeBy(core: TestCore, key: TestKey, hello: Partial<HelloRequest>): Promise<TestClient> {
  const client = core.connectFrom({ origin: { ...origins.of(ELSEWHERE), isEncrypted: true } });
  client.sendFrames({ type: "hello", name: "zoe", room: "lobby", key: key.id, ...hello });
  const sig = key.sign(await nonceOf(core, client), hello.name ?? "zoe", "sha256//test");
  await send(core, client, { type: "prove", sig });
  return client;
}

/** The ways of a guest who came from an address of their own. */
const OF_GUESTS: readonly (readonly [way: string, run: (banned: Banned) => Promise<readonly string[]>])[] = [
  ["under the same name", ({ core }) => come(core, ELSEWHERE, { name: "bob" })],
  ["in other letters", ({ core }) => come(core, ELSEWHERE, { name: "BOB" })],
  ["by a name that looks like it", ({ core }) => come(core, ELSEWHERE, { name: "b0b" })],
  ["under another name from the same address", ({ core }) => come(core, HOME, {})],
  ["from a neighbour address", ({ core }) => come(core, "2001:db8:1:2:ffff::9", {})],
  ["with the token from elsewhere", ({ core, resume }) => come(core, ELSEWHERE, { resume })],
  [
    "with the token from home, within the grace",
    ({ core, resume }) => come(core, HOME, { name: "bob", resume }),
  ],
  ["with the token, after the grace", async ({ core, resume }) => {
    await core.clock.advance(120_000);
    core.hub.sweep();
    return await come(core, HOME, { resume });
  }],
  ["with nc", async ({ core }) => {
    const client = core.connect("plain");
    client.hello("bob");
    await core.endTurn();
    return client.sink.text.includes("You are banned") ? ["banned"] : [client.sink.text];
  }],
  ["by another name once in", async ({ core }) => {
    const client = core.connectFrom({ origin: origins.of(ELSEWHERE) });
    await send(core, client, { type: "hello", name: "innocent", room: "lobby" }, {
      type: "nick",
      name: "Bob",
    });
    return codesOf(client);
  }],
  ["after a restart", async ({ core, resume }) => {
    const again = new TestCore({ grace: 30_000 }, {
      history: core.history,
      tokens: core.tokens,
      clock: core.clock,
      accounts: core.accounts,
    });
    again.hub.restore(600_000);
    return [
      ...await come(again, ELSEWHERE, { name: "bob" }),
      ...await come(again, HOME, {}),
      ...await come(again, HOME, { resume }),
    ].filter((code, index, all) => all.indexOf(code) === index);
  }],
];

for (const [way, run] of OF_GUESTS) {
  test(`a guest who is banned does not come back ${way}`, async () => {
    using folder = new TempFolder();
    const log = openLog(folder.file("chat.db"), "process");
    const core = new TestCore({ grace: 30_000 }, { history: log });
    const ada = await withRole(core, "ada", "owner");
    const bob = core.connectFrom({ origin: origins.of(HOME) });
    await send(core, bob, { type: "hello", name: "bob", room: "lobby" });
    const resume = bob.resume(0);
    if (way.includes("within")) {
      bob.disconnect();
      await core.endTurn();
    }
    await send(core, ada, mod("ban", { name: "bob", why: "spam" })); // Within the grace as well.
    assertEquals(await run({ core, resume }), ["banned"]);
    assertEquals([...core.hub.context.members.nicknames.all].some(({ name }) => name === "bob"), false);
    log.close();
  });
}

test("the holder of a name who is banned is out with all devices, and comes back by none, nor under another name by the token", async () => {
  const core = new TestCore({ grace: 30_000 });
  const ada = await withRole(core, "ada", "owner");
  const [bob, key, phone] = [await core.member("bob"), new TestKey(), new TestKey()];
  await claimBy(core, bob, key);
  await claimBy(core, bob, phone);
  const second = await enterBy(core, "bob", phone);
  const resume = bob.resume(0);
  await send(core, ada, mod("ban", { name: "bob" }));
  for (const client of [bob, second]) assertEquals(codesOf(client), ["banned"]);
  for (const proof of [key, phone]) {
    assertEquals(codesOf(await comeBy(core, proof, { name: "bob" })), ["banned"]);
    assertEquals(codesOf(await comeBy(core, proof, { name: "rob", resume })), ["banned"]);
  }
  assertEquals(core.hub.context.moderation.bans.get(1)?.until, undefined); // A name of one's own is banned for good.
});

test("a class behind one address is not banned with the one who is, and a pattern or the address is for that", async () => {
  const core = new TestCore({ grace: 30_000 });
  const ada = await withRole(core, "ada", "owner");
  const [bob] = [await core.member("bob"), await core.member("eve")]; // Both from the address of all tests.
  await send(core, ada, mod("ban", { name: "bob" }));
  assertEquals(codesOf(bob), ["banned"]);
  const done = ada.framesOf("done").at(-1);
  assertEquals([done?.net, done?.also !== undefined && done.also > 0], ["192.0.2.1", true]);
  assertEquals(await come(core, "192.0.2.1", { name: "innocent" }), []);
  await send(core, ada, mod("ban", { name: "sp*" }));
  assertEquals(await come(core, ELSEWHERE, { name: "SPammer" }), ["banned"]);
});
