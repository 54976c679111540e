/**
 * Opening the bot tokens of a log's file, beside the server that has the log open.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import {
  CannotStore,
  checkVersion,
  closeAfter,
  openLog,
  SCHEMA_VERSION,
  storageProblemOf,
  WRITER_WAITS,
} from "../log.ts";
import { BotTokenTable } from "./bot_token_table.ts";
import { randomSecrets } from "./secrets.ts";

/**
 * Opens the bot tokens of an existing log of the current version.
 *
 * @param wait How long to wait for another process that writes, in ms.
 * @throws {CannotStore}
 */
export function openBotTokens(path: string, wait = WRITER_WAITS): BotTokenTable {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(`PRAGMA busy_timeout = ${wait}`);
    return new BotTokenTable(db, randomSecrets.hash);
  } catch (cause) {
    const error = closeAfter(cause, db === undefined ? [] : [db]);
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  }
}

/** Creates the log if there is none, and migrates one of an older version. @throws {CannotStore} */
export function prepareLog(path: string): void {
  if (versionOf(path) !== SCHEMA_VERSION) openLog(path, "power").close();
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
