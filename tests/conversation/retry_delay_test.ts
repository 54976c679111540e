import { assertEquals } from "@std/assert";
import { GOOD_CONNECTION, RetryDelay } from "../../conversation/retry_delay.ts";
import { test } from "../support/sanitized.ts";

/** What the next attempts wait, in ms, with no part left to chance. */
const waits = (delay: RetryDelay, count: number): readonly number[] =>
  Array.from({ length: count }, () => delay.next(0));

test("the first attempt is made at once, then each waits twice as long, up to 30 s", () => {
  assertEquals(waits(new RetryDelay(), 9), [0, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  const delay = new RetryDelay();
  delay.next(0);
  assertEquals(delay.next(0.5), 375);
});

test("only a connection that held for ten seconds begins anew", () => {
  const delay = new RetryDelay();
  assertEquals(waits(delay, 2), [0, 250]);
  delay.connectionHeld(GOOD_CONNECTION - 1);
  assertEquals(waits(delay, 1), [500]);
  delay.connectionHeld(10_000);
  assertEquals(waits(delay, 2), [0, 250]);
});

test("what was acknowledged begins it anew, however short the connection was", () => {
  const delay = new RetryDelay();
  assertEquals(waits(delay, 5), [0, 250, 500, 1000, 2000]);
  delay.acknowledged();
  delay.connectionHeld(1);
  assertEquals(waits(delay, 2), [0, 250]);
});
