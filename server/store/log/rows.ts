/**
 * Rows of SQLite queries, and the one place that checks what is in them.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";

/** A message's key is its room's number times this, plus its `seq`: one tree for both, in the order in which rooms are read. */
export const ROOM_SPAN = 2 ** 40;

/** A row of a query, unchecked. */
export type Row = Record<string, unknown>;

/** The values of `messages.action`. */
export const KIND = { said: 0, done: 1, topic: 2, redaction: 3, edit: 4, reaction: 5 } as const;

/** The text of a message whose text was taken away, for readers that know nothing of that. */
export const DELETED = "(deleted)";

/** What stands in the place of a name that was erased. It is nobody's: a name has no brackets. */
export const ERASED = "(erased)";

/** Reads the text in a column. @throws When there is none. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`The column ${column} has no text.`);
  return value;
}

/** Reads the number in a column. @throws When there is none. */
export function count(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`The column ${column} has no number.`);
  return value;
}

/** Tells whether a file has a table: only a log of a cluster has some of them. */
export function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}
