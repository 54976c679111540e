/**
 * Transactions of SQLite, and what is left of one that fails.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { RollbackFailed } from "./errors.ts";

/** How long the server waits for `chat token` while that writes, in ms. It takes a few, and the room waits as well. */
export const WRITER_WAITS = 250;

/** How a transaction begins: one that only reads sees one moment; one that writes has the write lock from the start. */
const BEGIN = { read: "BEGIN", write: "BEGIN IMMEDIATE" } as const;

/** The two ends of a transaction that writes. */
export interface PreparedTransaction {
  readonly begin: StatementSync;
  readonly commit: StatementSync;
}

/** Prepares the ends of transactions that come often: reading both anew costs one message some 20 µs, a sixth of its commit. */
export function prepareTransaction(db: DatabaseSync): PreparedTransaction {
  return { begin: db.prepare(BEGIN.write), commit: db.prepare("COMMIT") };
}

/**
 * Runs `work` in a transaction and commits it. Where `work` or the commit fails, everything is rolled back.
 *
 * @param prepared The ends of one that writes, if they are prepared.
 * @throws What `work` or SQLite threw; {@linkcode RollbackFailed} with that as its cause when rolling back failed, too.
 */
export function inTransaction<Result>(
  db: DatabaseSync,
  kind: keyof typeof BEGIN,
  work: () => Result,
  prepared?: PreparedTransaction,
): Result {
  if (db.isTransaction) db.exec("ROLLBACK"); // Left open by a rollback that failed: its half must not be committed.
  if (prepared === undefined) db.exec(BEGIN[kind]);
  else prepared.begin.run();
  try {
    const result = work();
    if (prepared === undefined) db.exec("COMMIT");
    else prepared.commit.run();
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
