/**
 * Which connections have been silent, and which persons absent, for too long. Pure.
 *
 * @module
 */

import type { Limits } from "../../../protocol/limits.ts";
import type { Person } from "./person.ts";
import type { Session } from "./session.ts";

/** How often all connections are checked, in ms. */
export const SWEEP_EVERY = 1000;

/**
 * Many who came at once, all pinged after the same time, would all answer at once, over and over. So some are pinged
 * from this part of the time on, as many in each sweep as it takes to have pinged all when the time is up.
 */
const EARLY = 0.7;

/** How often a program that waits to be let in hears that it is not forgotten, in ms. */
const TOLD_EVERY = 500;

/** This many may well be pinged at once. */
const FEW = 100;

/** What to do about a session now; `ping-early` may wait. */
export type LivenessVerdict = "fine" | "ping" | "ping-early" | "silent";

/** Counts how many of `count` connections are pinged early in one sweep. */
export function earlyPings(count: number, { pingAfter }: Limits): number {
  if (count <= FEW) return 0;
  return Math.ceil(count / Math.max(1, Math.floor(pingAfter * (1 - EARLY) / SWEEP_EVERY)));
}

/** Checks one connection. Times are of the clock that never jumps, in ms. */
export function checkLiveness(session: Session, limits: Limits, now: number): LivenessVerdict {
  const { nameTimeout, idle, pingAfter, pongWithin } = limits;
  const { phase, heardAt, pingedAt, peer } = session;
  const silence = now - heardAt;
  switch (phase) {
    case "gone":
      return "fine";
    case "naming":
      if (session.entrance === "waiting") return isTimeToTell(session, now) ? "ping" : "fine";
      return now - peer.since >= nameTimeout ? "silent" : "fine";
    case "in":
      if (idle !== null && silence >= idle) return "silent";
      if (pingedAt !== undefined) return now - pingedAt >= pongWithin ? "silent" : "fine";
      if (!peer.isProgram || silence < pingAfter * EARLY) return "fine";
      return silence < pingAfter ? "ping-early" : "ping";
  }
}

/** Tells whether a program that waits to be let in is to hear again that it is not forgotten: it may wait for an answer. */
function isTimeToTell({ peer, pingedAt, heardAt }: Session, now: number): boolean {
  return peer.isProgram && now - (pingedAt ?? heardAt) >= TOLD_EVERY;
}

/** Tells whether a person has had no connection for too long. Times as above. */
export function isGraceOver({ absentSince }: Person, { grace }: Limits, now: number): boolean {
  return absentSince !== undefined && now - absentSince >= grace;
}
