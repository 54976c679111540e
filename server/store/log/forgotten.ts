/**
 * What the index must still forget: ranges of keys, noted in the transaction that takes the messages out of the log, or
 * takes their text away or puts it back, so that no crash lets the index keep what the log has not. What of it the log has
 * when the note is carried out, the index takes in anew.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { count } from "./rows.ts";

/** A note that the messages with the keys `low` to `high` are to leave the index. Notes have rising numbers, none twice. */
export interface Forgotten {
  readonly id: number;
  readonly low: number;
  readonly high: number;
}

/** The notes of an open log. Its caller opens and ends transactions. */
export class ForgottenTable {
  readonly #add: StatementSync;
  readonly #deleteUpTo: StatementSync;

  constructor(db: DatabaseSync) {
    this.#add = db.prepare("INSERT INTO forgotten (low, high) VALUES (?, ?)");
    this.#deleteUpTo = db.prepare(
      "DELETE FROM forgotten WHERE id IN (SELECT id FROM forgotten WHERE id <= ? ORDER BY id LIMIT ?)",
    );
  }

  /** Notes that the messages with these keys are to leave the index. To be called in the transaction that changes them. */
  add(low: number, high: number): void {
    this.#add.run(low, high);
  }

  /** Deletes at most `limit` notes up to a number: the index has forgotten what they say. Returns how many it deleted. */
  deleteUpTo(id: number, limit: number): number {
    return Number(this.#deleteUpTo.run(id, limit).changes);
  }
}

/** Reads the first notes after a number. */
export function forgottenAfter(db: DatabaseSync, id: number, limit: number): readonly Forgotten[] {
  return db.prepare("SELECT * FROM forgotten WHERE id > ? ORDER BY id LIMIT ?").all(id, limit).map((row) => ({
    id: count(row, "id"),
    low: count(row, "low"),
    high: count(row, "high"),
  }));
}

/** Returns the number of the last note that was ever made; 0 when none was. */
export function lastForgotten(db: DatabaseSync): number {
  const row = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'forgotten'").get();
  return row === undefined ? 0 : count(row, "seq");
}
