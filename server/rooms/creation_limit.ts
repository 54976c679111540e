/**
 * How many rooms one address may begin: a visitor can then neither fill the list of rooms nor hold all places in it.
 *
 * @module
 */

/** In how many milliseconds so many. */
const HOUR = 3_600_000;

/** So many addresses are remembered; of more, those that began a room longest ago are forgotten. */
const REMEMBERED = 1_000;

/** The rooms that were begun in the last hour, by address. */
export class RoomCreationLimit {
  readonly #most: number;
  /** When each address began one, by the clock that never jumps; the address that did so last stands last. */
  readonly #times = new Map<string, readonly number[]>();

  /** @param most How many an address may begin in an hour. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one more; `false` when it is one too many, and is not to be. */
  count(host: string, now: number): boolean {
    const times = (this.#times.get(host) ?? []).filter((time) => time > now - HOUR);
    if (times.length >= this.#most) return false;
    this.#times.delete(host);
    this.#times.set(host, [...times, now]);
    const [oldest] = this.#times.keys();
    if (this.#times.size > REMEMBERED && oldest !== undefined) this.#times.delete(oldest);
    return true;
  }
}
