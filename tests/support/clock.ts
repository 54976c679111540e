/**
 * A clock whose hands a test turns itself, so that nothing in a test ever waits for real time.
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
  /** What waits to be called, in the order in which it was asked for. */
  readonly #timers = new Set<Timer>();
  /** Milliseconds that have gone by: what timers go by as well, as a machine's do. */
  #elapsed = 0;
  #start: number;

  /** @param start What {@linkcode FakeClock.now} tells at first, in milliseconds since 1970. */
  constructor(start = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.#start = start;
  }

  /** How many callbacks wait. */
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

  /** Sets what {@linkcode FakeClock.now} tells forward or back, as when a machine's clock is put right: no timer is due for it. */
  jump(ms: number): void {
    this.#start += ms;
  }

  /**
   * Lets `ms` go by: calls what comes due in the order of its time (what was asked for first, at the same time),
   * also what is asked for on the way. Before and after each call, everything that is only waiting for its turn runs.
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

/** One turn of the event loop: every microtask that was waiting, and those that came of it, have run. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
