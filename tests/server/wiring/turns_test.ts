/** When a turn ends: once what one pass of the event loop has read is handled, and no later. */

import { setImmediate } from "node:timers";
import { assertEquals } from "@std/assert";
import { NO_TIMER } from "../../../server/core/delivery.ts";
import { makeTurns } from "../../../server/wiring/turns.ts";
import { test } from "../../support/sanitized.ts";

/** Turns that count how much was added when each of them ended. */
function countedTurns() {
  const ended: number[] = [];
  const turns = makeTurns(() => void ended.push(turns.turn.added), NO_TIMER, (fault) => {
    throw fault;
  });
  return { turn: turns.turn, ended };
}

/** Calls back in the next pass of the event loop. */
function nextPass(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

test("lines that are handled one after the other in one pass of the event loop end in one turn", async () => {
  const { turn, ended } = countedTurns();
  for (let line = 0; line < 100; line++) {
    turn.schedule();
    for (let microtask = 0; microtask < 6; microtask++) await undefined;
  }
  assertEquals(ended, []);
  await nextPass();
  assertEquals(ended, [100]);
});

test("a message that comes alone does not wait for the next pass", async () => {
  const { turn, ended } = countedTurns();
  const endedBefore = nextPass().then(() => [...ended]);
  turn.schedule();
  assertEquals(await endedBefore, [1]);
});

test("what is added while others are written to waits for the next pass, so that who has answered is read before", async () => {
  const { turn, ended } = countedTurns();
  turn.enqueue({ drain: () => turn.schedule() });
  for (let microtask = 0; microtask < 100; microtask++) await undefined;
  assertEquals(ended, [1]);
  await nextPass();
  assertEquals(ended, [1, 2]);
});

test("in a rush a turn ends once as much as usual has come, and waits no longer than a moment for who says nothing more", async () => {
  const { turn, ended } = countedTurns();
  for (let line = 0; line < 80; line++) turn.schedule();
  await nextPass();
  for (let line = 0; line < 80; line++) turn.schedule();
  await undefined;
  assertEquals(ended, [80]);
  await nextPass();
  assertEquals(ended, [80, 160]);
  turn.schedule();
  while (ended.length < 3) await nextPass();
  assertEquals(ended, [80, 160, 161]);
});
