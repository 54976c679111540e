/**
 * Chance that can be had again: the same seed gives the same numbers.
 *
 * @module
 */

/** Numbers from a seed (Mulberry32). */
export class SeededRandom {
  #state: number;

  /** @param seed A whole number. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to and without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max + 1 - min));
  }

  /** One of a list, `undefined` of an empty one. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.between(0, items.length - 1)];
  }

  /** Whether something happens that does so many times out of one. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }
}
