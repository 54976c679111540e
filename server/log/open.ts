/**
 * Opening the log's file, and finding out why it cannot be opened.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { CannotStore, lastLine, storageProblemOf } from "./errors.ts";
import type { Durability } from "../options.ts";
import { SqliteLog } from "./sqlite.ts";
import { checkVersion, migrate } from "./schema.ts";

/** What was said is for the person who runs the server to read. */
const ONLY_MINE = 0o600;

/** How long `chat token` is waited for while it writes, in ms. It takes a few, and the room waits as well. */
export const WRITER_WAITS = 250;

/** A file of up to this size is read over once when it is opened, in bytes: some 100,000 messages, 50 ms. Of larger ones `chat verify` does it. */
const CHECKED_UP_TO = 16 * 1024 * 1024;

/** What a log and the files beside it take in the beginning, in bytes. */
const BEGINNING = 256 * 1024;

/**
 * Opens the log, made anew if there is none.
 *
 * @param hasIndex Whether an index for searching is kept.
 * @throws {CannotStore}
 */
export function openLog(path: string, durability: Durability, hasIndex = true): SqliteLog {
  const open: DatabaseSync[] = [];
  const opened = (db: DatabaseSync): DatabaseSync => {
    open.push(db);
    return db;
  };
  try {
    const size = checkFile(path);
    const lock = opened(new DatabaseSync(`${size === undefined ? path : Deno.realPathSync(path)}-lock`));
    // A file of its own is held until the process ends, however it ends: a second server must not write beside us.
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    const db = opened(new DatabaseSync(path));
    if (Deno.build.os !== "windows") Deno.chmodSync(path, ONLY_MINE);
    db.exec(
      `PRAGMA busy_timeout = ${WRITER_WAITS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${
        durability === "power" ? "FULL" : "NORMAL"
      }`,
    );
    if (size !== undefined && size <= CHECKED_UP_TO) checkPages(db, path);
    migrate(db, path);
    return new SqliteLog(db, lock, hasIndex);
  } catch (error) {
    for (const db of open) db.close();
    if (error instanceof CannotStore) throw error;
    const kind = storageProblemOf(error);
    const isVague = kind === "damaged" || kind === "other";
    throw new CannotStore(isVague && !hasSpace(path) ? "full" : kind, path, error);
  }
}

/** Whether there is space for a log to begin in: of a disk that is almost full SQLite says all kinds of things. */
function hasSpace(path: string): boolean {
  const probe = `${path}-probe`;
  try {
    Deno.writeFileSync(probe, new Uint8Array(BEGINNING));
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ENOSPC");
  } finally {
    try {
      Deno.removeSync(probe);
    } catch {
      // It was not made: that is another trouble, and the caller has it in its hands.
    }
  }
}

/** Makes sure that a file is ours before anything is changed in it. Its size in bytes, `undefined` when it is not there. */
function checkFile(path: string): number | undefined {
  try {
    const { size, isFile } = Deno.statSync(path);
    if (!isFile) throw new CannotStore("not-ours", path, "not a file");
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      checkVersion(db, path);
    } finally {
      db.close();
    }
    return size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Makes sure that no page is damaged: it would be found out in the middle of a conversation. */
function checkPages(db: DatabaseSync, path: string): void {
  const verdict = String(db.prepare("PRAGMA quick_check(1)").get()?.quick_check);
  if (verdict !== "ok") throw new CannotStore("damaged", path, lastLine(verdict));
}
