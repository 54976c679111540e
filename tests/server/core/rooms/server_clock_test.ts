/** The time of a room, whatever happens to the machine's clock. */

import { assertEquals } from "@std/assert";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("a clock that is set back by an hour is believed", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.say("one");
  await core.endTurn();
  core.clock.jump(-3_600_000);
  ada.say("two");
  await core.endTurn();
  const [one, two] = ada.framesOf("message");
  assertEquals([two?.seq, (one?.at ?? 0) - (two?.at ?? 0)], [2, 3_600_000]);
});

test("a clock that is put right by a little never makes time go back in the room", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.say("one");
  await core.endTurn();
  core.clock.jump(-60_000);
  ada.say("two");
  const bob = await core.member("bob");
  await core.clock.advance(1_000);
  bob.disconnect();
  await core.endTurn();
  const times = ada.frames.flatMap((frame) => "at" in frame ? [frame.at] : []);
  assertEquals(times, [...times].sort((a, b) => a - b));
  assertEquals(times.length, 5);
});
