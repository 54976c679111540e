/** A stream of which nothing is heard any more, although there is a connection. */

import { assertEquals } from "@std/assert";
import { Silence } from "../../../server/cluster/silence.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

test("three seconds without a word or a sign of life are too long, but not where there is no connection", async () => {
  const clock = new FakeClock();
  let isConnected = true;
  let count = 0;
  using silence = new Silence(
    clock,
    { isConnected: () => isConnected, isBehind: () => false },
    () => count++,
  );
  await clock.advance(2_500);
  silence.end(); // A turn came.
  await clock.advance(2_500);
  const { readable, writable } = new TransformStream<{ readonly type: string }>();
  const signs = writable.getWriter();
  const heeded = silence.heed(readable);
  await signs.write({ type: "heartbeat" });
  await clock.advance(2_500);
  isConnected = false;
  await clock.advance(10_000);
  isConnected = true;
  await clock.advance(2_500);
  assertEquals(count, 0);
  await signs.write({ type: "heartbeats_missed" }); // No sign of life.
  await clock.advance(500);
  assertEquals(count, 1);
  await signs.close();
  await heeded;
});
