/**
 * The time by which a server's rooms go.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";

/** A clock that went back by more than this, in ms, was set, and is believed. */
const CLOCK_WAS_SET = 60_000;

/** A clock on the wall that does not go back by itself, and one that never jumps. */
export class ServerClock {
  readonly #clock: Clock;
  #latest = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives the time of what happens now, in ms since 1970: not before what has happened, unless the clock was set. */
  now(): number {
    const now = this.#clock.now();
    return this.#latest = now < this.#latest - CLOCK_WAS_SET ? now : Math.max(this.#latest, now);
  }

  /** Gives the time by the clock that never jumps, in ms. */
  elapsed(): number {
    return this.#clock.elapsed();
  }
}
