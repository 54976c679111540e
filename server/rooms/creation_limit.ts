/**
 * How many rooms one address may create: a visitor can then neither fill the list of rooms nor hold all places in it.
 *
 * @module
 */

/** The time for which created rooms are counted, in ms. */
const HOUR = 3_600_000;

/** How many addresses are remembered; of more, those that created a room longest ago are forgotten. */
const REMEMBERED = 1_000;

/** Counts the rooms that were created in the last hour, by address. */
export class RoomCreationLimit {
  readonly #most: number;
  /** When each address created rooms, by the clock that never jumps; the one that did so last stands last. */
  readonly #times = new Map<string, readonly number[]>();

  /** @param most How many rooms an address may create in an hour. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one more room; `false` when it is one too many, and must not be created. @param key What limits by address count. */
  count(key: string, now: number): boolean {
    const times = (this.#times.get(key) ?? []).filter((time) => time > now - HOUR);
    if (times.length >= this.#most) return false;
    this.#times.delete(key);
    this.#times.set(key, [...times, now]);
    const [oldest] = this.#times.keys();
    if (this.#times.size > REMEMBERED && oldest !== undefined) this.#times.delete(oldest);
    return true;
  }
}
