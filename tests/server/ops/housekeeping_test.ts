/** Upkeep of the log: what each round does, and that a full disk is logged once and does not end the room. */

import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../../server/log/memory.ts";
import type { LogEvent } from "../../../server/logger.ts";
import { Housekeeper } from "../../../server/ops.ts";
import { FakeClock } from "../../support/clock.ts";
import { storeNumbered } from "../../support/log_fixtures.ts";
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
