/** Those who wait equally long, and how long they are waited for. */

import { assertEquals } from "@std/assert";
import { Deadlines, type RushAllowance } from "../../net/deadlines.ts";
import { FakeClock } from "../support/clock.ts";
import { test } from "../support/sanitized.ts";

function makeDeadlines(crowd?: RushAllowance) {
  const clock = new FakeClock();
  const late: string[] = [];
  return { clock, late, deadlines: new Deadlines<string>(clock, 300, (who) => late.push(who), crowd) };
}

test("each is given up once, when their own time is over, and no timer is left when nobody waits", async () => {
  const { clock, late, deadlines } = makeDeadlines();
  deadlines.add("ada");
  await clock.advance(100);
  deadlines.add("bob");
  deadlines.add("cy");
  deadlines.delete("cy");
  assertEquals([[...deadlines.waiting], clock.pending], [["ada", "bob"], 1]);
  await clock.advance(199);
  assertEquals(late, []);
  await clock.advance(1);
  assertEquals(late, ["ada"]);
  await clock.advance(100);
  assertEquals([late, clock.pending], [["ada", "bob"], 0]);
  deadlines.add("dan");
  deadlines.delete("dan");
  assertEquals(clock.pending, 0);
});

test("in a crowd they are given longer, and when it is none any more, no longer than others", async () => {
  const { clock, late, deadlines } = makeDeadlines({ size: 2, ms: 1000 });
  for (const who of ["ada", "bob", "cy"]) deadlines.add(who);
  await clock.advance(899);
  assertEquals(late, []);
  deadlines.delete("bob");
  await clock.advance(1);
  assertEquals([late, clock.pending], [["ada", "cy"], 0]);
});

test("a crowd that does nothing is given up in the end", async () => {
  const { clock, late, deadlines } = makeDeadlines({ size: 2, ms: 1000 });
  for (const who of ["ada", "bob", "cy"]) deadlines.add(who);
  await clock.advance(1299);
  assertEquals(late, []);
  await clock.advance(1);
  assertEquals([late, clock.pending], [["ada", "bob", "cy"], 0]);
});

test("who waits no more is never late, and the others are in time", async () => {
  const { clock, late, deadlines } = makeDeadlines();
  for (const who of ["a", "b", "c"]) deadlines.add(who);
  await clock.advance(200);
  deadlines.add("d");
  deadlines.delete("a");
  deadlines.delete("c");
  assertEquals([...deadlines.waiting], ["b", "d"]);
  await clock.advance(10_000);
  assertEquals(late, ["b", "d"]);
});

test("there is one timer for all, and none for nobody", async () => {
  const { clock, late, deadlines } = makeDeadlines();
  for (const who of ["a", "b", "c"]) deadlines.add(who);
  assertEquals(clock.pending, 1);
  for (const who of ["b", "a", "c"]) deadlines.delete(who);
  assertEquals(clock.pending, 0);
  deadlines.add("d");
  await clock.advance(300);
  assertEquals([late, clock.pending], [["d"], 0]);
});

test("where the process was held up, what came meanwhile is read first, but not for ever", () => {
  let elapsed = 0;
  let timer: (() => void) | undefined;
  const clock = {
    now: () => elapsed,
    elapsed: () => elapsed,
    after: (_ms: number, run: () => void) => {
      timer = run;
      return () => timer = undefined;
    },
  };
  const late: string[] = [];
  const deadlines = new Deadlines<string>(clock, 300, (who) => late.push(who));
  const comeAt = (ms: number): void => {
    elapsed = ms;
    timer?.();
  };
  for (const who of ["ada", "bob"]) deadlines.add(who);
  comeAt(700); // Due at 300.
  assertEquals(late, []);
  deadlines.delete("ada"); // What she sent has been read.
  comeAt(800);
  assertEquals(late, ["bob"]);
  deadlines.add("cy");
  for (const ms of [1500, 2300, 3100, 3900]) comeAt(ms); // Always late, as nothing gets better.
  assertEquals(late, ["bob", "cy"]);
});
