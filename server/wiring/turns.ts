/**
 * When turns end: after what one pass of the event loop brought.
 *
 * @module
 */

import { clearImmediate, setImmediate } from "node:timers";
import { Turn, type TurnTimer } from "../core/delivery.ts";
import { guard } from "./guard.ts";

/** The turns of a server. */
export interface Turns {
  readonly turn: Turn;
  /** Has a turn end soon. What is asked for while one ends is for the next one. */
  wake(): void;
}

/**
 * After so many microtasks in which nothing was added to a turn, what this pass of the event loop has read is handled: a line that was
 * read with the one before takes some three, one that is there for the next read some six. An immediate would come 12 µs later, and each
 * message that comes alone would wait for it.
 */
const QUIET_MICROTASKS = 8;

/** Calls back once what this pass of the event loop has read is handled. */
async function onceRead(turn: { readonly added: number }, run: () => void): Promise<void> {
  let { added } = turn;
  for (let left = QUIET_MICROTASKS; left > 0; left--) {
    await undefined;
    if (added === turn.added) continue;
    added = turn.added;
    left = QUIET_MICROTASKS + 1;
  }
  run();
}

/**
 * Calls back after a millisecond in which the event loop can be idle. It begins with the next immediate: what was let go on just
 * now works before that, and a timer from before it would be late, with which the loop is never idle and hears nobody.
 */
export function pause(run: () => void): () => void {
  let cancel = (): void => clearImmediate(immediate);
  const immediate = setImmediate(() => {
    const timeout = setTimeout(run, 1);
    cancel = () => clearTimeout(timeout);
  });
  return () => cancel();
}

/** Makes the turns of a server. @param end Ends a turn. */
export function makeTurns(end: () => void, timer: TurnTimer, onFault: (fault: unknown) => void): Turns {
  let isEnding = false;
  const work = (): void => {
    isEnding = true;
    guard(end, onFault);
    isEnding = false;
  };
  const soon = (run: () => void): void => void setImmediate(run);
  const turn: Turn = new Turn(soon, work, timer, (run) => void onceRead(turn, run), pause);
  return { turn, wake: () => isEnding ? turn.defer(() => turn.schedule()) : turn.schedule() };
}
