/**
 * How often an address may try a word that is wrong. Pure.
 *
 * @module
 */

/** Wrong words that an address may try at once: a class behind one address mistypes some. */
const AT_ONCE = 20;

/** After that it may try another one each time that this has passed, in ms. */
const EVERY = 10_000;

/** How many addresses are remembered; of more, the one that tried longest ago is forgotten. */
const REMEMBERED = 10_000;

/** Counts wrong words by the key of their address. */
export class WrongWords {
  /** When all that an address has tried will be forgiven, by the clock that never jumps. */
  readonly #until = new Map<string, number>();

  /** Tells for how many ms an address may try nothing; 0 for one that may. */
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
