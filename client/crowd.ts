/**
 * Coming and going: shown one by one while few do, and counted together while many do.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { RoomEvent } from "../protocol.ts";

/** So many are shown one by one within {@linkcode WINDOW}; those after them are counted. */
export const ONE_BY_ONE = 4;

/** The time in which they are counted, and how long a count waits to be shown, in milliseconds. */
export const WINDOW = 5000;

/** Somebody who came or went. */
export type Coming = Extract<RoomEvent, { type: "joined" | "left" }>;

/** Counts those who come and go. */
export class Crowd {
  readonly #clock: Clock;
  readonly #onCount: (counted: readonly Coming[]) => void;
  #recent: number[] = [];
  #counted: Coming[] = [];
  #cancel = (): void => {};

  /** @param onCount Told of those who were counted together, when it is time to show them. */
  constructor(clock: Clock, onCount: (counted: readonly Coming[]) => void) {
    this.#clock = clock;
    this.#onCount = onCount;
  }

  /** Whether to show this one by itself; else it is counted and shown with others soon. */
  take(coming: Coming): boolean {
    const now = this.#clock.elapsed();
    this.#recent = this.#recent.filter((then) => now - then < WINDOW);
    this.#recent.push(now);
    if (this.#counted.length === 0 && this.#recent.length <= ONE_BY_ONE) return true;
    if (this.#counted.length === 0) this.#cancel = this.#clock.after(WINDOW, () => this.flush());
    this.#counted.push(coming);
    return false;
  }

  /** Whether this person is among those who were counted and are not shown yet. */
  has(name: string): boolean {
    return this.#counted.some((one) => one.name === name);
  }

  /** Shows what was counted so far. */
  flush(): void {
    this.#cancel();
    const counted = this.#counted;
    this.#counted = [];
    if (counted.length > 0) this.#onCount(counted);
  }
}
