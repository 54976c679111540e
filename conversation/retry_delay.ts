/**
 * How long to wait before each attempt to connect again. Pure: time and chance are passed in.
 *
 * @module
 */

import { backoff } from "../net/backoff.ts";

/** A connection that held this long was a good one: after it, the first attempt is made at once. In ms. */
export const GOOD_CONNECTION = 10_000;

/** The waits of one client, growing from attempt to attempt. */
export class RetryDelay {
  /** Attempts since the last good connection. */
  #attempts = 0;

  /**
   * Counts an attempt, and returns how long to wait before it, in ms: 0 before the first after a good connection.
   *
   * @param chance From 0 up to but not including 1.
   */
  next(chance: number): number {
    return backoff(this.#attempts++, chance);
  }

  /** Records that a connection has ended after `ms`. */
  connectionHeld(ms: number): void {
    if (ms >= GOOD_CONNECTION) this.#attempts = 0;
  }

  /** Records that a message was acknowledged: a connection over which that happens is a good one. */
  acknowledged(): void {
    this.#attempts = 0;
  }
}
