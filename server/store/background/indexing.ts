/**
 * The work that builds the index, and makes it anew when it is lost, damaged, or of another log.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { count, fileIdentity, lastForgotten, ROOM_SPAN } from "../log.ts";
import { FtsIndex, isDamage, openIndex, type RebuildReason, removeIndex } from "../search.ts";
import type { Setup } from "./messages.ts";
import type { Pulse } from "./pulse.ts";
import type { Work } from "./worklist.ts";

/** How often the log is looked at for something new, in ms. */
const LOOK_EVERY = 250;

/** How often it is looked whether the file is still there, in ms. */
const CHECK_EVERY = 1_000;

/** An index that is damaged again within this time is made anew only after it, in ms: what damages it does so again. */
const DAMAGED_AGAIN = 60_000;

/** What the index is made with. */
export interface IndexingParts {
  readonly setup: Setup;
  readonly log: DatabaseSync;
  readonly pulse: Pulse;
  readonly now: () => number;
  /** Called when the index is made anew. */
  readonly onRebuild: (why: RebuildReason) => void;
}

/** An open index, and by what its file is known. */
interface Opened {
  readonly db: DatabaseSync;
  readonly index: FtsIndex;
  readonly identity: string | undefined;
}

/** Indexes a slice a step. */
export class Indexing implements Work {
  readonly name = "indexing";
  readonly isPatient = true;
  readonly #parts: IndexingParts;
  #opened: Opened | undefined;
  #checkedAt = -Infinity;
  #forgotten = 0;
  /** Whether the last index was removed as it was damaged, and when. */
  #isDamaged = false;
  #damagedAt = -Infinity;

  constructor(parts: IndexingParts) {
    this.#parts = parts;
  }

  /** The index for searching; `undefined` while there is none. */
  get db(): DatabaseSync | undefined {
    return this.#opened?.db;
  }

  /** How many stored messages are not in the index: all of them while there is none, and none where there is to be none. */
  get unindexed(): number {
    const { setup, log } = this.#parts;
    return setup.hasIndex ? this.#opened?.index.unindexed ?? countMessages(log) : 0;
  }

  /** The number of the last note about what to forget that was carried out. */
  get forgotten(): number {
    return this.#opened?.index.forgotten ?? this.#forgotten;
  }

  step(): number {
    const { setup, log, pulse } = this.#parts;
    if (!setup.hasIndex) {
      if (this.#forgotten === 0) removeIndex(setup.index);
      this.#forgotten = lastForgotten(log);
      return LOOK_EVERY;
    }
    const { index } = this.#open();
    if (pulse.isRush) return LOOK_EVERY;
    index.refresh();
    return index.step() ? 0 : LOOK_EVERY;
  }

  failed(error: unknown): number {
    if (this.#opened === undefined || !isDamage(error)) return CHECK_EVERY;
    const { setup, now } = this.#parts;
    this.close();
    removeIndex(setup.index);
    this.#isDamaged = true;
    const isFirst = now() - this.#damagedAt >= DAMAGED_AGAIN;
    this.#damagedAt = now();
    return isFirst ? 0 : DAMAGED_AGAIN;
  }

  /** Closes the file. */
  close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    opened?.db.close();
  }

  /** Opens the index, once, and again when its file is not the one at its place any more. */
  #open(): Opened {
    const { setup, log, now, onRebuild } = this.#parts;
    if (this.#opened !== undefined && now() - this.#checkedAt >= CHECK_EVERY) {
      this.#checkedAt = now();
      if (fileIdentity(setup.index) !== this.#opened.identity) this.close();
    }
    if (this.#opened !== undefined) return this.#opened;
    const isWorthALine = !isSmall(log); // What comes while an index is made was not missing in one.
    const { db, rebuilt } = openIndex(setup.index, log);
    if (rebuilt !== undefined && isWorthALine) onRebuild(this.#isDamaged ? "damaged" : rebuilt);
    this.#isDamaged = false;
    this.#checkedAt = now();
    return this.#opened = {
      db,
      index: new FtsIndex({ log, index: db }),
      identity: fileIdentity(setup.index),
    };
  }
}

/** Returns how many messages a log has, where none in the middle of a room was forgotten. */
function countMessages(log: DatabaseSync): number {
  const base = `rooms.id * ${ROOM_SPAN}`;
  const first = `SELECT n FROM messages WHERE n > ${base} AND n <= ${base} + rooms.last ORDER BY n LIMIT 1`;
  const row = log.prepare(`SELECT total(${base} + last + 1 - (${first})) AS count FROM rooms`).get();
  return row === undefined ? 0 : count(row, "count");
}

/** Tells whether a log is so small that making its index is not worth a line. */
function isSmall(log: DatabaseSync): boolean {
  return log.prepare("SELECT 1 FROM messages LIMIT 1 OFFSET 1000").get() === undefined;
}
