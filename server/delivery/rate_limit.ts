/**
 * How fast one person is read.
 *
 * @module
 */

/** What a person may send: so many lines a second for long, and so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket that may go into debt: nothing is refused, the sender is read later. */
export class RateLimiter {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  /** @param now Milliseconds of a clock that never jumps, here and in {@linkcode take}. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** Takes one token if there is one, and tells 0; else tells in how many milliseconds there is one. */
  tryTake(now: number): number {
    this.#earn(now);
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) * 1000 / this.#rate.perSecond);
    this.#tokens--;
    return 0;
  }

  /** Takes one token and tells for how many milliseconds the sender must not be read. */
  take(now: number): number {
    this.#earn(now);
    this.#tokens--;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens * 1000 / this.#rate.perSecond);
  }

  #earn(now: number): void {
    const earned = (now - this.#at) * this.#rate.perSecond / 1000;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + earned);
    this.#at = now;
  }
}
