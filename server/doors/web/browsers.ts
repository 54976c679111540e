/**
 * Where browsers have been seen lately: they open connections before they know what to ask for. Pure.
 *
 * @module
 */

/** For how long a browser is expected again, in ms. */
const EXPECTED_FOR = 60_000;

/** So many addresses are remembered. */
const MOST = 1000;

/**
 * The addresses that asked for the page a short while ago. A further connection from there that is silent is probably
 * a browser's, and a greeting for people would be no answer to what it asks for a moment later.
 */
export class RecentBrowsers {
  readonly #seen = new Map<string, number>();

  /** Notes a request. @param now Of the clock that never jumps, in ms; here and in {@linkcode expects}. */
  note(host: string, now: number): void {
    this.#seen.delete(host); // So that the first in the map is the one that was noted longest ago.
    this.#seen.set(host, now);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Whether a connection from there may well be a browser's. */
  expects(host: string, now: number): boolean {
    const at = this.#seen.get(host);
    return at !== undefined && now - at < EXPECTED_FOR;
  }
}
