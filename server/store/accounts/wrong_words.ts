/**
 * How often somebody may try a word that is wrong: an address, or whoever has an account. Pure.
 *
 * @module
 */

/** Wrong words that may be tried at once: a class behind one address mistypes some. */
const AT_ONCE = 20;

/** After that another one may be tried each time that this has passed, in ms. */
const EVERY = 10_000;

/** How many who tried are remembered; of more, the one that tried longest ago is forgotten. */
const REMEMBERED = 10_000;

/** Counts wrong words by a key: that of an address, or of an account. */
export class WrongWords {
  /** When all that was tried under a key will be forgiven, by the clock that never jumps. */
  readonly #until = new Map<string, number>();

  /** Tells for how many ms nothing may be tried under a key; 0 where something may. */
  wait(key: string, now: number): number {
    const debt = (this.#until.get(key) ?? now) - now;
    return Math.max(0, debt - (AT_ONCE - 1) * EVERY);
  }

  /** Counts a wrong word. */
  count(key: string, now: number): void {
    const until = Math.max(now, this.#until.get(key) ?? now) + EVERY;
    this.#until.delete(key);
    this.#until.set(key, until);
    const [oldest] = this.#until.keys();
    if (this.#until.size > REMEMBERED && oldest !== undefined) this.#until.delete(oldest);
  }
}
