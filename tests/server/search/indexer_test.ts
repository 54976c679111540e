/** When the index is written: not while the room is busy, and a little at a time. */

import { assertEquals } from "@std/assert";
import { Indexer } from "../../../server/search/indexer.ts";
import type { LogEvent } from "../../../server/logger.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

/** An index that counts its slices, of 100 messages each. */
class FakeIndex {
  unindexed = 0;
  slices = 0;
  isBroken = false;

  step(): boolean {
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
  const indexing = new Indexer(index, clock, (event) => void logged.push(event));
  return { clock, index, logged, indexing };
}

test("it is looked at once in the beginning, and then when something was said", async () => {
  const { clock, index, indexing } = inHand();
  for (let i = 0; i < 3; i++) {
    indexing.check();
    await clock.advance(1_000);
  }
  assertEquals(index.slices, 1);
  index.unindexed = 1;
  indexing.check();
  await clock.advance(50);
  assertEquals([index.slices, index.unindexed], [2, 0]);
});

test("between two slices the room has its time", async () => {
  const { clock, index, indexing } = inHand();
  index.unindexed = 300;
  indexing.check();
  await clock.advance(50);
  assertEquals(index.slices, 1);
  await clock.advance(4);
  indexing.check();
  assertEquals(index.slices, 1);
  await clock.advance(1);
  assertEquals(index.slices, 2);
  await clock.advance(99);
  assertEquals([index.slices, clock.pending], [3, 0]);
});

test("while people talk the index waits for a pause, but not until too much waits for it", async () => {
  const { clock, index, indexing } = inHand();
  const talk = async (perTick: number, ticks: number): Promise<void> => {
    for (let tick = 0; tick < ticks; tick++) {
      index.unindexed += perTick;
      if (tick % 25 === 0) indexing.check();
      await clock.advance(40);
    }
  };
  await talk(1, 50);
  assertEquals(index.slices, 0);
  await clock.advance(60);
  assertEquals([index.slices, index.unindexed], [1, 0]);
  await talk(190, 100);
  assertEquals(index.slices, 1);
  await talk(190, 10);
  assertEquals(index.slices > 10, true);
});

test("in a rush the index waits, however much waits for it", async () => {
  const { clock, index, indexing } = inHand();
  for (let second = 1; second <= 20; second++) {
    index.unindexed += 6_000;
    indexing.check();
    await clock.advance(1_000);
  }
  assertEquals(index.slices, 0);
});

test("a rush that comes while the index is written stops that, and after it that goes on", async () => {
  const { clock, index, indexing } = inHand();
  index.unindexed = 4_000;
  indexing.check();
  await clock.advance(100);
  const before = index.slices;
  index.unindexed += 20_000;
  indexing.check();
  await clock.advance(1_000);
  assertEquals([before, index.slices], [11, 11]);
  indexing.check();
  await clock.advance(1_000);
  assertEquals(index.slices > 190, true);
});

test("what cannot be written is logged once, and tried again", async () => {
  const { clock, index, logged, indexing } = inHand();
  index.isBroken = true;
  index.unindexed = 1;
  for (let i = 0; i < 3; i++) {
    indexing.check();
    await clock.advance(1_000);
  }
  assertEquals(logged.length, 1);
  index.isBroken = false;
  indexing.check();
  await clock.advance(1_000);
  assertEquals(index.unindexed, 0);
});

test("after its end nothing is written", async () => {
  const { clock, index, indexing } = inHand();
  index.unindexed = 500;
  indexing.check();
  await clock.advance(50);
  indexing.close();
  await clock.advance(999);
  indexing.check();
  assertEquals([index.slices, clock.pending], [1, 0]);
});
