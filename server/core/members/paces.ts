/**
 * How fast connections are read, also over the end of one: who floods and comes again goes on where they were.
 *
 * @module
 */

import { type Rate, RateLimiter } from "../delivery.ts";
import type { FloodWatch } from "./flood_watch.ts";

/** For how long what a connection has spent is remembered, in ms; and how many of these, all and from one address. */
const KEPT_FOR = 60_000;
const MOST = 10_000;
const MOST_OF_ADDRESS = 50;

/** How fast one connection is read, and whether what comes is a flood. */
export interface Pace {
  readonly rate: RateLimiter;
  flood: FloodWatch | undefined;
}

/** What somebody had spent whose connection is over. */
interface Spent {
  readonly pace: Pace;
  readonly at: number;
}

/** The paces of a server. Times are of the clock that never jumps, in ms. */
export class Paces {
  readonly #rate: Rate | null;
  readonly #spent = new Map<string, readonly Spent[]>();

  constructor(rate: Rate | null) {
    this.#rate = rate;
  }

  /**
   * Gives the pace of a new connection: of one from the same address that is over and had spent what it might send, if
   * there is one, as whoever that was may be back under another name. Each is gone on with once.
   */
  take(address: string, now: number): Pace | undefined {
    if (this.#rate === null) return undefined;
    const known = this.#recent(address, now);
    const last = known.at(-1);
    if (last === undefined) return { rate: new RateLimiter(this.#rate, now), flood: undefined };
    this.#set(address, known.slice(0, -1));
    last.pace.flood?.beginAnew(); // It is not known yet that it is the same person.
    return last.pace;
  }

  /** Notes that a connection is over. */
  keep(address: string, pace: Pace | undefined, now: number): void {
    if (pace === undefined || pace.flood?.isSlowed !== true) return;
    this.#set(address, [...this.#recent(address, now), { pace, at: now }].slice(-MOST_OF_ADDRESS));
    const [oldest] = this.#spent.keys();
    if (this.#spent.size > MOST && oldest !== undefined) this.#spent.delete(oldest);
  }

  #recent(address: string, now: number): readonly Spent[] {
    return (this.#spent.get(address) ?? []).filter(({ at }) => now - at < KEPT_FOR);
  }

  #set(address: string, spent: readonly Spent[]): void {
    this.#spent.delete(address);
    if (spent.length > 0) this.#spent.set(address, spent);
  }
}
