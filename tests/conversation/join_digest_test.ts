import { assertEquals } from "@std/assert";
import {
  DIGEST_WINDOW,
  JoinDigest,
  type PresenceChange,
  SHOWN_SINGLY,
} from "../../conversation/join_digest.ts";
import { FakeClock } from "../support/clock.ts";
import { SENT_AT } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const joined = (name: string): PresenceChange => ({ type: "joined", room: "lobby", name, at: SENT_AT });

/** A digest, and what it has shown: names, and how many are there. */
function begin(): {
  readonly clock: FakeClock;
  readonly digest: JoinDigest;
  readonly shown: (readonly [names: string, count: number | undefined])[];
} {
  const clock = new FakeClock();
  const shown: (readonly [string, number | undefined])[] = [];
  const digest = new JoinDigest(
    clock,
    (counted, last) => void shown.push([counted.map(({ name }) => name).join(" "), last?.count]),
  );
  return { clock, digest, shown };
}

test("four within five seconds are shown one by one, those after them together", async () => {
  const { clock, digest, shown } = begin();
  assertEquals([SHOWN_SINGLY, DIGEST_WINDOW], [4, 5000]);
  assertEquals(["a", "b", "c", "d", "e", "f"].map((name) => digest.add(joined(name))), [
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  assertEquals([digest.has("e"), digest.has("a")], [true, false]);
  await clock.advance(4999);
  assertEquals(shown, []);
  await clock.advance(1);
  assertEquals([shown, digest.has("e"), clock.pending], [[["e f", undefined]], false, 0]);
});

test("after five quiet seconds they are shown one by one again", async () => {
  const { clock, digest } = begin();
  for (const name of ["a", "b", "c", "d"]) digest.add(joined(name));
  await clock.advance(4999);
  assertEquals(digest.add(joined("e")), false);
  digest.flush();
  await clock.advance(5000);
  assertEquals(digest.add(joined("f")), true);
});

test("while some wait to be shown, who follows waits with them", async () => {
  const { clock, digest, shown } = begin();
  for (const name of ["a", "b", "c", "d"]) digest.add(joined(name));
  await clock.advance(4000);
  digest.add(joined("e"));
  await clock.advance(3000); // The first four are long ago.
  assertEquals(digest.add(joined("f")), false);
  await clock.advance(2000);
  assertEquals(shown, [["e f", undefined]]);
});

test("of a crowd the last number is shown, soon and once, or at once on flushing", async () => {
  const { clock, digest, shown } = begin();
  const count = (count: number): void =>
    digest.addCount({ type: "crowd", room: "lobby", count, at: SENT_AT });
  count(1200);
  count(1300);
  await clock.advance(5000);
  assertEquals(shown, [["", 1300]]);
  count(1400);
  digest.flush();
  digest.flush();
  assertEquals([shown.at(-1), shown.length, clock.pending], [["", 1400], 2, 0]);
});

test("a change counts for five seconds, and not at their end", async () => {
  const { clock, digest } = begin();
  for (const name of ["a", "b", "c", "d"]) digest.add(joined(name));
  await clock.advance(5000);
  assertEquals(digest.add(joined("e")), true);
});
