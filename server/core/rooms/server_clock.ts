/**
 * The time by which a server's rooms go.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";

/** A clock that went back by more than this, in ms, was set, and is believed. */
const CLOCK_WAS_SET = 60_000;

/** A clock on the wall that does not go back by itself, and one that never jumps. */
export class ServerClock {
  readonly #clock: Clock;
  #latest = 0;
  #told: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives the time of what happens now, in ms since 1970: not before what has happened, unless the clock was set. */
  now(): number {
    if (this.#told !== undefined) return this.#told;
    const now = this.#clock.now();
    return this.#latest = now < this.#latest - CLOCK_WAS_SET ? now : Math.max(this.#latest, now);
  }

  /** Has it be this time, in ms since 1970, whatever the clock on the wall shows; `undefined` ends that. */
  setTold(at: number | undefined): void {
    this.#told = at;
  }

  /** Gives the time by the clock that never jumps, in ms. */
  elapsed(): number {
    return this.#clock.elapsed();
  }
}
