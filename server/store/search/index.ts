/**
 * The index of what was said, in a file of its own beside the log: built a little at a time behind what is stored, so that
 * storing costs no more with it than without.
 *
 * It is in volumes, each a table of SQLite's FTS5 for about {@linkcode VOLUME} messages: how long a search takes depends
 * on the size of the newest volumes, and not on how much was ever said. What a volume has is written down in the
 * transaction that puts it there, and what is to be forgotten in the log's, so the index is right whenever the server ends.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { count, forgottenAfter, inTransaction, KIND, ROOM_SPAN, text } from "../log.ts";
import { LogUnreadable } from "./index_file.ts";
import { dropUnusedVolume, type IndexLine, VolumeWriter } from "./volumes.ts";
import { indexText } from "./words.ts";

/** The number of messages in a volume. */
const VOLUME = 2 ** 17;

/** The number of messages that one step indexes: a few milliseconds. */
const SLICE = 150;

/** The most messages that one step forgets. */
const FORGOTTEN_AT_ONCE = 500;

/** A volume is merged a little after this many slices. */
const SLICES_A_MERGE = 4;

/** Old messages are indexed in volumes below the existing ones, newer ones above: the first volume has room on both sides. */
const FIRST_VOLUME = 2 ** 20;

/** A room of the log, and which of its messages are in the index: those after `low` up to `high`, as keys. */
interface IndexedRoom {
  readonly base: number;
  /** The key before that of the oldest message that was kept when the index was read. */
  readonly start: number;
  /** The key of its last message. */
  end: number;
  low: number;
  high: number;
}

/** A volume that is being written. */
interface Filling {
  readonly volume: number;
  size: number;
}

/** How many messages a volume has, and how many are indexed at once. */
export interface Sizes {
  readonly volume: number;
  readonly slice: number;
}

const SIZES: Sizes = { volume: VOLUME, slice: SLICE };

/** The index of a log. All that throws is tried again by the next step. */
export class FtsIndex {
  readonly #log: DatabaseSync;
  readonly #db: DatabaseSync;
  readonly #sizes: Sizes;
  readonly #writer: VolumeWriter;
  readonly #rooms = new Map<number, IndexedRoom>();
  /** The rooms of which not every new message is in the index. */
  readonly #behind = new Set<IndexedRoom>();
  /** The rooms of which some old message may not be. */
  #older: IndexedRoom[] = [];
  readonly #lastOfRooms: StatementSync;
  readonly #next: StatementSync;
  readonly #previous: StatementSync;
  readonly #oldestKept: StatementSync;
  readonly #kept: StatementSync;
  readonly #setEnds: StatementSync;
  /** The volumes for new messages, and for old ones that were never indexed; often the same. */
  #newest: Filling = { volume: FIRST_VOLUME, size: 0 };
  #oldest = this.#newest;
  /** How many stored messages are newer than what is in the index, as of the last {@linkcode FtsIndex.refresh}. */
  #newer = 0;
  /** The last note of the log that was carried out, and the first key of the next one that is left to forget; 0 for all. */
  #forgotten = 0;
  #forgetting = 0;
  #mayBeUnused = true;
  #mayBeUntidy = true;
  /** Set when the index must be read again, once no half of a transaction is in the way. */
  #isStale = false;
  /** Since the last merge. */
  #slices = 0;

