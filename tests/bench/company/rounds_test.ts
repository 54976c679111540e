/** When what goes on beside a room that is measured begins, and when it rests. */

import { assertEquals } from "@std/assert";
import { Rounds } from "../../../bench/company/rounds.ts";
import { figuresOf, type Timed } from "../../../bench/beside.ts";

/** Lets everything go on that can. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

Deno.test("nothing begins before it is told to, or while it is paused, and pausing waits for what has begun", async () => {
  const rounds = new Rounds();
  const begun: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const long = rounds.time(() => {
    begun.push("long");
    return promise;
  });
  await settle();
  assertEquals(begun, []);
  rounds.resume();
  await settle();
  assertEquals(begun, ["long"]);

  let isPaused = false;
  const pausing = rounds.pause().then(() => isPaused = true);
  const next = rounds.time(() => Promise.resolve(void begun.push("next")));
  await settle();
  assertEquals([begun.length, isPaused, rounds.resting.aborted], [1, false, true]);
  resolve();
  await Promise.all([long, pausing]);
  assertEquals([begun.length, isPaused, rounds.figures.rounds], [1, true, 1]);

  rounds.resume();
  assertEquals(rounds.resting.aborted, false);
  await next;
  assertEquals(begun, ["long", "next"]);
});

Deno.test("who waits for it to go on when it ends begins nothing any more", async () => {
  const rounds = new Rounds();
  let begun = 0;
  const waiting = rounds.time(() => Promise.resolve(void begun++));
  rounds.end();
  await waiting;
  assertEquals([begun, rounds.figures.rounds], [0, 0]);
});

function timed(p99: number): Timed {
  const others = { serverCpuPerMillion: 1, generatorCpuPerMillion: 1, serverBusy: 1, generatorBusy: 1 };
  return { p50: 1, p99, p999: p99, worst: p99, ...others };
}

Deno.test("one pair that was disturbed from outside changes little in what several come to", () => {
  const pairs = [[4, 4], [2, 3], [3, 90]].map(([before = 0, beside = 0]) => ({
    before: timed(before),
    beside: timed(beside),
  }));
  const { p99, p99Before, p99Times, leastTimes, mostTimes } = figuresOf(pairs);
  assertEquals([p99, p99Before, p99Times, leastTimes, mostTimes], [4, 3, 1.5, 1, 30]);
});

Deno.test("what the same company at another server costs talk is told apart from what it costs here", () => {
  const pairs = [[4, 6, 6], [2, 8, 4], [3, 9, 9]].map(([before = 0, beside = 0, elsewhere = 0]) => ({
    before: timed(before),
    beside: timed(beside),
    elsewhere: timed(elsewhere),
  }));
  const { p99Times, p99Elsewhere, p99TimesElsewhere, leastTimesElsewhere, mostTimesElsewhere } = figuresOf(
    pairs,
  );
  assertEquals(
    [p99Times, p99Elsewhere, p99TimesElsewhere, leastTimesElsewhere, mostTimesElsewhere],
    [3, 6, 1, 1, 2],
  );
  assertEquals(figuresOf([{ before: timed(4), beside: timed(6) }]).p99TimesElsewhere, undefined);
});
