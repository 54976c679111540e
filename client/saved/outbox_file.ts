/**
 * What a client must not forget when it is killed: who it is, what it has seen, and what it has not sent yet. One small
 * file for each server and name, held by one client at a time.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { decodeClientFrame, type MessageId } from "../../protocol.ts";
import { formatAddress, type ServerAddress } from "../../net/address.ts";
import { addressKey, type TrustedServers } from "./elsewhere.ts";
import { inTransaction, messageOf, RollbackFailed } from "./transaction.ts";
import { asQueued, type ConversationStore, type QueuedFrame } from "../../conversation.ts";

/** What an earlier run left. */
export interface SavedContent {
  /** The token of its welcome, if it was in. */
  readonly token: string | undefined;
  /** The number of the last message that it has shown, by room. */
  readonly seen: Readonly<Record<string, number>>;
  /** What it had not sent, oldest first. */
  readonly unsent: readonly QueuedFrame[];
}

/**
 * What became of opening a file. `busy`: another client has it. `failed`: it cannot be kept, for the system's `cause`.
 * `setAside` is where a damaged one was put, for a new one to take its place.
 */
export type OpenedOutbox =
  | {
    readonly kind: "open";
    readonly file: OutboxFile;
    readonly saved: SavedContent;
    readonly setAside?: string;
  }
  | { readonly kind: "busy" }
  | { readonly kind: "failed"; readonly cause: string };

/** What is unsent is for its author's eyes. */
const ONLY_MINE = 0o600;

/** Goes up when an older client could not read the file any more. */
const VERSION = 2;

