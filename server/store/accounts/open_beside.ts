/**
 * Opening the log's file beside the server that has the log open: for accounts, tokens and tickets.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import {
  CannotStore,
  checkVersion,
  closeAfter,
  inTransaction,
  migrate,
  openLog,
  SCHEMA_VERSION,
  storageProblemOf,
  WRITER_WAITS,
} from "../log.ts";
import { AccountTable } from "./account_table.ts";
import type { ChangeOutcome, TableChange } from "./changes.ts";
import { SharedTables } from "./shared_tables.ts";
import { BotTokenTable } from "./bot_token_table.ts";
import { randomSecrets } from "./secrets.ts";
import { TicketTable } from "./ticket_table.ts";

/** How long a command waits for a server that writes, in ms. It never takes long. */
const COMMAND_WAITS = 5000;

/** SQLite's name for a database that is never written down. */
const IN_MEMORY = ":memory:";

/**
 * Opens the bot tokens of an existing log of the current version.
 *
 * @param wait How long to wait for another process that writes, in ms.
 * @throws {CannotStore}
 */
export function openBotTokens(path: string, wait = WRITER_WAITS): BotTokenTable {
  return openBeside(path, wait, (db) => new BotTokenTable(db, randomSecrets.hash));
}

/**
 * Opens the tickets of an existing log of the current version; without a path, those of a server that keeps nothing.
 *
 * @throws {CannotStore}
 */
export function openTickets(path: string | undefined, wait = WRITER_WAITS): TicketTable {
  return openBeside(path ?? IN_MEMORY, wait, (db) => {
    if (path === undefined) migrate(db, IN_MEMORY);
    return new TicketTable(db);
  });
}

/**
 * Opens the accounts of an existing log of the current version; without a path, those of a server that keeps nothing.
 *
 * @throws {CannotStore}
 */
export function openAccounts(path: string | undefined, wait = WRITER_WAITS): AccountTable {
  return openBeside(path ?? IN_MEMORY, wait, (db) => {
    if (path === undefined) migrate(db, IN_MEMORY);
    db.exec("PRAGMA secure_delete = ON");
    return new AccountTable(db);
  });
}

/** All tables of an existing log of the current version, to be changed. @throws {CannotStore} */
export function openShared(path: string, wait = WRITER_WAITS): {
  /** Makes a change. @param now In ms since 1970. */
  change(change: TableChange, now: number): ChangeOutcome;
  close(): void;
} {
  return openBeside(path, wait, (db) => {
    db.exec("PRAGMA secure_delete = ON");
    const tables = new SharedTables(db);
    return {
      change: (change, now) => inTransaction(db, "write", () => tables.apply(change, now)),
      close: () => db.close(),
    };
  });
}

/**
 * Does something with a table of a log, for a command that is soon over. The log is created if there is none.
 *
 * @throws {CannotStore}
 */
export function withTable<Table extends { close(): void }, Result>(
  path: string,
  open: (path: string, wait: number) => Table,
  act: (table: Table) => Result,
): Result {
  if (versionOf(path) !== SCHEMA_VERSION) openLog(path, "power").close();
  const table = open(path, COMMAND_WAITS);
  try {
    return act(table);
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    table.close();
  }
}

function openBeside<Table>(path: string, wait: number, make: (db: DatabaseSync) => Table): Table {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(`PRAGMA busy_timeout = ${wait}`);
    return make(db);
  } catch (cause) {
    const error = closeAfter(cause, db === undefined ? [] : [db]);
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  }
}

/** Reads the version of a log; 0 when it cannot be read: opening it then says why. @throws {CannotStore} */
function versionOf(path: string): number {
  let db: DatabaseSync | undefined;
  try {
    Deno.statSync(path);
    db = new DatabaseSync(path, { readOnly: true });
    return checkVersion(db, path);
  } catch (error) {
    if (error instanceof CannotStore) throw error;
    return 0;
  } finally {
    db?.close();
  }
}
