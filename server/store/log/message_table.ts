/**
 * Messages in the log's file: one row each, whose key says its room and its number.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Draft } from "./port.ts";
import { count, KIND, ROOM_SPAN, type Row } from "./rows.ts";
import { ownId, reactionId, redactionId } from "./stored_message.ts";

/** The numbers of messages that one statement inserts where there are as many, the largest first: one by one they cost twice as much. */
export const BATCHES: readonly number[] = [64, 16];

const INSERT = "INSERT INTO messages (n, at, person, sender, text, action, id) VALUES";
const ROW = "(?, ?, ?, ?, ?, ?, ?)";

/** Reads messages; `changed` is null where there is nothing that {@linkcode SELECT_THOUGHTS} would add, as in most rows. */
export const SELECT_MESSAGES = selectMessages("about, edited, reactions, file");

/** The same in a log in which no message has a file. */
export const SELECT_MESSAGES_WITHOUT_FILES = selectMessages("about, edited, reactions");

/** Reads the rest of one message: what became of it, its file, and author and text of the one that it is about. */
export const SELECT_THOUGHTS = selectThoughts(
  ", files.id AS file_id, files.hash, files.size, files.name, files.type, files.width, files.height",
  "LEFT JOIN files ON files.n = messages.n ",
);

/** The same in a log in which no message has a file. */
export const SELECT_THOUGHTS_WITHOUT_FILES = selectThoughts("", "");

function selectMessages(changed: string): string {
  return "SELECT n, at, person, sender, text, action, id, redacts, " +
    `coalesce(${changed}) AS changed FROM messages`;
}

function selectThoughts(columns: string, join: string): string {
  return "SELECT messages.about, messages.edited, messages.reactions, " +
    `other.sender AS about_sender, other.text AS about_text, other.redacts AS about_redacts${columns} ` +
    `FROM messages LEFT JOIN messages AS other ON other.n = messages.n / ${ROOM_SPAN} * ${ROOM_SPAN} + messages.about ` +
    `${join}WHERE messages.n = ?`;
}

/** Completes rows that {@linkcode SELECT_MESSAGES} read: a second look is cheaper than a join for all. */
export function withThoughts(rows: readonly Row[], thoughts: StatementSync): readonly Row[] {
  return rows.map((row) => row.changed === null ? row : { ...row, ...thoughts.get(count(row, "n")) });
}

/** A message and the key of its row. */
export interface NumberedDraft {
  readonly draft: Draft;
  readonly n: number;
}

/** The values of a row in the order of {@linkcode INSERT}. */
type Values = readonly [number, number, number, string, string, number, string | number | null];

/** The table of messages. Its caller opens and ends transactions. */
export class MessageTable {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  /** Those that insert many, by how many. */
  readonly #insertTogether: ReadonlyMap<number, StatementSync>;
  readonly #sent: StatementSync;
  readonly #readAfter: StatementSync;
  readonly #readBefore: StatementSync;
  readonly #thoughts: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insert = db.prepare(`${INSERT} ${ROW} ON CONFLICT (person, id) WHERE id IS NOT NULL DO NOTHING`);
    this.#insertTogether = new Map(
      BATCHES.map((size) => [size, db.prepare(`${INSERT} ${Array<string>(size).fill(ROW).join()}`)]),
    );
    this.#sent = db.prepare(`${SELECT_MESSAGES} WHERE person = ? AND id = ?`);
    this.#thoughts = db.prepare(SELECT_THOUGHTS);
    this.#readAfter = db.prepare(
      `${SELECT_MESSAGES} WHERE n > ? AND n < ? ORDER BY n LIMIT ?`,
    );
    this.#readBefore = db.prepare(
      `${SELECT_MESSAGES} WHERE n > ? AND n < ? ORDER BY n DESC LIMIT ?`,
    );
  }

  /** Inserts a message; `false` when its author has sent one with its id before. */
  add(message: NumberedDraft): boolean {
    return Number(this.#insert.run(...valuesOf(message)).changes) > 0;
  }

  /** Inserts as many messages as one of the {@linkcode BATCHES}; `false` when none was, as one of them was sent before. */
  addBatch(messages: readonly NumberedDraft[]): boolean {
    const insert = this.#insertTogether.get(messages.length);
    if (insert === undefined) return false;
    try {
      insert.run(...messages.flatMap(valuesOf));
      return true;
    } catch (error) {
      if (!this.#db.isTransaction) throw error; // The whole turn was rolled back: one by one they would not be stored together.
      return false; // Other troubles than a repeat are found again one by one.
    }
  }

  /** Reads what a person has sent with this id. */
  bySender(personId: number, id: string | number): Row {
    const row: Row | undefined = this.#sent.get(personId, id);
    return row === undefined ? {} : withThoughts([row], this.#thoughts)[0] ?? {};
  }

  /** Reads the first messages between two keys. */
  after(from: number, to: number, limit: number): readonly Row[] {
    return withThoughts(this.#readAfter.all(from, to, limit), this.#thoughts);
  }

  /** Reads the last messages between two keys, the last one first. */
  before(from: number, to: number, limit: number): readonly Row[] {
    return withThoughts(this.#readBefore.all(from, to, limit), this.#thoughts);
  }
}

function valuesOf({ draft, n }: NumberedDraft): Values {
  const { at, personId, from, text, action, topic, id, redacts, edits, emoji, off } = draft;
  if (edits !== undefined) return [n, at, personId, from, text, KIND.edit, ownId(n)];
  if (emoji !== undefined) return [n, at, personId, from, text, KIND.reaction, reactionId(n, emoji, off)];
  if (redacts !== undefined) return [n, at, personId, from, text, KIND.redaction, redactionId(n, redacts)];
  return [n, at, personId, from, text, topic ? KIND.topic : action ? KIND.done : KIND.said, id ?? null];
}
