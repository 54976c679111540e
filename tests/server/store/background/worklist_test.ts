/** Which work comes next, and that all of them together take no more of a core than they may. */

import { assert, assertEquals } from "@std/assert";
import { type Work, Worklist } from "../../../../server/store/background/worklist.ts";
import { FakeClock } from "../../../support/clock.ts";
import { test } from "../../../support/sanitized.ts";

/** Works whose steps take time of a clock that a test turns. */
function inHand(isTalk: () => boolean) {
  const timers = new FakeClock();
  let spent = 0;
  const done: string[] = [];
  const failed: string[] = [];
  /** Makes a work that takes `took` ms a step, and is due again after what `wait` returns. */
  const work = (name: Work["name"], isPatient: boolean, took: number, wait: () => number): Work => ({
    name,
    isPatient,
    step: () => {
      spent += took;
      done.push(name);
      return wait();
    },
  });
  const start = (...works: readonly Work[]): Worklist => {
    const list = new Worklist({
      works,
      clock: { now: () => timers.elapsed() + spent, after: (ms, run) => timers.after(ms, run) },
      isTalk,
      onFailure: ({ name }, error) => void failed.push(`${name} ${String(error)}`),
    });
    list.start();
    return list;
  };
  return { timers, done, failed, work, start, now: () => timers.elapsed() + spent };
}

/** The share of the time that works took. */
async function shareOf(isTalk: boolean, isPatient: boolean): Promise<number> {
  const { timers, work, start, now } = inHand(() => isTalk);
  const list = start(work("indexing", isPatient, 5, () => 0));
  await timers.advance(1_000);
  list.close();
  return list.worked / now();
}

test("what has time takes a fifth of a core while anybody talks, and never more than half", async () => {
  assert(Math.abs(await shareOf(true, true) - 0.2) < 0.02);
  assert(Math.abs(await shareOf(false, true) - 0.5) < 0.02);
  assert(Math.abs(await shareOf(true, false) - 0.5) < 0.02);
});

test("after a step in which the machine stood still for a minute the next one comes within a second", async () => {
  const { timers, done, work, start } = inHand(() => true);
  const list = start(work("indexing", true, 60_000, () => done.length === 1 ? 0 : Infinity));
  await timers.advance(1_001);
  assertEquals(done.length, 2);
  list.close();
});

test("the most urgent of those that are due comes first, and what is hurried needs no waiting for its time", async () => {
  const { timers, done, work, start } = inHand(() => false);
  const asked = work("reading", false, 1, () => Infinity);
  const list = start(asked, work("checkpoint", false, 1, () => 250), work("indexing", true, 1, () => 0));
  await timers.advance(3);
  assertEquals(done.slice(0, 3), ["reading", "checkpoint", "indexing"]);
  list.hurry(asked);
  const before = done.length;
  await timers.advance(2);
  assertEquals(done.slice(before, before + 1), ["reading"]);
  await timers.advance(600);
  const checkpoints = done.filter((name) => name === "checkpoint").length;
  assert(checkpoints >= 3 && checkpoints <= 5, `${checkpoints}`);
  list.close();
  assertEquals(timers.pending, 0);
});

test("a work that fails is told once in a row, tried again later, and keeps no other from its time", async () => {
  const { timers, done, failed, work, start } = inHand(() => false);
  let isBroken = true;
  const broken: Work = {
    name: "indexing",
    isPatient: true,
    step() {
      if (isBroken) throw new Error("full");
      done.push("indexed");
      return Infinity;
    },
  };
  const list = start(broken, work("checkpoint", false, 1, () => 250));
  await timers.advance(5_000);
  assertEquals([failed, done.length > 10], [["indexing Error: full"], true]);
  isBroken = false;
  await timers.advance(1_000);
  assert(done.includes("indexed"));
  list.close();
});

test("a work says itself when it goes on after a failure", async () => {
  const { timers, start } = inHand(() => false);
  let steps = 0;
  const list = start({
    name: "checking",
    isPatient: true,
    step() {
      steps++;
      throw new Error("malformed");
    },
    failed: () => Infinity,
  });
  await timers.advance(10_000);
  assertEquals(steps, 1);
  list.close();
});
