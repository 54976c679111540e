/**
 * When the index for searching is built: while nobody talks, a little at a time.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { SearchIndex } from "./port.ts";
import type { Logger } from "../logger.ts";

/** While people talk the room comes first, until this many messages are not in the index: a search has to read those. */
const PATIENCE = 20_000;

/** More messages than this in a second are a rush, in which the index could hardly keep up: it waits for its end. */
const RUSH = 5_000;

/** A time without a message that counts as a pause, in ms. */
const SILENCE = 50;

/** The time for the room between two steps of one or two milliseconds, in ms. */
const PAUSE = 5;

/** Builds the index of a log. */
export class Indexer {
  readonly #index: SearchIndex;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Whether old messages may be waiting: that is known after the first step that finds none. */
  #isMore = true;
  #isWorking = false;
  #isFailing = false;
  #isRush = false;
  /** How many messages came since the last check, and how many were not in the index when that was last counted. */
  #fresh = 0;
  #before = 0;
  #cancel = (): void => {};

  constructor(index: SearchIndex, clock: Clock, logger: Logger) {
    this.#index = index;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Begins if there is something to index and no rush. To be called about once a second. */
  check(): void {
    const { unindexed } = this.#index;
    this.#count();
    this.#isRush = this.#fresh > RUSH;
    this.#fresh = 0;
    if (this.#isWorking || this.#isRush || (unindexed === 0 && !this.#isMore)) return;
    this.#isWorking = true;
    this.#workAfter(SILENCE);
  }

  /** Stops for good. */
  close(): void {
    this.#isWorking = true;
    this.#cancel();
  }

  /** Counts new messages; `true` when there are any since the last time. */
  #count(): boolean {
    const fresh = this.#index.unindexed - this.#before;
    this.#fresh += fresh;
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
      // The room goes on without, and the next check tries again.
      if (!this.#isFailing) this.#logger({ event: "failed", what: "storing", cause: String(cause) });
      this.#isFailing = true;
      this.#isWorking = false;
      return;
    }
    this.#before = this.#index.unindexed;
    if (this.#isMore) this.#workAfter(PAUSE);
    else this.#isWorking = false;
  }
}
