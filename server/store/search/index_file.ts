/**
 * The file of the index, beside the log: made anew whenever it is not there, not whole, or not of this log as it is. It has
 * nothing that the log has not.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { count, inTransaction, lastForgotten, ROOM_SPAN, storageProblemOf, text } from "../log.ts";

/** The `application_id` of an index: the letters "chix". */
const APPLICATION_ID = 0x63686978;

/** The version of its tables; an index of another one is made anew. */
const VERSION = 1;

/** The largest index whose pages are checked when it is opened, in bytes; damage to a larger one shows when it is used. */
const CHECKED_UP_TO = 16 * 1024 * 1024;

/** How long to wait for a thread that ended while it was writing, in ms: what still holds the file then never lets go of it. */
const WAIT = 250;

/**
 * `about.log` is the identity of the log, `forgotten` the last of its notes that was carried out, `forgetting` the first key
 * of the next note that is still to be forgotten (0: all).
 *
 * `ends` has which messages of a room are in the index, those after `low` up to `high`, and when the one at `high` was said.
 *
 * `volumes` says which messages (`low` to `high` are keys) of which room are in which volume, from when to when they are, and
 * whether no message in between is older than the one before it. `untidy` are volumes with words of forgotten messages.
 */
const TABLES = `
  CREATE TABLE about (
    one INTEGER PRIMARY KEY CHECK (one = 1), log TEXT NOT NULL, forgotten INTEGER NOT NULL, forgetting INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE ends (room INTEGER PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL, at INTEGER) STRICT;
  CREATE TABLE volumes (
    volume INTEGER NOT NULL, room INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
    oldest INTEGER NOT NULL, newest INTEGER NOT NULL, sorted INTEGER NOT NULL, PRIMARY KEY (volume, room)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shelf ON volumes (room, volume);
  CREATE TABLE untidy (volume INTEGER PRIMARY KEY, begun INTEGER NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${VERSION};
`;

/** Why an index was made anew: there was none, it is damaged, or it is of another log or of another time of this one. */
export type RebuildReason = "missing" | "damaged" | "other-log";

/** An open index. */
export interface OpenIndex {
  readonly db: DatabaseSync;
  /** Why it is a new one; `undefined` when it is one that was there. */
  readonly rebuilt: RebuildReason | undefined;
}

/**
 * Opens the index of a log, or makes a new one.
 *
 * @param path The file; `:memory:` for one that is kept nowhere.
 * @param log The open log.
 * @throws When a new one cannot be made.
 */
export function openIndex(path: string, log: DatabaseSync): OpenIndex {
  const found = path === ":memory:" ? "missing" : openExisting(path, log);
  if (typeof found !== "string") return { db: found, rebuilt: undefined };
  removeIndex(path);
  return { db: create(path, log), rebuilt: found };
}

/** Removes an index, if there is one. @throws When the system does not let it go. */
export function removeIndex(path: string): void {
  if (path === ":memory:") return;
  for (const end of ["", "-wal", "-shm"]) {
    try {
      Deno.removeSync(`${path}${end}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** The log could not be read while its index was built. Its `cause` says why; the index is as good as before. */
export class LogUnreadable extends Error {
  /** The name of the error. */
  override readonly name = "LogUnreadable";
}

/**
 * Tells whether an error says that an index is of no use any more, and not that it cannot be written for now. What SQLite
 * says of a damaged table of FTS5 has many forms, and what an ended thread has locked stays so.
 */
export function isDamage(error: unknown): boolean {
  if (error instanceof LogUnreadable) return false;
  const kind = storageProblemOf(error);
  return kind !== "full" && kind !== "read-only" && kind !== "read-only-disk";
}

/** Opens the index that is there, or tells why it is of no use. */
function openExisting(path: string, log: DatabaseSync): DatabaseSync | RebuildReason {
  let size: number;
  try {
    size = Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "missing";
    throw error;
  }
  if (size === 0) return "missing";
  const db = new DatabaseSync(path);
  try {
    configure(db);
    if (pragma(db, "application_id") !== APPLICATION_ID) throw new Error("not a database of ours: malformed");
    const isWhole = size > CHECKED_UP_TO || db.prepare("PRAGMA quick_check(1)").get()?.quick_check === "ok";
    if (!isWhole) throw new Error("malformed");
    const isOurs = pragma(db, "user_version") === VERSION && fits(db, log);
    if (!isOurs) {
      db.close();
      return "other-log";
    }
    inTransaction(db, "write", () => {}); // Whether it can be written: not while an ended thread holds it.
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) return "damaged";
    throw error;
  }
}

/** Tells whether an index is of this log, and of no later time of it than this: a log may have been restored. */
function fits(db: DatabaseSync, log: DatabaseSync): boolean {
  const about = db.prepare("SELECT * FROM about").get();
  if (about === undefined || text(about, "log") !== identityOf(log)) return false;
  if (count(about, "forgotten") > lastForgotten(log)) return false;
  const last = log.prepare("SELECT last FROM rooms WHERE id = ?");
  const message = log.prepare("SELECT at FROM messages WHERE n = ?");
  return db.prepare("SELECT * FROM ends").all().every((row) => {
    const [room, high] = [count(row, "room"), count(row, "high")];
    const known = last.get(room);
    if (known === undefined || high > room * ROOM_SPAN + count(known, "last")) return false;
    const said = message.get(high); // Gone when it is no longer kept.
    return said === undefined || row.at === null || said.at === row.at;
  });
}

function create(path: string, log: DatabaseSync): DatabaseSync {
  if (path !== ":memory:") Deno.openSync(path, { write: true, create: true, mode: 0o600 }).close();
  const db = new DatabaseSync(path);
  try {
    configure(db);
    inTransaction(db, "write", () => {
      db.exec(TABLES);
      // What was forgotten before is not in the log that this one is made from.
      db.prepare("INSERT INTO about VALUES (1, ?, ?, 0)").run(identityOf(log), lastForgotten(log));
    });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function configure(db: DatabaseSync): void {
  // What is forgotten is written over with zeros.
  db.exec(
    `PRAGMA busy_timeout = ${WAIT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON`,
  );
}

function identityOf(log: DatabaseSync): string {
  return text(log.prepare("SELECT identity FROM server WHERE one = 1").get() ?? {}, "identity");
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}
