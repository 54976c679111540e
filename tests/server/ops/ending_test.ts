/** Things end by the clock once it is believed, and what cannot be written is told once. */

import { assertEquals } from "@std/assert";
import type { LogEvent } from "../../../server/machine/logger.ts";
import { Ending } from "../../../server/ops.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

test("nothing ends before the clock has gone right for an hour, and then what is due", async () => {
  const clock = new FakeClock();
  const [first, ended]: [number, number[]] = [clock.now() + 30 * 60 * SECOND, []];
  const ending = new Ending(
    { firstEnd: () => first, end: (until) => (ended.push(until), [{ event: "unclaimed", name: "ada" }]) },
    clock,
    (event) => void logged.push(event),
  );
  const logged: LogEvent[] = [];
  for (let at = 0; at < HOUR - SECOND; at += 5 * SECOND, await clock.advance(5 * SECOND)) ending.run();
  assertEquals([ended, logged], [[], []]);
  await clock.advance(5 * SECOND);
  ending.run();
  assertEquals([ended, logged], [[first], [{ event: "unclaimed", name: "ada" }]]);
});

test("a disk that is full is told once, and again after a round that worked", async () => {
  const clock = new FakeClock();
  const logged: LogEvent[] = [];
  let isFull = false;
  const end = (): readonly LogEvent[] => {
    if (isFull) throw new Error("disk full");
    return [];
  };
  const ending = new Ending({ firstEnd: () => undefined, end }, clock, (event) => void logged.push(event));
  for (let at = 0; at <= HOUR; at += 5 * SECOND, await clock.advance(5 * SECOND)) ending.run();
  for (const full of [true, true, false, true]) {
    isFull = full;
    ending.run();
  }
  const failed: LogEvent = { event: "failed", what: "storing", cause: "Error: disk full" };
  assertEquals(logged, [failed, failed]);
});
