/**
 * The way of a deed into the log: at once on a server that is alone, in the stream's order in a cluster.
 *
 * @module
 */

import type { Prover } from "../../store/accounts.ts";
import type { ModerationStore } from "../../store/log.ts";
import { type DeedRecord, type DoneDeed, doneDeed } from "./deed_record.ts";
import type { DeedQueue } from "./deed_queue.ts";

/** Does deeds. */
export interface Deeds {
  /**
   * Stores a deed, and calls `settle` once, with it as it is stored; with nothing where it cannot be, or where its author is
   * no more in. @param by Who does it; nobody for what happens by itself.
   */
  do(record: DeedRecord, settle: (done: DoneDeed | undefined) => void, by: Prover | undefined): void;
  /** Notes that a ban, by its number, has lasted for as long as it was to. */
  lift(n: number): void;
}

/** Deeds on a server that is alone: each is written with the turn in which it is done. */
export class LocalDeeds implements Deeds {
  readonly #store: ModerationStore;
  readonly #queue: DeedQueue;
  readonly #now: () => number;

  /** @param now Gives the time, in ms since 1970. */
  constructor(store: ModerationStore, queue: DeedQueue, now: () => number) {
    this.#store = store;
    this.#queue = queue;
    this.#now = now;
  }

  do(record: DeedRecord, settle: (done: DoneDeed | undefined) => void): void {
    const has = (field: "ban" | "report"): boolean =>
      record.writes.some((write) => write[field] !== undefined);
    const done = doneDeed(record, {
      at: this.#now(),
      ban: has("ban") ? this.#store.newBanNumber() : 0,
      report: has("report") ? this.#store.newReportNumber() : 0,
    });
    const last = done.writes.length - 1;
    done.writes.forEach((write, index) => {
      if (index < last) this.#queue.add(write);
      else this.#queue.add(write, (isStored) => settle(isStored ? done : undefined));
    });
  }

  lift(n: number): void {
    this.#queue.add({ lifted: { n, at: this.#now() } });
  }
}
