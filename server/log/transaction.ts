/**
 * Transactions of SQLite, and what is left of one that fails.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { RollbackFailed } from "./errors.ts";

/** How long the server waits for `chat token` while that writes, in ms. It takes a few, and the room waits as well. */
export const WRITER_WAITS = 250;

/** How a transaction begins: one that only reads sees one moment; one that writes has the write lock from the start. */
const BEGIN = { read: "BEGIN", write: "BEGIN IMMEDIATE" } as const;

/**
 * Runs `work` in a transaction and commits it. Where `work` or the commit fails, everything is rolled back.
 *
 * @throws What `work` or SQLite threw; {@linkcode RollbackFailed} with that as its cause when rolling back failed, too.
 */
export function inTransaction<Result>(
  db: DatabaseSync,
  kind: keyof typeof BEGIN,
  work: () => Result,
): Result {
  if (db.isTransaction) db.exec("ROLLBACK"); // Left open by a rollback that failed: its half must not be committed.
  db.exec(BEGIN[kind]);
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(db, error);
    throw error;
  }
}

/** Rolls back after a failure, unless SQLite has done so by itself, as it does when the disk is full. */
function rollBack(db: DatabaseSync, cause: unknown): void {
  if (!db.isTransaction) return;
  try {
    db.exec("ROLLBACK");
  } catch (error) {
    throw new RollbackFailed(cause, error);
  }
}

/**
 * Closes files that could not be opened as they should, which rolls back what is open in them.
 *
 * @returns The error to throw: `cause`, or {@linkcode RollbackFailed} with it when a file could not be closed.
 */
export function closeAfter(cause: unknown, files: Iterable<DatabaseSync>): unknown {
  let error = cause;
  for (const file of files) {
    try {
      file.close();
    } catch (closing) {
      error = new RollbackFailed(error, closing);
    }
  }
  return error;
}
