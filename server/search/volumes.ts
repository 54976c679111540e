/**
 * The volumes of the index: tables of SQLite's FTS5, and what is in which.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { count, ROOM_SPAN, text } from "../log.ts";

/** The number of pages that one merge joins: as much as one slice's time allows. */
const PAGES_A_MERGE = 16;

/**
 * SQLite must not merge by itself, as it then does a lot at once: 20 ms and more. A volume is finished before it has as
 * many loose parts as this.
 */
const MOST_PARTS = 1_900;

/** A message that is to be indexed. */
export interface IndexLine {
  readonly n: number;
  readonly at: number;
  readonly words: string;
}

/** Writes volumes. Its caller opens and ends transactions. */
export class VolumeWriter {
  readonly #db: DatabaseSync;
  readonly #note: StatementSync;
  readonly #touched: StatementSync;
  readonly #emptied: StatementSync;
  readonly #shortened: StatementSync;
  /** The volume that was written last. */
  #open: { readonly volume: number; readonly insert: StatementSync } | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#note = db.prepare(
      `INSERT INTO volumes (volume, room, low, high, oldest, newest, sorted) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (volume, room) DO UPDATE SET low = min(low, excluded.low), high = max(high, excluded.high),
         sorted = sorted AND excluded.sorted
           AND CASE WHEN excluded.low > high THEN excluded.oldest >= newest ELSE excluded.newest <= oldest END,
         oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)`,
    );
    this.#touched = db.prepare("SELECT volume FROM volumes WHERE room = ? AND low <= ?");
    this.#emptied = db.prepare("DELETE FROM volumes WHERE room = ? AND high <= ?");
    this.#shortened = db.prepare("UPDATE volumes SET low = ? WHERE room = ? AND low <= ?");
  }

  /** Adds messages of one room, at least one and in the order of their numbers, to a volume. */
  add(volume: number, base: number, lines: readonly IndexLine[]): void {
    const [first, last] = [lines[0], lines.at(-1)];
    if (first === undefined || last === undefined) return;
    const insert = this.#insertInto(volume);
    let [oldest, newest, isSorted] = [first.at, first.at, true];
    let before = first.at;
    for (const { n, at, words } of lines) {
      insert.run(n, words);
      if (at < before) isSorted = false;
      [oldest, newest, before] = [Math.min(oldest, at), Math.max(newest, at), at];
    }
    this.#note.run(volume, base / ROOM_SPAN, first.n, last.n, oldest, newest, Number(isSorted));
  }

  /** Deletes a room's messages up to the key `n`; `true` when a volume has none of the room any more. */
  deleteUpTo(base: number, n: number): boolean {
    const room = base / ROOM_SPAN;
    for (const span of this.#touched.all(room, n)) {
      this.#db.prepare(`DELETE FROM ${tableOf(count(span, "volume"))} WHERE rowid > ? AND rowid <= ?`)
        .run(base, n);
    }
    const hasEmptied = Number(this.#emptied.run(room, n).changes) > 0;
    this.#shortened.run(n + 1, room, n);
    return hasEmptied;
  }

  /** Joins some of the loose parts that slices leave in the volume that was written last, if it is this one. */
  merge(volume: number): void {
    const table = tableOf(volume);
    if (this.#open?.volume === volume) {
      this.#db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${PAGES_A_MERGE})`);
    }
  }

  /** Forgets the volume that was written last: it may have been dropped, or never stored. */
  release(): void {
    this.#open = undefined;
  }

  #insertInto(volume: number): StatementSync {
    if (this.#open?.volume === volume) return this.#open.insert;
    const table = tableOf(volume);
    if (this.#db.prepare("SELECT name FROM sqlite_schema WHERE name = ?").get(table) === undefined) {
      this.#db.exec(
        `CREATE VIRTUAL TABLE ${table} USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');
         INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0), ('crisismerge', ${MOST_PARTS})`,
      );
    }
    const insert = this.#db.prepare(`INSERT INTO ${table} (rowid, words) VALUES (?, ?)`);
    this.#open = { volume, insert };
    return insert;
  }
}

/**
 * Drops a volume that is not needed: one of which all messages are deleted, or any if there is to be no index.
 * `true` when there may be more.
 */
export function dropVolume(db: DatabaseSync, which: "unused" | "any"): boolean {
  if (which === "any") db.exec("DELETE FROM volumes"); // From now on none of them is trusted.
  const table = db.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'words_[0-9]*' AND sql GLOB 'CREATE VIRTUAL*'
       AND NOT EXISTS (SELECT 1 FROM volumes WHERE 'words_' || volume = name) LIMIT 1`,
  ).get();
  if (table === undefined) return false;
  db.exec(`DROP TABLE ${text(table, "name")}`);
  return true;
}

/** Returns the name of a volume's table. */
export function tableOf(volume: number): string {
  return `words_${volume}`;
}
