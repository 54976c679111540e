/**
 * Changes of accounts, tickets and bot tokens that servers of a cluster make alike: each in the transaction of the turn that
 * tells of it, on the log's own connection.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { AccountTable, NoAccount, type Transact } from "./account_table.ts";
import { BotTokenTable } from "./bot_token_table.ts";
import { applyChange, type ChangedTables, type ChangeOutcome, type TableChange } from "./changes.ts";
import { randomSecrets } from "./secrets.ts";
import { TicketTable } from "./ticket_table.ts";

/** The tables of one log. */
export class SharedTables {
  readonly #tables: ChangedTables;
  readonly #all: Transact;

  /** @param db The log's file, in which a transaction is open whenever a change is applied. */
  constructor(db: DatabaseSync) {
    this.#all = (write) => nested(db, write);
    this.#tables = {
      accounts: new AccountTable(db, (write) => write()),
      tickets: new TicketTable(db, (write) => write()),
      tokens: new BotTokenTable(db, randomSecrets.hash),
    };
  }

  /**
   * Applies a change: the same in the same order comes to the same on every server.
   *
   * @param now The time of the turn, in ms since 1970.
   * @throws When it cannot be stored.
   */
  apply(change: TableChange, now: number): ChangeOutcome {
    try {
      return this.#all(() => applyChange(this.#tables, change, now));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { kind: "refused" };
    }
  }
}

/** Runs what writes within a transaction, all of it or nothing. */
function nested<Result>(db: DatabaseSync, write: () => Result): Result {
  db.exec("SAVEPOINT change");
  try {
    const result = write();
    db.exec("RELEASE change");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK TO change; RELEASE change");
    throw error;
  }
}

/** Tells whether a change cannot be on any server, as somebody else was first; else this server cannot write. */
function isRefusal(error: unknown): boolean {
  return error instanceof NoAccount ||
    (error instanceof Error && error.message.includes("UNIQUE constraint failed"));
}
