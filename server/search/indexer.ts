/**
 * When the index for searching is written: while nobody talks, a little at a time.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { SearchIndex } from "./port.ts";
import type { Logger } from "../logger.ts";

/** While people talk the room comes first, until so many messages are not in the index: a search has to read those. */
const PATIENCE = 20_000;

/** More messages than this in a second are a rush, in which the index could hardly keep up: it comes after it. */
const RUSH = 5_000;

/** Nothing said for so long is a pause in the talk, in ms. */
const SILENCE = 50;

/** Time for the room between two slices of one or two milliseconds, in ms. */
const PAUSE = 5;

/** Writes the index of a log. */
export class Indexer {
  readonly #index: SearchIndex;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** Old messages may be waiting, too: that is known after the first slice that finds none. */
  #isMore = true;
  #isWorking = false;
  #isFailing = false;
  #isRush = false;
  /** How many messages were said since the last look, and how many were not in the index when that was last counted. */
  #said = 0;
  #before = 0;
  #cancel = (): void => {};

  constructor(index: SearchIndex, clock: Clock, log: Logger) {
    this.#index = index;
    this.#clock = clock;
    this.#log = log;
  }

  /** Begins if there is something to do and the time is good. To be called about once a second. */
  check(): void {
    const { unindexed } = this.#index;
    this.#count();
    this.#isRush = this.#said > RUSH;
    this.#said = 0;
    if (this.#isWorking || this.#isRush || (unindexed === 0 && !this.#isMore)) return;
    this.#isWorking = true;
    this.#workAfter(SILENCE);
  }

  /** No more slices. */
  close(): void {
    this.#isWorking = true;
    this.#cancel();
  }

  /** Counts what was said, and tells whether anything was since the last time. */
  #count(): boolean {
    const fresh = this.#index.unindexed - this.#before;
    this.#said += fresh;
    this.#before += fresh;
    return fresh > 0;
  }

  #workAfter(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => this.#work());
  }

  #work(): void {
    const isTalk = this.#count();
    if (this.#isRush) {
      this.#isWorking = false;
      return;
    }
    if (isTalk && this.#index.unindexed < PATIENCE) return this.#workAfter(SILENCE);
    try {
      this.#isMore = this.#index.step();
      this.#isFailing = false;
    } catch (cause) {
      // The room goes on without, and the next look tries again.
      if (!this.#isFailing) this.#log({ event: "failed", what: "storing", cause: String(cause) });
      this.#isFailing = true;
      this.#isWorking = false;
      return;
    }
    this.#before = this.#index.unindexed;
    if (this.#isMore) this.#workAfter(PAUSE);
    else this.#isWorking = false;
  }
}