  constructor({ log, index }: { readonly log: DatabaseSync; readonly index: DatabaseSync }, sizes = SIZES) {
    this.#log = log;
    this.#db = index;
    this.#sizes = sizes;
    this.#writer = new VolumeWriter(index);
    const columns = "SELECT n, at, sender, text, action FROM messages WHERE n > ? AND n <= ?";
    this.#lastOfRooms = log.prepare("SELECT id, last FROM rooms");
    this.#next = log.prepare(`${columns} ORDER BY n LIMIT ?`);
    this.#previous = log.prepare(`${columns} ORDER BY n DESC LIMIT ?`);
    this.#oldestKept = log.prepare("SELECT n FROM messages WHERE n > ? AND n <= ? ORDER BY n LIMIT 1");
    this.#kept = log.prepare(
      "SELECT n, at, sender, text, action FROM messages WHERE n >= ? AND n <= ? AND redacts IS NULL ORDER BY n",
    );
    this.#setEnds = index.prepare(
      "INSERT INTO ends (room, low, high, at) VALUES (?, ?, ?, ?) ON CONFLICT (room) DO UPDATE SET low = excluded.low, high = excluded.high, at = excluded.at",
    );
    this.#load();
  }

  /** How many stored messages are not in the index, newer and older ones, as of the last {@linkcode refresh}. */
  get unindexed(): number {
    return this.#older.reduce((sum, { low, start }) => sum + Math.max(0, low - start), this.#newer);
  }

  /** The number of the last note about what to forget that was carried out: the log need not keep those up to it. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Reads from the log what is new in it. To be called when it may have changed. */
  refresh(): void {
    for (const row of fromLog(() => this.#lastOfRooms.all())) {
      const base = count(row, "id") * ROOM_SPAN;
      const end = base + count(row, "last");
      const room = this.#rooms.get(base) ?? this.#addNew(base);
      if (end <= room.end) continue;
      this.#newer += end - room.end;
      room.end = end;
      this.#behind.add(room);
    }
  }

  /**
   * Works at the index for a few milliseconds; `true` when there is more to do.
   *
   * @throws When a file cannot be read or written.
   */
  step(): boolean {
    if (this.#isStale) this.#load();
    return this.#forget() || this.#indexSlice() || this.#dropUnused() || this.#tidy();
  }

  /** Forgets some of what the log's notes say; `true` when it did. */
  #forget(): boolean {
    const [note] = fromLog(() => forgottenAfter(this.#log, this.#forgotten, 1));
    if (note === undefined) return false;
    const low = Math.max(note.low, this.#forgetting);
    const high = Math.min(note.high, low + FORGOTTEN_AT_ONCE - 1);
    // What is there all the same was put back, as when a deletion is undone.
    const back = fromLog(() => linesOf(this.#kept.all(low, high)));
    this.#write(() => {
      if (low <= high && this.#writer.forget(baseOf(low), low, high)) this.#mayBeUnused = true;
      for (const line of back) this.#writer.addAgain(baseOf(line.n), line);
      this.#mayBeUntidy = true;
      if (high >= note.high) this.#noteForgotten(note.id, 0);
      else this.#noteForgotten(this.#forgotten, high + 1);
    });
    return true;
  }

  #noteForgotten(forgotten: number, forgetting: number): void {
    this.#db.prepare("UPDATE about SET forgotten = ?, forgetting = ?").run(forgotten, forgetting);
    this.#forgotten = forgotten;
    this.#forgetting = forgetting;
  }

  /** Indexes some messages; `true` when there are more. */
  #indexSlice(): boolean {
    const isMore = this.#behind.size > 0 || this.#older.length > 0;
    if (this.#slices >= SLICES_A_MERGE) {
      this.#slices = 0;
      this.#writer.merge(this.#behind.size > 0 ? this.#newest.volume : this.#oldest.volume);
    } else if (this.#behind.size > 0) this.#forward();
    else if (this.#older.length > 0) this.#backward();
    return isMore;
  }

  /** Drops a volume of which all messages are forgotten; `true` when there may be more. */
  #dropUnused(): boolean {
    if (!this.#mayBeUnused) return false;
    this.#writer.release();
    return this.#mayBeUnused = dropUnusedVolume(this.#db);
  }

  /** Takes the words of what is forgotten out of the file; `true` when there is more. */
  #tidy(): boolean {
    if (!this.#mayBeUntidy) return false;
    this.#write(() => void (this.#mayBeUntidy = this.#writer.tidy()));
    // What -wal had of them before is written over, too.
    if (!this.#mayBeUntidy) this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return this.#mayBeUntidy;
  }

  /** Reads what is indexed, when it is opened and after a step that could not be written. */
  #load(): void {
    if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
    this.#isStale = false;
    this.#rooms.clear();
    this.#behind.clear();
    this.#older = [];
    this.#newer = 0;
    const about = this.#db.prepare("SELECT forgotten, forgetting FROM about").get() ?? {};
    this.#forgotten = count(about, "forgotten");
    this.#forgetting = count(about, "forgetting");
    for (const row of this.#db.prepare("SELECT * FROM ends").all()) {
      const [base, low, high] = [count(row, "room") * ROOM_SPAN, count(row, "low"), count(row, "high")];
      const room: IndexedRoom = { base, start: this.#startOf(base, low), end: high, low, high };
      this.#rooms.set(base, room);
      if (low > base) this.#older.push(room);
    }
    for (const row of fromLog(() => this.#lastOfRooms.all())) {
      const base = count(row, "id") * ROOM_SPAN;
      if (this.#rooms.has(base)) continue;
      const end = base + count(row, "last"); // Its new messages come first, then the old ones, the newest of them before.
      const room: IndexedRoom = { base, start: this.#startOf(base, end), end, low: end, high: end };
      this.#rooms.set(base, room);
      if (end > base) this.#older.push(room);
    }
    const sizes = this.#db.prepare("SELECT volume, sum(high - low + 1) AS size FROM volumes GROUP BY volume")
      .all().map((row) => ({ volume: count(row, "volume"), size: count(row, "size") }));
    this.#oldest = sizes[0] ?? { volume: FIRST_VOLUME, size: 0 };
    this.#newest = sizes.at(-1) ?? this.#oldest;
    this.refresh();
  }

  /** Adds a room that began after this index was opened: all of it is new. */
  #addNew(base: number): IndexedRoom {
    const room: IndexedRoom = { base, start: base, end: base, low: base, high: base };
    this.#rooms.set(base, room);
    return room;
  }

  /** Returns the key before that of the oldest message of a room that is kept, of those up to `low`. */
  #startOf(base: number, low: number): number {
    const row = fromLog(() => this.#oldestKept.get(base, low));
    return row === undefined ? low : count(row, "n") - 1;
  }

  /** Indexes new messages. */
  #forward(): void {
    // A volume is closed only when everything that was said is in it, so that volumes follow each other in time.
    if (this.#newest.size >= this.#sizes.volume && this.#newer <= this.#sizes.slice) {
      this.#newest = { volume: this.#newest.volume + 1, size: 0 };
    }
    this.#write(() => {
      let left = this.#sizes.slice;
      for (const room of [...this.#behind].sort((one, other) => one.base - other.base)) {
        const lines = fromLog(() => linesOf(this.#next.all(room.high, room.end, left)));
        const last = lines.at(-1);
        this.#addLines(this.#newest, room, lines);
        left -= lines.length;
        // Where nothing is left to read, what was to come has been deleted already.
        const high = last === undefined || left > 0 ? room.end : last.n;
        this.#newer -= high - room.high;
        room.high = high;
        this.#saveEnds(room, last?.n === high ? last.at : null);
        if (high === room.end) this.#behind.delete(room);
        if (left <= 0) return;
      }
    });
  }

  /** Indexes old messages, the newest of them first. */
  #backward(): void {
    const room = this.#older.at(-1);
    if (room === undefined) return;
    if (this.#oldest.size >= this.#sizes.volume) this.#oldest = { volume: this.#oldest.volume - 1, size: 0 };
    this.#write(() => {
      const lines = fromLog(() =>
        linesOf(this.#previous.all(room.base, room.low, this.#sizes.slice).reverse())
      );
      const [first] = lines;
      this.#addLines(this.#oldest, room, lines);
      room.low = first === undefined || lines.length < this.#sizes.slice ? room.base : first.n - 1;
      this.#saveEnds(room, this.#timeOf(room.high));
    });
    if (room.low === room.base) this.#older.pop();
    else this.#older.unshift(...this.#older.splice(-1)); // The others' turn, so that all get older together.
  }

  #addLines(into: Filling, { base }: IndexedRoom, lines: readonly IndexLine[]): void {
    if (lines.length === 0) return;
    this.#writer.add(into.volume, base, lines);
    into.size += lines.length;
    this.#slices++;
  }

  #saveEnds({ base, low, high }: IndexedRoom, at: number | null): void {
    this.#setEnds.run(base / ROOM_SPAN, low, high, at);
  }

  #timeOf(n: number): number | null {
    const row = fromLog(() => this.#log.prepare("SELECT at FROM messages WHERE n = ?").get(n));
    return row === undefined ? null : count(row, "at");
  }

  #write(work: () => void): void {
    try {
      inTransaction(this.#db, "write", work);
    } catch (error) {
      this.#writer.release();
      this.#isStale = true; // What was counted on the way is not so.
      throw error;
    }
  }
}

/** Reads from the log, and makes sure that its faults are not taken for the index's. @throws {LogUnreadable} */
function fromLog<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new LogUnreadable(String(cause), { cause });
  }
}

function baseOf(n: number): number {
  return Math.floor(n / ROOM_SPAN) * ROOM_SPAN;
}

/** Tells whether somebody said what is in a row, and does not only change another message with it. */
function isSaid({ action }: Record<string, unknown>): boolean {
  return typeof action === "number" && action < KIND.redaction;
}

function linesOf(rows: readonly Record<string, unknown>[]): readonly IndexLine[] {
  return rows.map((row) => ({
    n: count(row, "n"),
    at: count(row, "at"),
    words: isSaid(row) ? indexText(text(row, "sender"), text(row, "text")) : "", // Nobody said the others.
  }));
}
