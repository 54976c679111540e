import { assertEquals } from "@std/assert";
import { ANSWER_TIMEOUT, AnswerTimeout } from "../../../client/pipe/answer_timeout.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

test("it runs out when nothing gets any further, and only while something is waited for", async () => {
  const clock = new FakeClock();
  let times = 0;
  const timeout = new AnswerTimeout(clock, () => times++);
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
  const timeout = new AnswerTimeout(clock, () => times++);
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
