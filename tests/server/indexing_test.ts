/** When the index is written: not while the room is busy, and a little at a time. */

import { assertEquals } from "@std/assert";
import { Indexing } from "../../server/indexing.ts";
import type { LogEvent } from "../../server/log.ts";
import { FakeClock } from "../support/clock.ts";
import { test } from "../support/test.ts";

/** An index that counts its slices, of 100 messages each. */
class FakeIndex {
  unindexed = 0;
  slices = 0;
  isBroken = false;

  index(): boolean {
    if (this.isBroken) throw new Error("disk full");
    this.slices++;
    this.unindexed = Math.max(0, this.unindexed - 100);
    return this.unindexed > 0;
  }
}

function inHand() {
  const clock = new FakeClock();
  const index = new FakeIndex();
  const logged: LogEvent[] = [];
  const indexing = new Indexing(index, clock, (event) => void logged.push(event));
  return { clock, index, logged, indexing };
}

test("it is looked at once in the beginning, and then when something was said", () => {
  const { index, indexing } = inHand();
  for (let i = 0; i < 3; i++) indexing.look();
  assertEquals(index.slices, 1);
  index.unindexed = 1;
  indexing.look();
  assertEquals([index.slices, index.unindexed], [2, 0]);
});

test("between two slices the room has its time", async () => {
  const { clock, index, indexing } = inHand();
  index.unindexed = 300;
  indexing.look();
  assertEquals(index.slices, 1);
  await clock.advance(4);
  indexing.look();
  assertEquals(index.slices, 1);
  await clock.advance(1);
  assertEquals(index.slices, 2);
  await clock.advance(99);
  assertEquals([index.slices, clock.pending], [3, 0]);
});

test("in a rush the index waits, however much waits for it", () => {
  const { index, indexing } = inHand();
  indexing.look();
  index.slices = 0;
  for (let second = 1; second <= 20; second++) {
    index.unindexed += 6_000;
    indexing.look();
  }
  assertEquals(index.slices, 0);
});

test("a rush that comes while the index is written stops that", async () => {
  const { clock, index, indexing } = inHand();
  index.unindexed = 4_000;
  indexing.look();
  await clock.advance(50);
  const before = index.slices;
  index.unindexed += 20_000;
  indexing.look();
  await clock.advance(1_000);
  assertEquals([before, index.slices], [11, 12]);
  indexing.look();
  await clock.advance(1_000);
  assertEquals(index.slices > 200, true);
});

test("after a rush it is written", () => {
  const { index, indexing } = inHand();
  index.unindexed = 9_000;
  indexing.look();
  assertEquals(index.slices, 0);
  indexing.look();
  assertEquals(index.slices, 1);
});

test("what cannot be written is logged once, and tried again", () => {
  const { index, logged, indexing } = inHand();
  index.isBroken = true;
  index.unindexed = 1;
  for (let i = 0; i < 3; i++) indexing.look();
  assertEquals(logged.length, 1);
  index.isBroken = false;
  indexing.look();
  assertEquals(index.unindexed, 0);
});

test("after its end nothing is written", async () => {
  const { clock, index, indexing } = inHand();
  index.unindexed = 500;
  indexing.look();
  indexing.close();
  await clock.advance(999);
  indexing.look();
  assertEquals([index.slices, clock.pending], [1, 0]);
});
