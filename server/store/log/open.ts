/**
 * Opening the log's file, and the reason when that fails.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { CannotStore, isReadOnlyDisk, lastLine, type StorageProblem, storageProblemOf } from "./errors.ts";
import type { Durability } from "../../machine/options.ts";
import type { FileLock } from "./file_lock.ts";
import { FileWatch } from "./file_watch.ts";
import { SqliteLog } from "./sqlite.ts";
import { checkVersion, dropOldIndex, migrate } from "./schema.ts";
import { closeAfter, WRITER_WAITS } from "./transaction.ts";
import { copyBeforeUpgrade, dropCopy, type Upgrade } from "./upgrade.ts";

/** Only the operator may read what was said. */
const OWNER_ONLY = 0o600;

/** The largest file whose pages are checked when it is opened, in bytes: some 100,000 messages, 50 ms. `chat verify` checks larger ones. */
export const CHECKED_UP_TO = 16 * 1024 * 1024;

/** The size of a new log and the files beside it, in bytes. */
const NEW_LOG_BYTES = 256 * 1024;

/**
 * A log whose `-wal` somebody else writes back does it by itself only when that has this many pages: 64 MB, as when the
 * thread for it hangs. SQLite's own number is 1,000, and one turn in hundreds then takes 5 to 9 ms longer.
 */
export const CHECKPOINT_AT_LAST = 16_384;

/** What a server has besides, so that no other writes into its file, and what it does for it elsewhere. */
export interface LogGuard {
  /** The lock on the file itself, which the log closes after the database; also when it cannot be opened. */
  readonly lock?: FileLock | undefined;
  /** Returns a time that never jumps, in ms; the machine's by default. */
  readonly elapsed?: () => number;
  /** How many pages `-wal` has when a commit writes it back; SQLite's 1,000 by default. */
  readonly checkpointAt?: number;
}

/**
 * Opens the log, and creates it if there is none.
 *
 * @throws {CannotStore}
 */
export function openLog(
  path: string,
  durability: Durability,
  { lock, elapsed, checkpointAt }: LogGuard = {},
): SqliteLog {
  const open: DatabaseSync[] = [];
  const opened = (db: DatabaseSync): DatabaseSync => {
    open.push(db);
    return db;
  };
  let upgrade: Upgrade | undefined;
  try {
    // SQLite would keep a log without a name in memory, and its lock in a file that is called -lock.
    if (path === "") throw new CannotStore("no-folder", path, "no path");
    const found = checkFile(path);
    const file = found === undefined ? create(path) : Deno.realPathSync(path);
    const beside = opened(new DatabaseSync(`${file}-lock`));
    // A file of its own is held until the process ends, however it ends: a second server must not write beside us.
    beside.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    upgrade = found && copyBeforeUpgrade(file, found.version);
    const db = opened(new DatabaseSync(path));
    if (Deno.build.os !== "windows") Deno.chmodSync(path, OWNER_ONLY);
    db.exec(
      `PRAGMA busy_timeout = ${WRITER_WAITS}; PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${
        durability === "power" ? "FULL" : "NORMAL"
      }`,
    );
    if (checkpointAt !== undefined) db.exec(`PRAGMA wal_autocheckpoint = ${checkpointAt}`);
    if (found !== undefined && found.size <= CHECKED_UP_TO) checkPages(db, path);
    migrate(db, path);
    dropOldIndex(db);
    const names = ["", "-wal", "-shm", "-lock"].map((end) => end === "" ? path : `${file}${end}`);
    const watch = new FileWatch(names, elapsed);
    return new SqliteLog(db, { beside, lock, watch, upgrade });
  } catch (cause) {
    const error = closeAfter(cause, open);
    lock?.close();
    if (upgrade !== undefined) dropCopy(upgrade); // The log is as it was.
    if (error instanceof CannotStore) throw error;
    const kind = storageProblemOf(error);
    const isVague = kind === "damaged" || kind === "other" || kind === "read-only";
    throw new CannotStore((isVague ? diskProblem(path) : undefined) ?? kind, path, error);
  }
}

/** Finds out whether the disk has space for a new log, and may be written at all: SQLite reports both in several ways. */
export function diskProblem(path: string): StorageProblem | undefined {
  const probe = `${path}-probe`;
  try {
    Deno.writeFileSync(probe, new Uint8Array(NEW_LOG_BYTES));
    return undefined;
  } catch (error) {
    if (isReadOnlyDisk(error)) return "read-only-disk";
    return error instanceof Error && "code" in error && error.code === "ENOSPC" ? "full" : undefined;
  } finally {
    try {
      Deno.removeSync(probe);
    } catch {
      // It was never created; the caller reports why.
    }
  }
}

/** Creates an empty file, and returns its path without links: one that leads to nothing yet must not lead past `-lock`. */
function create(path: string): string {
  try {
    Deno.openSync(path, { write: true, create: true, mode: OWNER_ONLY }).close();
    return Deno.realPathSync(path);
  } catch {
    return path; // SQLite is about to say why.
  }
}

/** Checks that a file is ours before anything in it is changed. Returns its size in bytes and its version, `undefined` when it does not exist. */
function checkFile(path: string): { readonly size: number; readonly version: number } | undefined {
  try {
    const { size, isFile, nlink } = Deno.statSync(path);
    if (isFile && nlink !== null && nlink > 1) throw new CannotStore("linked", path, `${nlink} names`);
    if (!isFile) throw new CannotStore("not-ours", path, "not a file");
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      return { size, version: checkVersion(db, path) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Checks that no page is damaged: that would show in the middle of a conversation. */
function checkPages(db: DatabaseSync, path: string): void {
  const verdict = String(db.prepare("PRAGMA quick_check(1)").get()?.quick_check);
  if (verdict !== "ok") throw new CannotStore("damaged", path, lastLine(verdict));
}
