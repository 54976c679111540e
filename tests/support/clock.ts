/**
 * A clock that a test advances itself, so that no test waits for real time.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import type { Clock } from "../../net/clock.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A {@linkcode Clock} that stands still until {@linkcode FakeClock.advance} moves it. */
export class FakeClock implements Clock {
  /** Pending callbacks, in the order in which they were scheduled. */
  readonly #timers = new Set<Timer>();
  /** Milliseconds since the start; timers follow it, as a machine's follow its monotonic clock. */
  #elapsed = 0;
  #start: number;

  /** @param start What {@linkcode FakeClock.now} returns at first, in ms since 1970. */
  constructor(start = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.#start = start;
  }

  /** The number of pending callbacks. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.#elapsed + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves {@linkcode FakeClock.now} forward or back, as when a machine's clock is corrected; timers do not follow. */
  jump(ms: number): void {
    this.#start += ms;
  }

  /**
   * Advances by `ms`: calls what comes due in the order of its time (at the same time, in the order of scheduling), including
   * what is scheduled on the way. All microtasks and immediates run before and after each call.
   */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    await turn();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#elapsed = next.at;
      this.#timers.delete(next);
      next.run();
      await turn();
    }
    this.#elapsed = until;
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }
}

/** Waits one turn of the event loop, in which every waiting microtask and its followers run. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
