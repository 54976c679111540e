/**
 * How often each address may do something: so many times at once, and then at a steady pace. Pure.
 *
 * @module
 */

/** How many addresses are remembered; of more, those that did it longest ago are forgotten. */
const REMEMBERED = 10_000;

/** What the arithmetic of fractions may be off by, in ms. */
const ROUNDING = 1e-6;

/** A pace: `burst` at once, and `perSecond` in the long run. */
export interface Pace {
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts what each address does. Times are those of a clock that never jumps, in ms. */
export class AddressAllowance {
  readonly #burst: number;
  /** How long one time takes to be allowed again, in ms. */
  readonly #interval: number;
  /** When each address will have its whole burst again; the one that did it last stands last. */
  readonly #wholeAt = new Map<string, number>();

  constructor({ burst, perSecond }: Pace) {
    this.#burst = burst;
    this.#interval = 1000 / perSecond;
  }

  /**
   * Counts one more time and returns 0; or returns in how many milliseconds it will be allowed, and counts nothing.
   *
   * @param key What limits by address count.
   */
  take(key: string, now: number): number {
    const wholeAt = Math.max(this.#wholeAt.get(key) ?? now, now) + this.#interval;
    const wait = wholeAt - now - this.#burst * this.#interval;
    if (wait > ROUNDING) return Math.ceil(wait);
    this.#wholeAt.delete(key);
    this.#wholeAt.set(key, wholeAt);
    const [oldest] = this.#wholeAt.keys();
    if (this.#wholeAt.size > REMEMBERED && oldest !== undefined) this.#wholeAt.delete(oldest);
    return 0;
  }
}
