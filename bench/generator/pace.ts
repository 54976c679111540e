/**
 * Sending at a steady rate.
 *
 * @module
 */

import type { Crowd } from "./crowd.ts";
import { pause } from "./member.ts";

/** Has the talkers send messages by turns, `perSecond` a second, until `isOver`. */
export async function sendAtRate(crowd: Crowd, perSecond: number, isOver: () => boolean): Promise<void> {
  const began = performance.now();
  for (let said = 0; !isOver(); said++) {
    const wait = began + said * 1000 / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    crowd.talkers[said % crowd.talkers.length]?.send(1);
  }
}

/** Returns a condition that holds once `seconds` have passed. */
export function deadlineIn(seconds: number): () => boolean {
  const until = performance.now() + seconds * 1000;
  return () => performance.now() >= until;
}
