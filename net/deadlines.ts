/**
 * Many who wait equally long, with one timer for all of them.
 *
 * @module
 */

import type { Clock } from "./clock.ts";

/** Those who have a while to do something, and are given up after that. */
export class Deadlines<Who> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #late: (who: Who) => void;
  /** Until when each may wait; who came first is first, as all wait equally long. */
  readonly #until = new Map<Who, number>();
  #cancel: (() => void) | undefined;

  /** @param late Called once with each who is still waiting after `ms`. */
  constructor(clock: Clock, ms: number, late: (who: Who) => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#late = late;
  }

  /** Who waits. */
  get waiting(): Iterable<Who> {
    return this.#until.keys();
  }

  /** Gives somebody their time. */
  add(who: Who): void {
    this.#until.set(who, this.#clock.elapsed() + this.#ms);
    this.#cancel ??= this.#clock.after(this.#ms, () => this.#look());
  }

  /** Somebody waits no more. */
  delete(who: Who): void {
    this.#until.delete(who);
    if (this.#until.size === 0) this.#stop();
  }

  #look(): void {
    this.#cancel = undefined;
    const now = this.#clock.elapsed();
    for (const [who, until] of this.#until) {
      if (until > now) {
        this.#cancel ??= this.#clock.after(until - now, () => this.#look());
        return;
      }
      this.#until.delete(who);
      this.#late(who);
    }
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