/** So many other servers are remembered: a cluster has no more. */
const MOST_SERVERS = 20;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS me (one INTEGER PRIMARY KEY CHECK (one = 1), server TEXT, name TEXT, token TEXT);
  CREATE TABLE IF NOT EXISTS seen (room TEXT PRIMARY KEY, seq INTEGER);
  CREATE TABLE IF NOT EXISTS unsent (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, frame TEXT);
  CREATE TABLE IF NOT EXISTS also (server TEXT PRIMARY KEY, proof TEXT);
  PRAGMA user_version = ${VERSION};`;

/** From version 1, which knew messages of rooms only. */
const FROM_FIRST = `
  ALTER TABLE unsent RENAME TO said;
  CREATE TABLE unsent (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, frame TEXT);
  INSERT INTO unsent SELECT n, id, json_patch(
      json_object('type', 'say', 'room', room, 'text', text, 'id', json(id)),
      CASE action WHEN 1 THEN '{"action":true}' ELSE '{}' END)
    FROM said ORDER BY n;
  DROP TABLE said;`;

/** Opens a file, or makes it. @throws What keeps it from being used. */
export function openFile(
  path: string,
  address: ServerAddress,
  name: string,
): Extract<OpenedOutbox, { kind: "open" }> {
  Deno.openSync(path, { write: true, create: true, mode: ONLY_MINE }).close();
  const db = new DatabaseSync(path);
  try {
    // Held alone from the first look on; a killed process is what it must outlive, not a power cut.
    db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF");
    inTransaction(db, () => {
      const { user_version: version } = db.prepare("PRAGMA user_version").get() ?? {};
      if (version !== 0 && version !== 1 && version !== VERSION) throw new DamagedOutbox();
      if (version === 1) db.exec(FROM_FIRST);
      db.exec(SCHEMA);
    });
    const [check] = Object.values(db.prepare("PRAGMA quick_check").get() ?? {});
    if (check !== "ok") throw new DamagedOutbox();
    db.prepare("INSERT INTO me (one, server, name) VALUES (1, ?, ?) ON CONFLICT DO NOTHING")
      .run(formatAddress(address.host, address.port), name);
    return { kind: "open", saved: load(db), file: new OutboxFile(db, path) };
  } catch (error) {
    try {
      db.close();
    } catch (closing) {
      throw new RollbackFailed(error, closing); // Closing rolls back what is open.
    }
    throw error;
  }
}

/** The file of one server and name, held until {@linkcode OutboxFile.close}. Nothing here throws. */
export class OutboxFile implements ConversationStore {
  readonly #db: DatabaseSync;
  readonly #path: string;
  #trouble: string | undefined;

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
  }

  /** Why something could not be written, once that has happened: what is said from then on may be lost with the process. */
  get failure(): string | undefined {
    return this.#trouble;
  }

  /** Adds a message, which stays until {@linkcode remove}; to be called before it is sent. */
  add(said: QueuedFrame): void {
    this.#run(
      "INSERT INTO unsent (id, frame) VALUES (?, ?)",
      JSON.stringify(said.id),
      JSON.stringify(said),
    );
  }

  /** Removes the oldest message with this id, as it was answered. */
  remove(id: MessageId): void {
    this.#run(
      "DELETE FROM unsent WHERE n = (SELECT min(n) FROM unsent WHERE id = ?)",
      JSON.stringify(id),
    );
  }

  /** Saves the token that resumes this member. */
  saveToken(token: string): void {
    this.#run("UPDATE me SET token = ?", token);
  }

  /** Saves up to which message each room was shown. Replaces what was saved before. */
  saveCursor(last: Readonly<Record<string, number>>): void {
    this.#attempt(() =>
      inTransaction(this.#db, () => {
        this.#db.prepare("DELETE FROM seen WHERE room NOT IN (SELECT value FROM json_each(?))")
          .run(JSON.stringify(Object.keys(last)));
        const insert = this.#db.prepare("INSERT OR REPLACE INTO seen VALUES (?, ?)");
        for (const [room, seq] of Object.entries(last)) insert.run(room, seq);
      })
    );
  }

  /** Saves at which other servers this member may come back, see {@linkcode findElsewhere}: the last that were told of count. */
  saveServers({ servers, proof }: TrustedServers): void {
    if (servers.length === 0) return;
    this.#attempt(() =>
      inTransaction(this.#db, () => {
        const insert = this.#db.prepare("INSERT OR REPLACE INTO also VALUES (?, ?)");
        for (const server of servers) insert.run(addressKey(server), proof);
        const last = "SELECT rowid FROM also ORDER BY rowid DESC LIMIT ?";
        this.#db.prepare(`DELETE FROM also WHERE rowid NOT IN (${last})`).run(MOST_SERVERS);
      })
    );
  }

  /** Lets go of the file; it is removed when nothing unsent is in it and somebody has left for good. */
  close(hasLeft: boolean): void {
    try {
      const isEmpty = this.#db.prepare("SELECT 1 FROM unsent").get() === undefined;
      // While it is still held, so that nobody else can have begun to use it; on Windows a held file cannot be removed.
      const removal = (): void => [`${this.#path}-journal`, this.#path].forEach(removeIfThere);
      const isHeldRemovable = Deno.build.os !== "windows";
      if (hasLeft && isEmpty && isHeldRemovable) removal();
      this.#db.close();
      if (hasLeft && isEmpty && !isHeldRemovable) removal();
    } catch {
      // A file that stays is read at the next start, and does no harm.
    }
  }

  #run(statement: string, ...values: (string | number)[]): void {
    this.#attempt(() => this.#db.prepare(statement).run(...values));
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#trouble ??= messageOf(error);
    }
  }
}

/** The file is one of SQLite, and yet what is in it cannot be used. */
class DamagedOutbox extends Error {
  override readonly name = "DamagedQueue";
}

/** Loads what is in the file. @throws {DamagedOutbox} */
function load(db: DatabaseSync): SavedContent {
  const { token } = db.prepare("SELECT token FROM me").get() ?? {};
  const seen = db.prepare("SELECT room, seq FROM seen").all();
  const unsent = db.prepare("SELECT frame FROM unsent ORDER BY n").all();
  return {
    token: typeof token === "string" && token !== "" ? token : undefined,
    seen: Object.fromEntries(seen.map(({ room, seq }) => {
      if (typeof room !== "string" || typeof seq !== "number") throw new DamagedOutbox();
      return [room, seq];
    })),
    unsent: unsent.map(toSaid),
  };
}

function toSaid({ frame }: Record<string, unknown>): QueuedFrame {
  const decoded = typeof frame === "string" ? decodeClientFrame(frame) : undefined;
  const said = decoded?.ok === true ? asQueued(decoded.frame) : undefined;
  if (said === undefined) throw new DamagedOutbox();
  return said;
}

/** Tells whether it is the file that cannot be used, and nothing about it that passes. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedOutbox) return true;
  if (error instanceof RollbackFailed) return isDamage(error.cause);
  const message = messageOf(error);
  const signs = ["file is not a database", "malformed", "no such column", "has no column", "disk I/O error"];
  return signs.some((sign) => message.includes(sign));
}

/** Removes a file, if it is there. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
