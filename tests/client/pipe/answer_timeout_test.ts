import { assertEquals } from "@std/assert";
import { ANSWER_TIMEOUT, AnswerTimeout, TOLD_AFTER } from "../../../client/pipe/answer_timeout.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

test("it runs out when nothing gets any further, and only while something is waited for", async () => {
  const clock = new FakeClock();
  let times = 0;
  const timeout = new AnswerTimeout(clock, () => times++, () => {});
  await clock.advance(ANSWER_TIMEOUT);
  timeout.setWaiting(true);
  await clock.advance(ANSWER_TIMEOUT - 1);
  timeout.setWaiting(true);
  timeout.renew();
  await clock.advance(ANSWER_TIMEOUT - 1);
  timeout.setWaiting(false);
  await clock.advance(ANSWER_TIMEOUT);
  assertEquals(times, 0);
  timeout.setWaiting(true);
  await clock.advance(ANSWER_TIMEOUT);
  assertEquals([times, clock.pending], [1, 0]);
});

test("it does not run while it is paused, and goes on where it was", async () => {
  const clock = new FakeClock();
  let times = 0;
  const timeout = new AnswerTimeout(clock, () => times++, () => {});
  timeout.setDuration(2 * ANSWER_TIMEOUT);
  timeout.setWaiting(true);
  await clock.advance(ANSWER_TIMEOUT);
  timeout.pause();
  await clock.advance(5 * ANSWER_TIMEOUT);
  timeout.resume();
  await clock.advance(ANSWER_TIMEOUT - 1);
  assertEquals(times, 0);
  await clock.advance(1);
  assertEquals(times, 1);
});

test("that nothing gets any further is told once, with how long is left, and again only after something did", async () => {
  const clock = new FakeClock();
  const told: (readonly [number, number])[] = [];
  const timeout = new AnswerTimeout(clock, () => {}, (waited, left) => void told.push([waited, left]));
  timeout.setWaiting(true);
  await clock.advance(TOLD_AFTER - 1);
  timeout.pause();
  await clock.advance(TOLD_AFTER);
  assertEquals(told, []);
  timeout.resume();
  await clock.advance(1);
  timeout.pause();
  timeout.resume();
  await clock.advance(TOLD_AFTER);
  assertEquals(told, [[TOLD_AFTER, ANSWER_TIMEOUT - TOLD_AFTER]]);
  timeout.renew();
  await clock.advance(TOLD_AFTER);
  assertEquals(told.length, 2);
  timeout.close();
  assertEquals(clock.pending, 0);
});
