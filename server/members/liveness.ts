/**
 * Who has been silent, or away, for too long. Pure.
 *
 * @module
 */

import type { Limits } from "../../protocol/limits.ts";
import type { Session } from "./session.ts";

/** How often those who are silent are looked after, in ms. */
export const SWEEP_EVERY = 1000;

/**
 * Of many who came at once, each pinged after the same time, all would answer at once, over and over. So some are pinged
 * from this part of the time on, as many each time as it takes to have asked all when it is up.
 */
const EARLY = 0.7;

/** So many may well be pinged at once. */
const FEW = 100;

/** What to do about a session now; `ping-early` may wait. */
export type LivenessVerdict = "fine" | "ping" | "ping-early" | "silent" | "away-too-long";

/** How many of `count` people are pinged early in one sweep. */
export function earlyPings(count: number, { pingAfter }: Limits): number {
  if (count <= FEW) return 0;
  return Math.ceil(count / Math.max(1, Math.floor(pingAfter * (1 - EARLY) / SWEEP_EVERY)));
}

/** Looks at one session. Times are of the clock that never jumps, in ms. */
export function checkLiveness(session: Session, limits: Limits, now: number): LivenessVerdict {
  const { nameTimeout, idle, pingAfter, pongWithin, grace } = limits;
  const { phase, heardAt, pingedAt, peer } = session;
  const silence = now - heardAt;
  switch (phase) {
    case "gone":
      return "fine";
    case "naming":
      return now - peer.since >= nameTimeout ? "silent" : "fine";
    case "away":
      return silence >= grace ? "away-too-long" : "fine";
    case "in":
      if (idle !== null && silence >= idle) return "silent";
      if (pingedAt !== undefined) return now - pingedAt >= pongWithin ? "silent" : "fine";
      if (!peer.isProgram || silence < pingAfter * EARLY) return "fine";
      return silence < pingAfter ? "ping-early" : "ping";
  }
}
