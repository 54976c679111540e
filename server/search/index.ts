/**
 * The index of what was said, in the log's own file: built a little at a time behind what is stored, so that storing
 * costs no more with it than without.
 *
 * It is in volumes, each a table of SQLite's FTS5 for about {@linkcode VOLUME} messages: how long a search takes depends
 * on the size of the newest volumes, and not on how much was ever said. What a volume has is written down in the
 * transaction that puts it there, so index and log agree whenever the server ends.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { indexText } from "./words.ts";
import { count, ROOM_SPAN, text } from "../log.ts";

/** So many messages are in a volume. */
const VOLUME = 2 ** 17;

/** So many messages are taken into the index at once: about a millisecond. */
const SLICE = 150;

/** After so many slices the volume is tidied, a little: as many of its pages as one slice's time allows. */
const SLICES_A_MERGE = 4;
const PAGES_A_MERGE = 16;

/**
 * SQLite is not to tidy by itself, as it then does a lot at once: 20 ms and more. A volume is finished before it has as
 * many loose parts as this.
 */
const MOST_PARTS = 1_900;

/** Old messages are taken in below the volumes that there are, newer ones above: the first volume has room on both sides. */
const FIRST_VOLUME = 2 ** 20;

/** What of a room is in the index: the messages after `low` up to `high`, as values of `n`. */
interface Edge {
  low: number;
  high: number;
}

/** A volume that is being written. */
interface Filling {
  readonly volume: number;
  size: number;
}

/** A message that is to be taken in. */
interface Line {
  readonly n: number;
  readonly at: number;
  readonly words: string;
}

/** What the index has to know of a room of the log. */
export interface IndexedRoom {
  readonly base: number;
  readonly last: number;
}

/** How many messages a volume has, and how many are taken into it at once. */
export interface Sizes {
  readonly volume: number;
  readonly slice: number;
}

const SIZES: Sizes = { volume: VOLUME, slice: SLICE };

/** Writes the index. Whoever calls it has no transaction open, but for {@linkcode forget}. */
export class SearchIndex {
  readonly #db: DatabaseSync;
  readonly #rooms: () => Iterable<IndexedRoom>;
  readonly #sizes: Sizes;
  readonly #edges = new Map<number, Edge>();
  /** The rooms of which not everything new is in the index. */
  readonly #behind = new Set<IndexedRoom>();
  /** The rooms of which something old may not be. */
  #older: IndexedRoom[] = [];
  readonly #next: StatementSync;
  readonly #previous: StatementSync;
  readonly #note: StatementSync;
  readonly #touched: StatementSync;
  readonly #emptied: StatementSync;
  readonly #shortened: StatementSync;
  /** Of the volume that is being written. */
  #writer: { readonly volume: number; readonly insert: StatementSync } | undefined;
  /** Where new messages go, and where old ones that were never taken in; often the same. */
  #newest: Filling = { volume: FIRST_VOLUME, size: 0 };
  #oldest = this.#newest;
  #waiting = 0;
  #mayBeUnused = true;
  /** Since the last tidying. */
  #slices = 0;

  constructor(db: DatabaseSync, rooms: () => Iterable<IndexedRoom>, sizes: Sizes = SIZES) {
    this.#sizes = sizes;
    this.#db = db;
    this.#rooms = rooms;
    const columns = "SELECT n, at, sender, text FROM messages WHERE n > ? AND n <= ?";
    this.#next = db.prepare(`${columns} ORDER BY n LIMIT ?`);
    this.#previous = db.prepare(`${columns} ORDER BY n DESC LIMIT ?`);
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
    this.#load();
  }

  /** How many new messages are not in the index yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Says that so many messages were stored in a room. */
  appended(room: IndexedRoom, messages: number): void {
    if (messages === 0) return;
    if (!this.#edges.has(room.base)) {
      const before = room.base + room.last - messages;
      this.#edges.set(room.base, { low: before, high: before });
    }
    this.#behind.add(room);
    this.#waiting += messages;
  }

