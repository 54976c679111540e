/**
 * Deadlines of equal length for many items, with one timer for all of them.
 *
 * @module
 */

import type { Clock } from "./clock.ts";

/** An extension for a rush: while more than `size` items wait, each has up to `ms` more, as what it did may not be noticed yet. */
export interface RushAllowance {
  readonly size: number;
  readonly ms: number;
}

/** Items that each have the same time until they expire. */
export class Deadlines<Who> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #crowd: RushAllowance;
  readonly #late: (who: Who) => void;
  /** When each expires; in the order of adding, as all have the same time. */
  readonly #until = new Map<Who, number>();
  #cancel: (() => void) | undefined;

  /** @param late Called once with each item that expires. @param ms The time that each item has. */
  constructor(
    clock: Clock,
    ms: number,
    late: (who: Who) => void,
    crowd: RushAllowance = { size: Infinity, ms: 0 },
  ) {
    this.#clock = clock;
    this.#ms = ms;
    this.#late = late;
    this.#crowd = crowd;
  }

  /** The items that wait. */
  get waiting(): Iterable<Who> {
    return this.#until.keys();
  }

  /** Starts the time of an item. */
  add(who: Who): void {
    this.#until.set(who, this.#clock.elapsed() + this.#ms);
    this.#cancel ??= this.#clock.after(this.#ms, () => this.#expire());
  }

  /** Removes an item, so that it does not expire. */
  delete(who: Who): void {
    this.#until.delete(who);
    if (this.#until.size === 0) this.#stop();
  }

  #expire(): void {
    this.#cancel = undefined;
    const now = this.#clock.elapsed();
    for (const [who, until] of this.#until) {
      const wait = this.#waitOf(until, now);
      if (wait > 0) {
        this.#cancel ??= this.#clock.after(wait, () => this.#expire());
        return;
      }
      this.#until.delete(who);
      this.#late(who);
    }
  }

  #waitOf(until: number, now: number): number {
    const left = until - now;
    if (left > 0 || this.#until.size <= this.#crowd.size) return left;
    return Math.min(this.#ms, left + this.#crowd.ms);
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
