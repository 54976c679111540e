/**
 * Addresses of recent browsers, which open connections before they know what to ask for. Pure.
 *
 * @module
 */

/** How long after a request more connections of a browser are expected, in ms. */
const EXPECTED_FOR = 60_000;

/** The number of addresses that are remembered. */
const MOST = 1000;

/**
 * The addresses that asked for the page within the last minute. Another connection from there that is silent is probably
 * a browser's, and a greeting for people would be a wrong answer to the request that it sends a moment later.
 */
export class RecentBrowsers {
  readonly #seen = new Map<string, number>();

  /**
   * Notes a request.
   *
   * @param key What limits by address count; here and in {@linkcode expects}.
   * @param now By the clock that never jumps, in ms; here and in {@linkcode expects}.
   */
  note(key: string, now: number): void {
    this.#seen.delete(key); // So that the first in the map is the one that was noted longest ago.
    this.#seen.set(key, now);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Tells whether a silent connection from this address is probably a browser's. */
  expects(key: string, now: number): boolean {
    const at = this.#seen.get(key);
    return at !== undefined && now - at < EXPECTED_FOR;
  }
}
