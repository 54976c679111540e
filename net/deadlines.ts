/**
 * Many who wait equally long, with one timer for all of them.
 *
 * @module
 */

import type { Clock } from "./clock.ts";

/** Where more than `size` wait, what they did may not be noticed yet: they are given up to `ms` more. */
export interface RushAllowance {
  readonly size: number;
  readonly ms: number;
}

/** Those who have a while to do something, and are given up after that. */
export class Deadlines<Who> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #crowd: RushAllowance;
  readonly #late: (who: Who) => void;
  /** Until when each may wait; who came first is first, as all wait equally long. */
  readonly #until = new Map<Who, number>();
  #cancel: (() => void) | undefined;

  /** @param late Called once with each who is still waiting after `ms`. */
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

  /** Who waits. */
  get waiting(): Iterable<Who> {
    return this.#until.keys();
  }

  /** Gives somebody their time. */
  add(who: Who): void {
    this.#until.set(who, this.#clock.elapsed() + this.#ms);
    this.#cancel ??= this.#clock.after(this.#ms, () => this.#expire());
  }

  /** Somebody waits no more. */
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
