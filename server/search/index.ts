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
import {
  count,
  type FollowedRoom,
  inTransaction,
  type LogFile,
  type LogFollower,
  RollbackFailed,
  ROOM_SPAN,
  text,
} from "../log.ts";
import type { SearchIndex } from "./port.ts";
import { dropVolume, type IndexLine, VolumeWriter } from "./volumes.ts";
import { indexText } from "./words.ts";

/** The number of messages in a volume. */
const VOLUME = 2 ** 17;

/** The number of messages that one step indexes: about a millisecond. */
const SLICE = 150;

/** A volume is merged a little after this many slices. */
const SLICES_A_MERGE = 4;

/** Old messages are indexed in volumes below the existing ones, newer ones above: the first volume has room on both sides. */
const FIRST_VOLUME = 2 ** 20;

/** The part of a room that is in the index: the messages after `low` up to `high`, as keys. */
interface Edge {
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

/** The index of an open log. Nothing of it but {@linkcode deleted} may be called in a transaction. */
export class FtsIndex implements SearchIndex, LogFollower {
  readonly #db: DatabaseSync;
  readonly #rooms: () => Iterable<FollowedRoom>;
  readonly #sizes: Sizes;
  readonly #writer: VolumeWriter;
  readonly #edges = new Map<number, Edge>();
  /** The rooms of which not every new message is in the index. */
  readonly #behind = new Set<FollowedRoom>();
  /** The rooms of which some old message may not be. */
  #older: FollowedRoom[] = [];
  readonly #next: StatementSync;
  readonly #previous: StatementSync;
  /** The volumes for new messages, and for old ones that were never indexed; often the same. */
  #newest: Filling = { volume: FIRST_VOLUME, size: 0 };
  #oldest = this.#newest;
  #unindexed = 0;
  #mayBeUnused = true;
  /** Set when the index must be read again, once no half of a transaction is in the way. */
  #isStale = false;
  /** Since the last merge. */
  #slices = 0;

  constructor({ db, rooms }: LogFile, sizes: Sizes = SIZES) {
    this.#db = db;
    this.#rooms = rooms;
    this.#sizes = sizes;
    this.#writer = new VolumeWriter(db);
    const columns = "SELECT n, at, sender, text FROM messages WHERE n > ? AND n <= ?";
    this.#next = db.prepare(`${columns} ORDER BY n LIMIT ?`);
    this.#previous = db.prepare(`${columns} ORDER BY n DESC LIMIT ?`);
    this.#load();
  }

  get unindexed(): number {
    return this.#unindexed;
  }

  appended(room: FollowedRoom, messages: number): void {
    if (messages === 0) return;
    if (!this.#edges.has(room.base)) {
      const before = room.base + room.last - messages;
      this.#edges.set(room.base, { low: before, high: before });
    }
    this.#behind.add(room);
    this.#unindexed += messages;
  }

