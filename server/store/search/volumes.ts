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
  readonly #isUsed: StatementSync;
  readonly #tidyLater: StatementSync;
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
    this.#touched = db.prepare("SELECT volume, low FROM volumes WHERE room = ? AND low <= ? AND high >= ?");
    this.#emptied = db.prepare("DELETE FROM volumes WHERE room = ? AND low >= ? AND high <= ?");
    this.#shortened = db.prepare("UPDATE volumes SET low = ? WHERE room = ? AND low >= ? AND low <= ?");
    this.#isUsed = db.prepare("SELECT 1 FROM volumes WHERE volume = ?");
    this.#tidyLater = db.prepare("INSERT OR IGNORE INTO untidy (volume, begun) VALUES (?, 0)");
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

  /** Deletes a room's messages with the keys `low` to `high`; `true` when a volume has none of the room any more. */
  forget(base: number, low: number, high: number): boolean {
    const room = base / ROOM_SPAN;
    const touched = this.#touched.all(room, high, low);
    for (const span of touched) {
      this.#db.prepare(`DELETE FROM ${tableOf(count(span, "volume"))} WHERE rowid >= ? AND rowid <= ?`)
        .run(low, high);
    }
    const hasEmptied = Number(this.#emptied.run(room, low, high).changes) > 0;
    this.#shortened.run(high + 1, room, low, high);
    for (const span of touched) {
      const volume = count(span, "volume");
      // What is let go from the front goes with its volume in the end; a hole stays, and its words with it until then.
      const isHole = hasEmptied || count(span, "low") < low;
      if (isHole && this.#isUsed.get(volume) !== undefined) this.#tidyLater.run(volume);
    }
    return hasEmptied;
  }

  /** Adds a message again that was forgotten, to the volume that it was in; what lies in no volume is read from the log anyway. */
  addAgain(base: number, { n, words }: IndexLine): void {
    const span = this.#touched.get(base / ROOM_SPAN, n, n);
    if (span === undefined) return;
    this.#db.prepare(`INSERT INTO ${tableOf(count(span, "volume"))} (rowid, words) VALUES (?, ?)`).run(
      n,
      words,
    );
  }

  /** Joins some of the loose parts that slices leave in the volume that was written last, if it is this one. */
  merge(volume: number): void {
    const table = tableOf(volume);
    if (this.#open?.volume === volume) {
      this.#db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${PAGES_A_MERGE})`);
    }
  }

  /**
   * Writes a part of a volume anew without the words of what was forgotten, which until then are still in the file.
   *
   * @returns Whether there is more of that to do.
   */
  tidy(): boolean {
    const row = this.#db.prepare("SELECT volume, begun FROM untidy LIMIT 1").get();
    if (row === undefined) return false;
    const volume = count(row, "volume");
    const table = tableOf(volume);
    const before = totalChanges(this.#db);
    const isThere =
      this.#db.prepare("SELECT name FROM sqlite_schema WHERE name = ?").get(table) !== undefined;
    // SQLite's way to do all of 'optimize' in steps: a negative number begins it, positive ones go on.
    const pages = row.begun === 1 ? PAGES_A_MERGE : -PAGES_A_MERGE;
    if (isThere) this.#db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${pages})`);
    if (totalChanges(this.#db) - before < 2) {
      this.#db.prepare("DELETE FROM untidy WHERE volume = ?").run(volume);
    } else this.#db.prepare("UPDATE untidy SET begun = 1 WHERE volume = ?").run(volume);
    return true;
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

/** Drops a volume of which all messages are forgotten; `true` when there may be more. */
export function dropUnusedVolume(db: DatabaseSync): boolean {
  const table = db.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'words_[0-9]*' AND sql GLOB 'CREATE VIRTUAL*'
       AND NOT EXISTS (SELECT 1 FROM volumes WHERE 'words_' || volume = name) LIMIT 1`,
  ).get();
  if (table === undefined) return false;
  db.exec(`DROP TABLE ${text(table, "name")}`);
  return true;
}

function totalChanges(db: DatabaseSync): number {
  return count(db.prepare("SELECT total_changes() AS changes").get() ?? {}, "changes");
}

/** Returns the name of a volume's table. */
export function tableOf(volume: number): string {
  return `words_${volume}`;
}
