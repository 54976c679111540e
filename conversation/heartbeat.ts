/**
 * Notices a dead link: a pulled cable or a laptop that slept, where no end of the connection ever tells.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";

/** After so long without hearing anything the server is asked whether it is there, in ms. */
export const PING_AFTER = 20_000;

/** So long it has to say anything at all, in ms. */
export const PONG_TIMEOUT = 20_000;

/** How often the clocks are looked at at least, in ms. */
const TICK = 5_000;

/** A tick that comes later than this, in ms, comes from a machine that slept: then nothing before it counts. */
const MUCH_TOO_LATE = 10_000;

/** What is looked after. */
export interface HeartbeatLink {
  /** How often something was heard. */
  readonly reads: number;
  /** Since when we listen and nothing came, by the clock that never jumps; `undefined` while nobody listens. */
  readonly silentSince: number | undefined;
  /** Asks for a sign of life. */
  probe(): void;
  /** Ends it. */
  close(): void;
}

/** Closes a link once it is found dead, at most 40 s after the last that was heard. The returned function ends the watch. */
export function startHeartbeat(link: HeartbeatLink, clock: Clock): () => void {
  let asked: { readonly at: number; readonly reads: number } | undefined;
  let last = moment();
  let cancel = clock.after(TICK, check);

  /** Both clocks: one of them stands still while the machine sleeps. */
  function moment(): { readonly elapsed: number; readonly now: number } {
    return { elapsed: clock.elapsed(), now: clock.now() };
  }

  function check(): void {
    const { elapsed, now } = moment();
    const hasSlept = Math.max(elapsed - last.elapsed, now - last.now) > TICK + MUCH_TOO_LATE;
    last = { elapsed, now };
    if (link.silentSince === undefined || asked?.reads !== link.reads) asked = undefined;
    if (asked !== undefined && elapsed - asked.at >= PONG_TIMEOUT) return link.close();
    const quiet = link.silentSince === undefined ? 0 : elapsed - link.silentSince;
    if (asked === undefined && link.silentSince !== undefined && (quiet >= PING_AFTER || hasSlept)) {
      asked = { at: elapsed, reads: link.reads };
      link.probe();
    }
    const due = asked === undefined ? PING_AFTER - quiet : asked.at + PONG_TIMEOUT - elapsed;
    cancel = clock.after(Math.min(TICK, due), check);
  }

  return () => cancel();
}
