/**
 * Several statements of the outbox file that count all or not at all.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";

/** What a transaction needs of a database. */
export type TransactionDatabase = Pick<DatabaseSync, "exec" | "isTransaction">;

/** A transaction failed, and rolling it back failed, too: `cause` is the first of both, and the message tells both. */
export class RollbackFailed extends Error {
  override readonly name = "RollbackFailed";

  constructor(cause: unknown, error: unknown) {
    super(`${messageOf(cause)}; and rolling back: ${messageOf(error)}`, { cause });
  }
}

/**
 * Runs statements in a transaction, and commits them.
 *
 * @throws What `work` or SQLite threw; {@linkcode RollbackFailed} with that as its cause when rolling back failed, too.
 */
export function inTransaction<Result>(db: TransactionDatabase, work: () => Result): Result {
  if (db.isTransaction) db.exec("ROLLBACK"); // Left open by a rollback that failed: its half must not be committed.
  db.exec("BEGIN IMMEDIATE");
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
function rollBack(db: TransactionDatabase, cause: unknown): void {
  if (!db.isTransaction) return;
  try {
    db.exec("ROLLBACK");
  } catch (error) {
    throw new RollbackFailed(cause, error);
  }
}

/** Makes what an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