  /** Takes some messages in; `true` when there are more. Throws when that cannot be written, and then nothing is. */
  step(): boolean {
    const { volume } = this.#behind.size > 0 ? this.#newest : this.#oldest;
    const isMore = this.#behind.size > 0 || this.#older.length > 0;
    const isTidyingTime = this.#slices >= SLICES_A_MERGE;
    if (isTidyingTime) this.#merge(volume);
    else if (this.#behind.size > 0) this.#forward();
    else if (this.#older.length > 0) this.#backward();
    return isMore;
  }

  /** Lets go of what is in the index of a room's messages up to `n`. To be called in the transaction that deletes them. */
  forget({ base }: IndexedRoom, n: number): void {
    const room = base / ROOM_SPAN;
    for (const span of this.#touched.all(room, n)) {
      this.#db.prepare(`DELETE FROM ${tableOf(count(span, "volume"))} WHERE rowid > ? AND rowid <= ?`).run(
        base,
        n,
      );
    }
    this.#mayBeUnused = Number(this.#emptied.run(room, n).changes) > 0 || this.#mayBeUnused;
    this.#shortened.run(n + 1, room, n);
  }

  /** Lets go of a volume of which all messages are gone; `true` when there may be more. */
  dropUnused(): boolean {
    if (!this.#mayBeUnused) return false;
    this.#writer = undefined;
    return this.#mayBeUnused = dropVolume(this.#db, "unused");
  }

  /** Looks at what there is, also after something that could not be written. */
  #load(): void {
    this.#edges.clear();
    this.#behind.clear();
    this.#older = [];
    this.#waiting = 0;
    for (const row of this.#db.prepare("SELECT * FROM volumes").all()) {
      const [base, low, high] = [count(row, "room") * ROOM_SPAN, count(row, "low") - 1, count(row, "high")];
      const edge = this.#edges.get(base) ?? { low, high };
      this.#edges.set(base, { low: Math.min(edge.low, low), high: Math.max(edge.high, high) });
    }
    for (const room of this.#rooms()) {
      const end = room.base + room.last;
      const edge = this.#edges.get(room.base) ?? { low: end, high: end };
      this.#edges.set(room.base, edge);
      if (end > edge.high) this.#behind.add(room);
      this.#waiting += Math.max(0, end - edge.high);
      if (edge.low > room.base) this.#older.push(room);
    }
    const sizes = this.#db.prepare("SELECT volume, sum(high - low + 1) AS size FROM volumes GROUP BY volume")
      .all().map((row) => ({ volume: count(row, "volume"), size: count(row, "size") }));
    this.#oldest = sizes[0] ?? { volume: FIRST_VOLUME, size: 0 };
    this.#newest = sizes.at(-1) ?? this.#oldest;
  }

  #forward(): void {
    // A volume is closed only when everything that was said is in it, so that volumes follow each other in time.
    if (this.#newest.size >= this.#sizes.volume && this.#waiting <= this.#sizes.slice) {
      this.#newest = { volume: this.#newest.volume + 1, size: 0 };
    }
    this.#write(() => {
      let left = this.#sizes.slice;
      for (const room of [...this.#behind].sort((one, other) => one.base - other.base)) {
        const edge = this.#edgeOf(room);
        const lines = linesOf(this.#next.all(edge.high, room.base + room.last, left));
        const end = lines.at(-1);
        if (end !== undefined) this.#take(this.#newest, room, lines);
        left -= lines.length;
        // Where nothing is left to read, what was to come has been let go of already.
        const high = end === undefined || left > 0 ? room.base + room.last : end.n;
        this.#waiting -= high - edge.high;
        edge.high = high;
        if (high === room.base + room.last) this.#behind.delete(room);
        if (left <= 0) return;
      }
    });
  }

  #backward(): void {
    const room = this.#older.at(-1);
    if (room === undefined) return;
    if (this.#oldest.size >= this.#sizes.volume) this.#oldest = { volume: this.#oldest.volume - 1, size: 0 };
    const edge = this.#edgeOf(room);
    this.#write(() => {
      const lines = linesOf(this.#previous.all(room.base, edge.low, this.#sizes.slice).reverse());
      const [first] = lines;
      if (first !== undefined) this.#take(this.#oldest, room, lines);
      edge.low = first === undefined || lines.length < this.#sizes.slice ? room.base : first.n - 1;
    });
    if (edge.low === room.base) this.#older.pop();
    else this.#older.unshift(...this.#older.splice(-1)); // The others' turn, so that all get older together.
  }

  /** Joins some of the loose parts that slices leave in a volume. */
  #merge(volume: number): void {
    this.#slices = 0;
    const table = tableOf(volume);
    if (this.#writer?.volume === volume) {
      this.#db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${PAGES_A_MERGE})`);
    }
  }

  #edgeOf(room: IndexedRoom): Edge {
    const end = room.base + room.last;
    const edge = this.#edges.get(room.base) ?? { low: end, high: end };
    this.#edges.set(room.base, edge);
    return edge;
  }

  #take(into: Filling, { base }: IndexedRoom, lines: readonly Line[]): void {
    const [first, last] = [lines[0], lines.at(-1)];
    if (first === undefined || last === undefined) return;
    const insert = this.#insertInto(into.volume);
    let [oldest, newest, isSorted] = [first.at, first.at, true];
    let before = first.at;
    for (const { n, at, words } of lines) {
      insert.run(n, words);
      if (at < before) isSorted = false;
      [oldest, newest, before] = [Math.min(oldest, at), Math.max(newest, at), at];
    }
    this.#note.run(into.volume, base / ROOM_SPAN, first.n, last.n, oldest, newest, Number(isSorted));
    into.size += lines.length;
    this.#slices++;
  }

  #insertInto(volume: number): StatementSync {
    if (this.#writer?.volume === volume) return this.#writer.insert;
    const table = tableOf(volume);
    if (this.#db.prepare("SELECT name FROM sqlite_schema WHERE name = ?").get(table) === undefined) {
      this.#db.exec(
        `CREATE VIRTUAL TABLE ${table} USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');
         INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0), ('crisismerge', ${MOST_PARTS})`,
      );
    }
    const insert = this.#db.prepare(`INSERT INTO ${table} (rowid, words) VALUES (?, ?)`);
    this.#writer = { volume, insert };
    return insert;
  }

  #write(work: () => void): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#writer = undefined;
      this.#load(); // What was counted on the way is not so.
      throw error;
    }
  }
}

/**
 * Lets go of a volume that is not needed: of one of which all messages are gone, or of any if there is to be no index.
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

/** The table of a volume. */
export function tableOf(volume: number): string {
  return `words_${volume}`;
}

function linesOf(rows: readonly Record<string, unknown>[]): readonly Line[] {
  return rows.map((row) => ({
    n: count(row, "n"),
    at: count(row, "at"),
    words: indexText(text(row, "sender"), text(row, "text")),
  }));
}
