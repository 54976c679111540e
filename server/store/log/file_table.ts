/**
 * Which files messages name, in the log's file. The bytes lie beside it.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FileInfo } from "../../../protocol.ts";
import type { FileStore, StoredFile } from "./port.ts";
import type { RoomTable } from "./room_table.ts";
import { count, ROOM_SPAN, type Row, text } from "./rows.ts";
import { inTransaction } from "./transaction.ts";

/** How many files are forgotten, and how many hashes listed, at once: well below a millisecond. */
const AT_ONCE = 50;

const SELECT = "SELECT n, id AS file_id, hash, size, name, type, width, height FROM files";

/** The table of files. */
export class FileTable implements FileStore {
  readonly #db: DatabaseSync;
  readonly #rooms: Pick<RoomTable, "get" | "ofKey">;
  readonly #insert: StatementSync;
  readonly #mark: StatementSync;
  readonly #find: StatementSync;
  readonly #between: StatementSync;
  readonly #named: StatementSync;
  readonly #old: StatementSync;
  readonly #delete: StatementSync;
  readonly #unnamed: StatementSync;
  readonly #settle: StatementSync;

  constructor(db: DatabaseSync, rooms: Pick<RoomTable, "get" | "ofKey">) {
    this.#db = db;
    this.#rooms = rooms;
    this.#insert = db.prepare("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#mark = db.prepare("UPDATE messages SET file = 1 WHERE n = ?");
    this.#find = db.prepare(`${SELECT} WHERE id = ?`);
    this.#between = db.prepare(`${SELECT} WHERE n >= ? AND n <= ? ORDER BY n DESC LIMIT 1`);
    this.#named = db.prepare("SELECT 1 FROM files WHERE hash = ? LIMIT 1");
    this.#old = db.prepare("SELECT n, at FROM files WHERE at < ? ORDER BY at LIMIT ?");
    this.#delete = db.prepare("DELETE FROM files WHERE n = ?");
    this.#unnamed = db.prepare("SELECT hash FROM unnamed_files WHERE hash > '' ORDER BY hash LIMIT ?");
    this.#settle = db.prepare("DELETE FROM unnamed_files WHERE hash = ?");
  }

  /** Notes the file of a message; a text is as high as it has lines. To be called in the transaction that stores it. @param n Its key. */
  add(n: number, at: number, { id, sha256, size, name, type, width, height, lines }: FileInfo): void {
    this.#insert.run(n, id, sha256, size, name, type, width ?? null, height ?? lines ?? null, at);
    this.#mark.run(n);
  }

  find(id: string): StoredFile | undefined {
    return this.#stored(this.#find.get(id));
  }

  fileOf(room: string, seq: number | undefined): StoredFile | undefined {
    const base = this.#rooms.get(room)?.base;
    if (base === undefined || (seq !== undefined && (seq < 1 || seq >= ROOM_SPAN))) return undefined;
    const [low, high] = seq === undefined ? [base, base + ROOM_SPAN - 1] : [base + seq, base + seq];
    return this.#stored(this.#between.get(low, high));
  }

  isNamed(hash: string): boolean {
    return this.#named.get(hash) !== undefined;
  }

  get oldest(): number | undefined {
    const [row] = this.#old.all(Number.MAX_SAFE_INTEGER, 1);
    return row && count(row, "at");
  }

  expire(before: number): void {
    const old = this.#old.all(before, AT_ONCE);
    if (old.length === 0) return;
    inTransaction(this.#db, "write", () => {
      for (const row of old) this.#delete.run(count(row, "n"));
    });
  }

  unnamed(): readonly string[] {
    const hashes = this.#unnamed.all(AT_ONCE).map((row) => text(row, "hash"));
    const again = hashes.filter((hash) => this.isNamed(hash));
    this.settle(again);
    return hashes.filter((hash) => !again.includes(hash));
  }

  settle(hashes: readonly string[]): void {
    if (hashes.length === 0) return;
    inTransaction(this.#db, "write", () => {
      for (const hash of hashes) this.#settle.run(hash);
    });
  }

  #stored(row: Row | undefined): StoredFile | undefined {
    if (row === undefined) return undefined;
    const n = count(row, "n");
    const room = this.#rooms.ofKey(n);
    return room && { ...fileIn(row), room: room.name, seq: n - room.base };
  }
}

/** Reads the file of a row. */
export function fileIn(row: Row): FileInfo {
  const { width, height } = row;
  return {
    id: text(row, "file_id"),
    name: text(row, "name"),
    size: count(row, "size"),
    type: text(row, "type"),
    sha256: text(row, "hash"),
    ...(typeof width === "number" && typeof height === "number" && { width, height }),
    ...(typeof width !== "number" && typeof height === "number" && { lines: height }),
  };
}
