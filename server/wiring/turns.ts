/**
 * When turns end: after what one pass of the event loop brought.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { Turn, type TurnTimer } from "../delivery.ts";
import { guard } from "./guard.ts";

/** The turns of a server. */
export interface Turns {
  readonly turn: Turn;
  /** Has a turn end soon. What is asked for while one ends is for the next one. */
  wake(): void;
}

/** Makes the turns of a server. @param end Ends a turn. */
export function makeTurns(end: () => void, timer: TurnTimer, onFault: (fault: unknown) => void): Turns {
  let isEnding = false;
  const turn = new Turn((run) => void setImmediate(run), () => {
    isEnding = true;
    guard(end, onFault);
    isEnding = false;
  }, timer);
  return { turn, wake: () => isEnding ? turn.defer(() => turn.schedule()) : turn.schedule() };
}
