/** When a server of a cluster that has much to do sends and applies: together, and never much later. */

import { assertEquals } from "@std/assert";
import { APPLY_WITHIN, LOOK_WITHIN, OWN_WITHIN, Pace, SEND_WITHIN } from "../../../server/cluster/pace.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

const MUCH = { items: 40, own: 10, waiting: 3, last: 7 };

function make(): { readonly clock: FakeClock; readonly pace: Pace; readonly wakes: number[] } {
  const clock = new FakeClock();
  const wakes: number[] = [];
  return { clock, pace: new Pace(clock, () => void wakes.push(clock.elapsed())), wakes };
}

test("with little to do nothing waits, and there is no timer", () => {
  const { clock, pace } = make();
  pace.applied({ ...MUCH, items: 15 });
  assertEquals([pace.maySend(1), pace.mayApply, clock.pending], [true, true, 0]);
});

test("after much was applied, what is wanted waits until as much has come as was told, or for three milliseconds", async () => {
  const { clock, pace, wakes } = make();
  pace.applied(MUCH);
  assertEquals([pace.maySend(12), pace.maySend(13)], [false, true]);
  await clock.advance(SEND_WITHIN - 1);
  assertEquals([pace.maySend(1), wakes], [false, []]);
  await clock.advance(1);
  assertEquals([pace.maySend(1), wakes], [true, [SEND_WITHIN]]);
});

test("whose people have said nothing of it does not send sooner because it has nothing to wait for", () => {
  const { pace } = make();
  pace.applied({ ...MUCH, own: 0, waiting: 0 });
  assertEquals(pace.maySend(5), false);
});

test("what is told waits until the own turn is among it, whichever is known first, or for twenty milliseconds", async () => {
  const { clock, pace } = make();
  pace.applied(MUCH);
  pace.stored(7); // Known late: it is applied already.
  pace.told(8, true);
  assertEquals(pace.mayApply, false);
  pace.stored(9);
  assertEquals(pace.mayApply, false);
  pace.told(9, true);
  assertEquals(pace.mayApply, true);
  pace.applied({ ...MUCH, last: 9 });
  pace.told(10, true);
  pace.stored(10);
  assertEquals(pace.mayApply, true);
  pace.applied({ ...MUCH, last: 10 });
  await clock.advance(OWN_WITHIN - 1);
  assertEquals(pace.mayApply, false);
  await clock.advance(1);
  assertEquals(pace.mayApply, true);
});

test("where nothing of it was theirs, what is told waits for five milliseconds at most", async () => {
  const { clock, pace } = make();
  pace.applied({ ...MUCH, own: 0 });
  await clock.advance(APPLY_WITHIN - 1);
  assertEquals(pace.mayApply, false);
  await clock.advance(1);
  assertEquals(pace.mayApply, true);
});

test("the end of one pause does not end the next", async () => {
  const { clock, pace } = make();
  pace.applied(MUCH);
  await clock.advance(2);
  pace.applied({ ...MUCH, last: 8 });
  await clock.advance(SEND_WITHIN - 1);
  assertEquals(pace.maySend(1), false);
  await clock.advance(OWN_WITHIN - SEND_WITHIN);
  assertEquals([pace.maySend(1), pace.mayApply], [true, false]);
});

test("where nobody waits for it what is told is looked at after fifty milliseconds, all of it together", async () => {
  const { clock, pace, wakes } = make();
  pace.told(8, false);
  await clock.advance(LOOK_WITHIN - 1);
  pace.told(9, false);
  assertEquals(wakes, []);
  await clock.advance(1);
  assertEquals(wakes, [LOOK_WITHIN]);
  pace.told(10, false);
  await clock.advance(LOOK_WITHIN);
  assertEquals(wakes, [LOOK_WITHIN, 2 * LOOK_WITHIN]);
});

test("what somebody waits for is looked at now, with what waited before it, of which nothing is left to do", async () => {
  const { clock, pace, wakes } = make();
  pace.told(8, false);
  pace.told(9, true);
  assertEquals(wakes, [0]);
  pace.applied({ items: 2, own: 0, waiting: 0, last: 9 });
  assertEquals(clock.pending, 0);
  pace.told(10, false);
  pace.close();
  await clock.advance(LOOK_WITHIN);
  assertEquals([wakes, clock.pending], [[0], 0]);
});
