/**
 * How fast the lines of one person are read.
 *
 * @module
 */

/** The lines that a person may send: `perSecond` in the long run, and `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A leaky bucket that may go into debt: nothing is refused, the sender is read later. */
export class RateLimiter {
  readonly #rate: Rate;
  #allowance: number;
  #at: number;

  /** @param now Milliseconds of a clock that never jumps, here and in {@linkcode spend}. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#allowance = rate.burst;
    this.#at = now;
  }

  /** Charges one line if the allowance has it, and returns 0; else returns in how many milliseconds it will. */
  tryTake(now: number): number {
    this.#earn(now);
    if (this.#allowance < 1) return Math.ceil((1 - this.#allowance) * 1000 / this.#rate.perSecond);
    this.#allowance--;
    return 0;
  }

  /** Charges one line, and returns for how many milliseconds the sender must not be read. */
  spend(now: number): number {
    this.#earn(now);
    this.#allowance--;
    return this.#allowance >= 0 ? 0 : Math.ceil(-this.#allowance * 1000 / this.#rate.perSecond);
  }

  #earn(now: number): void {
    const earned = (now - this.#at) * this.#rate.perSecond / 1000;
    this.#allowance = Math.min(this.#rate.burst, this.#allowance + earned);
    this.#at = now;
  }
}
