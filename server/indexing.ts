/**
 * When the index for searching is written: while the room is calm, a little at a time.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { History } from "./history.ts";
import type { Log } from "./log.ts";

/**
 * More messages than this in a second are a rush: the room comes first, and the index could hardly keep up. A search reads
 * what is not in it.
 */
const RUSH = 5_000;

/** Time for the room between two slices of one or two milliseconds, in ms. */
const PAUSE = 5;

/** Writes the index of a log. */
export class Indexing {
  readonly #history: Pick<History, "index" | "unindexed">;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Old messages may be waiting, too: that is known after the first slice that finds none. */
  #isMore = true;
  #isWorking = false;
  #isFailing = false;
  #isRush = false;
  /** How many messages were said since the last look, and how many were not in the index when that was last counted. */
  #said = 0;
  #before = 0;
  #cancel = (): void => {};

  constructor(history: Pick<History, "index" | "unindexed">, clock: Clock, log: Log) {
    this.#history = history;
    this.#clock = clock;
    this.#log = log;
  }

  /** Begins if there is something to do and the time is good. To be called about once a second. */
  look(): void {
    const { unindexed } = this.#history;
    this.#count();
    this.#isRush = this.#said > RUSH;
    this.#said = 0;
    if (this.#isWorking || this.#isRush || (unindexed === 0 && !this.#isMore)) return;
    this.#isWorking = true;
    this.#work();
  }

  /** No more slices. */
  close(): void {
    this.#isWorking = true;
    this.#cancel();
  }

  #count(): void {
    this.#said += this.#history.unindexed - this.#before;
    this.#before = this.#history.unindexed;
  }

  #work(): void {
    this.#count();
    try {
      this.#isMore = this.#history.index();
      this.#isFailing = false;
    } catch (cause) {
      // The room goes on without, and the next look tries again.
      if (!this.#isFailing) this.#log({ event: "failed", what: "storing", cause: String(cause) });
      this.#isFailing = true;
      this.#isWorking = false;
      return;
    }
    this.#before = this.#history.unindexed;
    if (this.#isMore && !this.#isRush) this.#cancel = this.#clock.after(PAUSE, () => this.#work());
    else this.#isWorking = false;
  }
}
