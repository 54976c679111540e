/**
 * A room that is to be closed after a while: everybody is told, and told again as the time comes near.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";

/** How long before the end everybody is told again, in ms. */
const REMINDERS: readonly number[] = [5 * 60_000, 60_000, 10_000];

/** What a closing does. */
export interface ClosingActs {
  /** Tells everybody that it closes in so many seconds, or without them that it does not. */
  announce(seconds?: number): void;
  close(): void;
}

/** When a room closes, if that is known. */
export class Closing {
  readonly #clock: Clock;
  readonly #acts: ClosingActs;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, acts: ClosingActs) {
    this.#clock = clock;
    this.#acts = acts;
  }

  /** Closes in `ms`, which takes the place of what was said before. */
  begin(ms: number): void {
    this.#cancel?.();
    this.#announce(ms);
  }

  /** Does not close after all. @returns Whether it would have. */
  callOff(): boolean {
    if (this.#cancel === undefined) return false;
    this.#cancel();
    this.#cancel = undefined;
    this.#acts.announce();
    return true;
  }

  #announce(left: number): void {
    if (left <= 0) return this.#acts.close();
    this.#acts.announce(Math.ceil(left / 1000));
    const next = REMINDERS.find((reminder) => reminder < left) ?? 0;
    this.#cancel = this.#clock.after(left - next, () => this.#announce(next));
  }
}
