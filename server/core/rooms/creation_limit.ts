/**
 * How many rooms one address, or one person, may create: a visitor can then neither fill the list of rooms nor hold all places in it.
 *
 * @module
 */

/** The time for which created rooms are counted, in ms. */
const HOUR = 3_600_000;

/** How many addresses, accounts and guests are remembered; of more, those that created a room longest ago are forgotten. */
const REMEMBERED = 2_000;

/** A guest may create this part of what their address may: they do not use up what others behind it have. */
const PART_OF_GUEST = 4;

/** Who creates a room. */
export interface RoomCreator {
  /** Their address's key. */
  readonly address: string;
  /** The number of their account; `undefined` for a guest. */
  readonly account: number | undefined;
  /** The id by which everybody knows them; empty before they are in. */
  readonly person: string;
}

/** Counts the rooms that were created in the last hour, by account, and for guests by address and person. */
export class RoomCreationLimit {
  readonly #most: number;
  /** When each of them created rooms, by the clock that never jumps; the one that did so last stands last. */
  readonly #times = new Map<string, readonly number[]>();

  /** @param most How many rooms an address, or the holder of an account, may create in an hour. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one more room; `false` when it is one too many, and must not be created. */
  count({ address, account, person }: RoomCreator, now: number): boolean {
    if (account !== undefined) return this.#countAll([[`account ${account}`, this.#most]], now);
    const all: [string, number][] = [[address, this.#most]];
    if (person !== "") all.push([`person ${person}`, Math.ceil(this.#most / PART_OF_GUEST)]);
    return this.#countAll(all, now);
  }

  /** Counts one more for each of these keys, unless one of them has as many as it may. */
  #countAll(keys: readonly (readonly [key: string, most: number])[], now: number): boolean {
    const counted = keys.map(([key, most]) => ({
      key,
      most,
      times: (this.#times.get(key) ?? []).filter((time) => time > now - HOUR),
    }));
    if (counted.some(({ times, most }) => times.length >= most)) return false;
    for (const { key, times } of counted) {
      this.#times.delete(key);
      this.#times.set(key, [...times, now]);
      const [oldest] = this.#times.keys();
      if (this.#times.size > REMEMBERED && oldest !== undefined) this.#times.delete(oldest);
    }
    return true;
  }
}
