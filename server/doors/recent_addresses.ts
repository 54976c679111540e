/**
 * Addresses that did something a short while ago, and so will probably do it again. Pure.
 *
 * @module
 */

/** The number of addresses that are remembered. */
const MOST = 1000;

/** The addresses that did something within a certain time, the last thousand of them. */
export class RecentAddresses {
  readonly #ms: number;
  readonly #seen = new Map<string, number>();

  /** @param ms How long an address is remembered. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /**
   * Notes that an address did it.
   *
   * @param key What limits by address count; here and in {@linkcode has}.
   * @param now By the clock that never jumps, in ms; here and in {@linkcode has}.
   */
  note(key: string, now: number): void {
    this.#seen.delete(key); // So that the first in the map is the one that was noted longest ago.
    this.#seen.set(key, now);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Tells whether an address has done it lately. */
  has(key: string, now: number): boolean {
    const at = this.#seen.get(key);
    return at !== undefined && now - at < this.#ms;
  }
}
