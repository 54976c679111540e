/** Many who wait equally long. */

import { assertEquals } from "@std/assert";
import { Deadlines } from "../../net/deadlines.ts";
import { FakeClock } from "../support/clock.ts";

function waiting(ms: number) {
  const clock = new FakeClock();
  const late: string[] = [];
  const deadlines = new Deadlines<string>(clock, ms, (who) => void late.push(`${who} ${clock.elapsed()}`));
  return { clock, late, deadlines };
}

Deno.test("each is late when their own time is up, and once", async () => {
  const { clock, late, deadlines } = waiting(300);
  deadlines.add("a");
  await clock.advance(100);
  deadlines.add("b");
  await clock.advance(100);
  deadlines.add("c");
  await clock.advance(99);
  assertEquals(late, []);
  await clock.advance(10_000);
  assertEquals(late, ["a 300", "b 400", "c 500"]);
  assertEquals([...deadlines.waiting], []);
});

Deno.test("who waits no more is never late, and the others are in time", async () => {
  const { clock, late, deadlines } = waiting(300);
  for (const who of ["a", "b", "c"]) deadlines.add(who);
  await clock.advance(200);
  deadlines.add("d");
  deadlines.delete("a");
  deadlines.delete("c");
  assertEquals([...deadlines.waiting], ["b", "d"]);
  await clock.advance(10_000);
  assertEquals(late, ["b 300", "d 500"]);
});

Deno.test("there is one timer for all, and none for nobody", async () => {
  const { clock, late, deadlines } = waiting(300);
  for (const who of ["a", "b", "c"]) deadlines.add(who);
  assertEquals(clock.pending, 1);
  for (const who of ["b", "a", "c"]) deadlines.delete(who);
  assertEquals(clock.pending, 0);
  deadlines.add("d");
  await clock.advance(300);
  assertEquals([late, clock.pending], [["d 300"], 0]);
});
