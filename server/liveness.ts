/**
 * Who has been silent, or away, for too long. Pure.
 *
 * @module
 */

import type { Limits } from "../protocol/limits.ts";
import type { Session } from "./session.ts";

/** What to do about a session now. */
export type Verdict = "fine" | "ping" | "silent" | "away-too-long";

/** Looks at one session. Times are of the clock that never jumps, in ms. */
export function judge(session: Session, limits: Limits, now: number): Verdict {
  const { nameWithin, idle, pingAfter, pongWithin, grace } = limits;
  const { phase, heardAt, pingedAt, peer } = session;
  const silence = now - heardAt;
  switch (phase) {
    case "gone":
      return "fine";
    case "naming":
      return now - peer.since >= nameWithin ? "silent" : "fine";
    case "away":
      return silence >= grace ? "away-too-long" : "fine";
    case "in":
      if (idle !== null && silence >= idle) return "silent";
      if (pingedAt !== undefined) return now - pingedAt >= pongWithin ? "silent" : "fine";
      return peer.isProgram && silence >= pingAfter ? "ping" : "fine";
  }
}
