/**
 * Addresses that did something a short while ago, and so will probably do it again. Pure.
 *
 * @module
 */

/** The number of addresses that are remembered. */
const MOST = 1000;

/**
 * How long a silent connection from such an address is awaited, in ms: a greeting for people would be a wrong answer to what it
 * sends a moment later, and a relay may take 3 s and a moment.
 */
const PATIENCE = 5000;

/**
 * How long it is awaited after the address did it last, in ms, and at most: thirty browsers that begin on one slow machine, or behind
 * one router, connect and have nothing to send for seconds, but some of them always have.
 */
const AT_WORK = 10_000;
const AT_MOST = 30_000;

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
   * @param key What limits by address count; here and in {@linkcode awaitedUntil}.
   * @param now By the clock that never jumps, in ms; here and in {@linkcode awaitedUntil}.
   */
  note(key: string, now: number): void {
    this.#seen.delete(key); // So that the first in the map is the one that was noted longest ago.
    this.#seen.set(key, now);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST && oldest !== undefined) this.#seen.delete(oldest);
  }

  /**
   * Tells until when a connection that says nothing is awaited, as it will probably do it, too; 0 when nothing speaks for that.
   *
   * @param since When it came, by the same clock.
   */
  awaitedUntil(key: string, since: number, now: number): number {
    const at = this.#seen.get(key);
    if (at === undefined || now - at >= this.#ms) return 0;
    return Math.max(since + PATIENCE, Math.min(at + AT_WORK, since + AT_MOST));
  }
}
