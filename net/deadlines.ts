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

/**
 * A timer that comes later than this, in ms, tells that the process was held up (a slow board, a machine that does too much): what
 * came meanwhile has not been read yet. So it is given as long again, up to {@linkcode HELD_UP_AT_MOST} after the deadline.
 */
const HELD_UP = 100;
const HELD_UP_AT_MOST = 2700;

/** Items that each have the same time until they expire. */
export class Deadlines<Who> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #crowd: RushAllowance;
  readonly #late: (who: Who) => void;
  /** When each expires; in the order of adding, as all have the same time. */
  readonly #until = new Map<Who, number>();
  #cancel: (() => void) | undefined;
  /** When the timer is to come. */
  #due = 0;

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
    this.#wait(this.#ms);
  }

  /** Removes an item, so that it does not expire. */
  delete(who: Who): void {
    this.#until.delete(who);
    if (this.#until.size === 0) this.#stop();
  }

  #expire(): void {
    this.#cancel = undefined;
    const now = this.#clock.elapsed();
    const isHeldUp = now - this.#due > HELD_UP;
    for (const [who, until] of this.#until) {
      const wait = isHeldUp && now - until <= HELD_UP_AT_MOST ? HELD_UP : this.#waitOf(until, now);
      if (wait > 0) return this.#wait(wait);
      this.#until.delete(who);
      this.#late(who);
    }
  }

  #wait(ms: number): void {
    if (this.#cancel !== undefined) return;
    this.#due = this.#clock.elapsed() + ms;
    this.#cancel = this.#clock.after(ms, () => this.#expire());
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
