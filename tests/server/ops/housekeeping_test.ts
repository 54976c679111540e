/** Upkeep of the log: what each round does, and that a full disk is logged once and does not end the room. */

import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../../server/store/log/memory.ts";
import type { LogEvent } from "../../../server/machine/logger.ts";
import { Housekeeper } from "../../../server/ops.ts";
import { FakeClock } from "../../support/clock.ts";
import { draft, store, storeNumbered } from "../../support/log_fixtures.ts";
import { test } from "../../support/sanitized.ts";

/** A log whose disk may be full. */
class FullableLog extends MemoryLog {
  isFull = false;
  aliveAt: number | undefined;

  override noteAlive(now?: number): void {
    if (this.isFull) throw new Error("disk full");
    this.aliveAt = now;
  }
}

test("a round notes that the server is up, and trims by the policy", () => {
  const [store, clock] = [new FullableLog(), new FakeClock()];
  storeNumbered(store, 10);
  const parts = { store, clock, logger: () => {} };
  new Housekeeper(parts).run();
  assertEquals([store.aliveAt, store.first("lobby")], [clock.now(), 1]);
  new Housekeeper({ ...parts, policy: { kind: "count", count: 3 } }).run();
  assertEquals(store.first("lobby"), 8);
});

test("a log that cannot be written is logged once, and again after a round that worked", () => {
  const store = new FullableLog();
  const logged: LogEvent[] = [];
  const logger = (event: LogEvent): void => void logged.push(event);
  const housekeeper = new Housekeeper({ store, clock: new FakeClock(), logger });
  for (const isFull of [true, true, false, true]) {
    store.isFull = isFull;
    housekeeper.run();
  }
  const failed: LogEvent = { event: "failed", what: "storing", cause: "Error: disk full" };
  assertEquals(logged, [failed, failed]);
});

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** Keeps messages for 30 days, in a log that has one for each of the last 22 days, and one from before the clock was set. */
function keepThirtyDays(): {
  readonly clock: FakeClock;
  readonly firsts: () => readonly number[];
  readonly go: (ms: number) => Promise<void>;
} {
  const [log, clock] = [new MemoryLog(), new FakeClock()];
  const days = Array.from({ length: 22 }, (_, day) => clock.now() - (21 - day) * DAY);
  store(log, draft("unset", { at: 0, room: "unset" }), ...days.map((at) => draft("a day", { at })));
  const housekeeper = new Housekeeper({
    store: log,
    clock,
    policy: { kind: "age", ms: 30 * DAY },
    logger: () => {},
  });
  const go = async (ms: number): Promise<void> => {
    for (let gone = 0; gone < ms; gone += 5 * SECOND) {
      housekeeper.run();
      await clock.advance(5 * SECOND);
    }
  };
  return { clock, go, firsts: () => [log.first("unset"), log.first("lobby")] };
}

test("a clock that is ten years ahead for eight seconds deletes nothing, at the start or later", async () => {
  const late = keepThirtyDays();
  await late.go(HOUR / 2);
  for (const room of [keepThirtyDays(), late]) {
    room.clock.jump(3_652 * DAY);
    await room.go(10 * SECOND);
    room.clock.jump(-3_652 * DAY);
    await room.go(HOUR / 2);
    assertEquals(room.firsts(), [1, 1]);
  }
});

test("a clock that stays ten years ahead costs at most two days of messages a day", async () => {
  const { clock, go, firsts } = keepThirtyDays();
  clock.jump(3_652 * DAY);
  await go(DAY);
  assertEquals(firsts(), [2, 3]); // 23 hours after the first one: the oldest of 46 hours.
});

test("after an hour messages end at their age, also those of a clock that was not set", async () => {
  const { go, firsts } = keepThirtyDays();
  await go(HOUR - 5 * SECOND);
  assertEquals(firsts(), [1, 1]);
  await go(HOUR);
  assertEquals(firsts(), [2, 1]);
  await go(9 * DAY - HOUR);
  assertEquals(firsts(), [2, 2]);
});

test("a number of messages is kept whatever the clock says", () => {
  const [store, clock] = [new MemoryLog(), new FakeClock()];
  storeNumbered(store, 10);
  new Housekeeper({ store, clock, policy: { kind: "count", count: 3 }, logger: () => {} }).run();
  assertEquals(store.first("lobby"), 8);
});
