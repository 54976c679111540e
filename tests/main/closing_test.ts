/** A room that closes after a while. */

import { assertEquals } from "@std/assert";
import { Closing } from "../../main/closing.ts";
import { FakeClock } from "../support/clock.ts";

function makeClosing(): { readonly clock: FakeClock; readonly told: string[]; readonly closing: Closing } {
  const clock = new FakeClock(0);
  const told: string[] = [];
  const closing = new Closing(clock, {
    announce: (seconds) => told.push(seconds === undefined ? "stays" : `in ${seconds} s`),
    close: () => told.push("closed"),
  });
  return { clock, told, closing };
}

Deno.test("it is announced at once, five minutes, a minute and ten seconds before, and then it closes", async () => {
  const { clock, told, closing } = makeClosing();
  closing.begin(600_000);
  assertEquals(told, ["in 600 s"]);
  await clock.advance(300_000);
  await clock.advance(240_000);
  assertEquals(told, ["in 600 s", "in 300 s", "in 60 s"]);
  await clock.advance(50_000);
  await clock.advance(9_999);
  assertEquals(told.slice(3), ["in 10 s"]);
  await clock.advance(1);
  assertEquals(told.slice(4), ["closed"]);
});

Deno.test("what is announced first is not said again a moment later", async () => {
  const { clock, told, closing } = makeClosing();
  closing.begin(60_000);
  await clock.advance(50_000);
  assertEquals(told, ["in 60 s", "in 10 s"]);
});

Deno.test("without a time it closes at once, and with another one the first is forgotten", async () => {
  const { clock, told, closing } = makeClosing();
  closing.begin(20_000);
  closing.begin(0);
  assertEquals(told, ["in 20 s", "closed"]);
  await clock.advance(60_000);
  assertEquals(told.length, 2);
});

Deno.test("called off, everybody is told and nothing closes; with nothing to call off nobody is", async () => {
  const { clock, told, closing } = makeClosing();
  assertEquals(closing.callOff(), false);
  closing.begin(20_000);
  assertEquals(closing.callOff(), true);
  assertEquals(closing.callOff(), false);
  await clock.advance(60_000);
  assertEquals(told, ["in 20 s", "stays"]);
});