  deleted({ base }: FollowedRoom, n: number): void {
    if (this.#writer.deleteUpTo(base, n)) this.#mayBeUnused = true;
  }

  step(): boolean {
    if (this.#isStale) inTransaction(this.#db, "read", () => this.#load());
    return this.#indexSlice() || this.#dropUnused();
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

  /** Drops a volume of which all messages are deleted; `true` when there may be more. */
  #dropUnused(): boolean {
    if (!this.#mayBeUnused) return false;
    this.#writer.release();
    return this.#mayBeUnused = dropVolume(this.#db, "unused");
  }

  /** Reads what is indexed, when the log is opened and after a step that could not be written. */
  #load(): void {
    this.#isStale = false;
    this.#edges.clear();
    this.#behind.clear();
    this.#older = [];
    this.#unindexed = 0;
    for (const row of this.#db.prepare("SELECT * FROM volumes").all()) {
      const [base, low, high] = [count(row, "room") * ROOM_SPAN, count(row, "low") - 1, count(row, "high")];
      const edge = this.#edges.get(base) ?? { low, high };
      this.#edges.set(base, { low: Math.min(edge.low, low), high: Math.max(edge.high, high) });
    }
    for (const room of this.#rooms()) {
      const end = room.base + room.last;
      const edge = this.#edgeOf(room);
      if (end > edge.high) this.#behind.add(room);
      this.#unindexed += Math.max(0, end - edge.high);
      if (edge.low > room.base) this.#older.push(room);
    }
    const sizes = this.#db.prepare("SELECT volume, sum(high - low + 1) AS size FROM volumes GROUP BY volume")
      .all().map((row) => ({ volume: count(row, "volume"), size: count(row, "size") }));
    this.#oldest = sizes[0] ?? { volume: FIRST_VOLUME, size: 0 };
    this.#newest = sizes.at(-1) ?? this.#oldest;
  }

  /** Indexes new messages. */
  #forward(): void {
    // A volume is closed only when everything that was said is in it, so that volumes follow each other in time.
    if (this.#newest.size >= this.#sizes.volume && this.#unindexed <= this.#sizes.slice) {
      this.#newest = { volume: this.#newest.volume + 1, size: 0 };
    }
    this.#write(() => {
      let left = this.#sizes.slice;
      for (const room of [...this.#behind].sort((one, other) => one.base - other.base)) {
        const edge = this.#edgeOf(room);
        const lines = linesOf(this.#next.all(edge.high, room.base + room.last, left));
        const end = lines.at(-1);
        if (end !== undefined) this.#add(this.#newest, room, lines);
        left -= lines.length;
        // Where nothing is left to read, what was to come has been deleted already.
        const high = end === undefined || left > 0 ? room.base + room.last : end.n;
        this.#unindexed -= high - edge.high;
        edge.high = high;
        if (high === room.base + room.last) this.#behind.delete(room);
        if (left <= 0) return;
      }
    });
  }

  /** Indexes old messages, the newest of them first. */
  #backward(): void {
    const room = this.#older.at(-1);
    if (room === undefined) return;
    if (this.#oldest.size >= this.#sizes.volume) this.#oldest = { volume: this.#oldest.volume - 1, size: 0 };
    const edge = this.#edgeOf(room);
    this.#write(() => {
      const lines = linesOf(this.#previous.all(room.base, edge.low, this.#sizes.slice).reverse());
      const [first] = lines;
      if (first !== undefined) this.#add(this.#oldest, room, lines);
      edge.low = first === undefined || lines.length < this.#sizes.slice ? room.base : first.n - 1;
    });
    if (edge.low === room.base) this.#older.pop();
    else this.#older.unshift(...this.#older.splice(-1)); // The others' turn, so that all get older together.
  }

  #edgeOf(room: FollowedRoom): Edge {
    const end = room.base + room.last;
    const edge = this.#edges.get(room.base) ?? { low: end, high: end };
    this.#edges.set(room.base, edge);
    return edge;
  }

  #add(into: Filling, { base }: FollowedRoom, lines: readonly IndexLine[]): void {
    this.#writer.add(into.volume, base, lines);
    into.size += lines.length;
    this.#slices++;
  }

  #write(work: () => void): void {
    try {
      inTransaction(this.#db, "write", work);
    } catch (error) {
      this.#writer.release();
      // What was counted on the way is not so. What is read beside the half of a transaction is not so either.
      if (error instanceof RollbackFailed) this.#isStale = true;
      else this.#load();
      throw error;
    }
  }
}

/** What follows a log without an index: it drops the volumes of one that was kept before. */
export class DroppedIndex implements SearchIndex, LogFollower {
  readonly unindexed = 0;
  readonly #db: DatabaseSync;

  constructor({ db }: Pick<LogFile, "db">) {
    this.#db = db;
  }

  step(): boolean {
    return dropVolume(this.#db, "any");
  }

  appended(): void {}

  deleted(): void {}
}

function linesOf(rows: readonly Record<string, unknown>[]): readonly IndexLine[] {
  return rows.map((row) => ({
    n: count(row, "n"),
    at: count(row, "at"),
    words: indexText(text(row, "sender"), text(row, "text")),
  }));
}
