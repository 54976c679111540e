/**
 * The messages of a log in SQLite: one row each, whose number says its room and its place in it.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Draft } from "./port.ts";
import { KIND, type Row } from "./rows.ts";

/** So many messages are put into the log by one statement, where there are as many: half as costly as one by one. */
export const BATCH = 16;

const INSERT = "INSERT INTO messages (n, at, person, sender, text, action, id) VALUES";
const ROW = "(?, ?, ?, ?, ?, ?, ?)";

/** A message and the number of its row. */
export interface Numbered {
  readonly draft: Draft;
  readonly n: number;
}

/** What a row has in the order of {@linkcode INSERT}. */
type Values = readonly [number, number, number, string, string, number, string | number | null];

/** The table of messages. */
export class MessageTable {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #insertTogether: StatementSync;
  readonly #sent: StatementSync;
  readonly #readAfter: StatementSync;
  readonly #readBefore: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insert = db.prepare(`${INSERT} ${ROW} ON CONFLICT (person, id) WHERE id IS NOT NULL DO NOTHING`);
    this.#insertTogether = db.prepare(`${INSERT} ${Array<string>(BATCH).fill(ROW).join()}`);
    this.#sent = db.prepare("SELECT * FROM messages WHERE person = ? AND id = ?");
    this.#readAfter = db.prepare("SELECT * FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?");
    this.#readBefore = db.prepare("SELECT * FROM messages WHERE n > ? AND n < ? ORDER BY n DESC LIMIT ?");
  }

  /** Adds a message; `false` when its author has sent one with its id before. */
  add(message: Numbered): boolean {
    return Number(this.#insert.run(...valuesOf(message)).changes) > 0;
  }

  /** Adds {@linkcode BATCH} messages; `false` when none could be, as one of them was sent before. */
  addBatch(messages: readonly Numbered[]): boolean {
    try {
      this.#insertTogether.run(...messages.flatMap(valuesOf));
      return true;
    } catch (error) {
      if (!this.#db.isTransaction) throw error; // All of it was taken back: one by one they would not be stored together.
      return false; // Other troubles than a repeat are found again one by one.
    }
  }

  /** What a person has sent with this id. */
  bySender(person: number, id: string | number): Row {
    return this.#sent.get(person, id) ?? {};
  }

  /** The first messages between two numbers. */
  after(from: number, to: number, limit: number): readonly Row[] {
    return this.#readAfter.all(from, to, limit);
  }

  /** The last messages between two numbers, the last one first. */
  before(from: number, to: number, limit: number): readonly Row[] {
    return this.#readBefore.all(from, to, limit);
  }
}

function valuesOf({ draft, n }: Numbered): Values {
  const { at, personId, from, text, action, topic, id } = draft;
  return [n, at, personId, from, text, topic ? KIND.topic : action ? KIND.done : KIND.said, id ?? null];
}
