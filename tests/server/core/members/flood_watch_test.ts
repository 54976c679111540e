/** A flood is told from a program that waits for its answers. */

import { assertEquals } from "@std/assert";
import { FloodWatch } from "../../../../server/core/members/flood_watch.ts";

/** Sends a message every 100 ms that the next had to wait for, up to a time; tells when it was first a flood. */
function flood(watch: FloodWatch, isAnswered: boolean, from: number, to: number): number | undefined {
  for (let now = from; now < to; now += 100) {
    if (!watch.isLooking) watch.noteLine(100, now);
    if (watch.isFlood(isAnswered, now)) return now;
  }
  return undefined;
}

Deno.test("who is slowed for longer than five seconds and has no answers to wait for floods", () => {
  assertEquals(flood(new FloodWatch(), false, 0, 60_000), 5_000);
});

Deno.test("who sends with ids is looked at, and floods when it sends more than any program does without an answer", () => {
  const watch = new FloodWatch();
  assertEquals(flood(watch, true, 0, 5_100), undefined);
  assertEquals(watch.isLooking, true);
  for (let count = 2; count <= 64; count++) assertEquals(watch.isFlood(true, 5_100), false);
  assertEquals(watch.isFlood(true, 5_100), true);
});

Deno.test("who waits for its answers is trusted for a minute, and then looked at again", () => {
  const watch = new FloodWatch();
  flood(watch, true, 0, 5_100);
  for (let count = 2; count <= 64; count++) watch.isFlood(true, 5_100);
  assertEquals(watch.hasWaited(5_100, 5_500), false);
  assertEquals(watch.hasWaited(5_100, 5_600), true);
  assertEquals(flood(watch, true, 5_600, 65_500), undefined);
  assertEquals(watch.isLooking, false);
  flood(watch, true, 65_600, 71_000);
  assertEquals(watch.isLooking, true);
});

Deno.test("who comes into many rooms at once does not flood by that, and who goes on coming and going does", () => {
  const watch = new FloodWatch();
  for (let count = 0; count < 50; count++) {
    watch.noteLine(100, 0);
    watch.isFlood(false, 0, true); // All rooms of an IRC client, in one line.
  }
  for (let now = 100; now < 6_000; now += 100) watch.noteLine(100, now); // It asks who is there, which nobody has to read.
  assertEquals(watch.isFlood(false, 6_000), false);
  for (let count = 1; count < 20; count++) assertEquals(watch.isFlood(false, 6_000, true), false);
  assertEquals(watch.isFlood(false, 6_000, true), true);
});

Deno.test("a pause begins anew, and some lines of a person beside a long paste are no flood", () => {
  const watch = new FloodWatch();
  assertEquals(flood(watch, false, 0, 4_900), undefined);
  watch.noteLine(0, 5_000);
  assertEquals(flood(watch, false, 5_100, 10_000), undefined);
  const paste = new FloodWatch();
  flood(paste, true, 0, 4_000);
  for (let count = 0; count < 20; count++) assertEquals(paste.isFlood(false, 9_000), false);
});
