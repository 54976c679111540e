/**
 * When the index for searching is written: while the room is calm, a little at a time.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { History } from "./history.ts";
import type { Log } from "./log.ts";

/** More messages than this between two looks, and the room comes first. */
const RUSH = 2_000;

/** With more messages than this that are not in the index, it is written even in a rush: a search has to read them. */
const PATIENCE = 20_000;

/** Time for the room between two slices, in ms. */
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
    const isRush = unindexed - this.#before > RUSH && unindexed < PATIENCE;
    this.#before = unindexed;
    if (this.#isWorking || isRush || (unindexed === 0 && !this.#isMore)) return;
    this.#isWorking = true;
    this.#work();
  }

  /** No more slices. */
  close(): void {
    this.#isWorking = true;
    this.#cancel();
  }

  #work(): void {
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
    if (this.#isMore) this.#cancel = this.#clock.after(PAUSE, () => this.#work());
    else this.#isWorking = false;
    this.#before = this.#history.unindexed;
  }
}
