/**
 * The matches in one room, the newest first: from the volumes of the index, and where there is no index (yet) by reading
 * the messages.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { MessageFrame } from "../../../protocol.ts";
import type { Mark } from "./match.ts";
import { tableOf } from "./volumes.ts";
import { count, type PublicIds, publicIdsOf, ROOM_SPAN, type Row, toFrame } from "../log.ts";

/** The criteria of a search: for the index, and then for the message itself. */
export interface Criteria {
  /** The expression for FTS5; empty when nothing can be found. */
  readonly expression: string;
  /** Times in ms since 1970: from `after` on, and earlier than `before`. */
  readonly before: number;
  readonly after: number;
  marks(message: MessageFrame): readonly Mark[] | undefined;
}

/** A message that matches. */
export interface Match {
  readonly n: number;
  readonly message: MessageFrame;
  readonly marks: readonly Mark[];
}

/** Consecutive messages of a room, `low` to `high`, and their times; without a volume they are read from the log. */
interface Span {
  readonly volume: number | undefined;
  readonly low: number;
  readonly high: number;
  readonly oldest: number;
  readonly newest: number;
  readonly isSorted: boolean;
}

/** The most messages in no volume that one search reads, and how many of them at once. */
const MAX_READ = 50_000;
const READ_AT_ONCE = 500;

/** The number of matches that a volume is asked for at first, and at most as the search goes on. */
const FIRST_PAGE = 32;
const LARGEST_PAGE = 512;

/** With fewer matches than this in a volume, they are asked for all its rooms at once. */
const FEW = 128;

/** The search took too long. */
export class TooSlow extends Error {}

/** The files that a search reads: the log, and the index if there is one. */
export interface SearchFiles {
  readonly log: DatabaseSync;
  readonly index: DatabaseSync | undefined;
}

/** The open files, and the budget of one search. */
export class IndexReader {
  readonly #files: SearchFiles;
  /** The ids of authors. */
  readonly ids: PublicIds;
  /** Whether messages were left out, as reading them would have taken too long. */
  isPartial = false;
  readonly #isLate: () => boolean;
  readonly #statements = new Map<string, StatementSync>();
  readonly #few = new Map<number, readonly number[] | undefined>();
  #left = MAX_READ;

  /** @param isLate Tells whether to give up now. */
  constructor(files: SearchFiles, isLate: () => boolean) {
    this.#files = files;
    this.ids = publicIdsOf(files.log);
    this.#isLate = isLate;
  }

  /** Runs a query on the log. @throws {TooSlow} */
  log(sql: string, ...values: readonly (number | string)[]): readonly Row[] {
    return this.#all(this.#files.log, sql, values);
  }

  /** Runs a query on the index; nothing is found where there is none. @throws {TooSlow} */
  index(sql: string, ...values: readonly (number | string)[]): readonly Row[] {
    const { index } = this.#files;
    return index === undefined ? [] : this.#all(index, sql, values);
  }

  /** Reads messages from `low` to before `below`, the newest first; `undefined` when the budget is used up. */
  read(low: number, below: number): readonly Row[] | undefined {
    if (this.#left <= 0) {
      this.isPartial = true;
      return undefined;
    }
    const sql = "SELECT * FROM messages WHERE n >= ? AND n < ? ORDER BY n DESC LIMIT ?";
    const rows = this.log(sql, low, below, READ_AT_ONCE);
    this.#left -= rows.length;
    return rows;
  }

  /** Finds the matches that a volume has in all rooms if they are few; `undefined` if they are many. */
  fewMatches(volume: number, expression: string): readonly number[] | undefined {
    if (this.#few.has(volume)) return this.#few.get(volume);
    const table = tableOf(volume);
    const sql = `SELECT rowid AS n FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?`;
    const places = this.index(sql, expression, FEW).map((row) => count(row, "n"));
    const few = places.length < FEW ? places : undefined;
    this.#few.set(volume, few);
    return few;
  }

  #all(db: DatabaseSync, sql: string, values: readonly (number | string)[]): readonly Row[] {
    if (this.#isLate()) throw new TooSlow("a search took too long");
    const statement = this.#statements.get(sql) ?? db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement.all(...values);
  }
}

/** The matches in a room, one after the other. */
export class RoomStream {
  readonly room: string;
  readonly base: number;
  /** The next match, as soon as it is known. */
  head: Match | undefined;
  readonly #reader: IndexReader;
  readonly #criteria: Criteria;
  readonly #isAlone: boolean;
  /** The spans that are still to be searched, the newest last. */
  readonly #spans: Span[];
  #below: number;
  #page = FIRST_PAGE;
  #ready: Match[] = [];

  /**
   * @param from The first key that is too new.
   * @param to The last key that is too old.
   */
  constructor(
    reader: IndexReader,
    criteria: Criteria,
    room: { readonly name: string; readonly base: number; readonly from: number; readonly to: number },
    isAlone: boolean,
  ) {
    this.#reader = reader;
    this.#criteria = criteria;
    this.#isAlone = isAlone;
    this.room = room.name;
    this.base = room.base;
    this.#below = room.from;
    this.#spans = this.#spansOf(room.from - 1, room.to + 1);
  }

  /** No later match is newer than this; `-Infinity` when there is none. */
  get newest(): number {
    return this.head?.message.at ?? this.#spans.at(-1)?.newest ?? -Infinity;
  }

  /** The first key that is too new for the matches that are still to come. */
  get below(): number {
    return this.head === undefined ? this.#below : this.head.n + 1;
  }

  /** Whether there is no match any more. */
  get isDone(): boolean {
    return this.head === undefined && this.#ready.length === 0 && this.#spans.length === 0;
  }

  /** Returns the head, and makes the next known match the head. */
  next(): Match | undefined {
    const { head } = this;
    this.head = this.#ready.shift();
    return head;
  }

  /** Searches a little further for the next head. */
  advance(): void {
    const span = this.#spans.at(-1);
    if (this.head !== undefined || span === undefined) return;
    const isOver = span.volume === undefined ? this.#readLog(span) : this.#readVolume(span.volume, span);
    if (isOver) {
      this.#spans.pop();
      this.#below = Math.min(this.#below, span.low);
      this.#page = FIRST_PAGE;
    }
    this.head = this.#ready.shift();
  }

  /** Reads messages that are in no volume; `true` when none is left. */
  #readLog({ low }: Span): boolean {
    const rows = this.#reader.read(low, this.#below) ?? [];
    this.#check(rows);
    const last = rows.at(-1);
    if (last !== undefined) this.#below = count(last, "n");
    return last === undefined || this.#below <= low;
  }

  /** Asks a volume for its next matches; `true` when it has no more. */
  #readVolume(volume: number, span: Span): boolean {
    const { expression } = this.#criteria;
    const few = this.#isAlone ? undefined : this.#reader.fewMatches(volume, expression);
    const high = Math.min(span.high, this.#below - 1);
    let places = few?.filter((n) => n >= span.low && n <= high);
    if (places === undefined) {
      const table = tableOf(volume);
      const sql =
        `SELECT rowid AS n FROM ${table} WHERE ${table} MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?`;
      places = this.#reader.index(sql, expression, span.low, high, this.#page).map((row) => count(row, "n"));
    }
    this.#check(places.flatMap((n) => this.#reader.log("SELECT * FROM messages WHERE n = ?", n)));
    const isOver = few !== undefined || places.length < this.#page;
    this.#below = places.at(-1) ?? this.#below;
    this.#page = Math.min(this.#page * 2, LARGEST_PAGE);
    return isOver;
  }

  #check(rows: readonly Row[]): void {
    for (const row of rows) {
      const message = toFrame(row, this.room, this.base, this.#reader.ids);
      const marks = this.#criteria.marks(message);
      if (marks !== undefined) this.#ready.push({ n: count(row, "n"), message, marks });
    }
  }

  /** Lists the spans from `low` to `high` that may have matches, the newest last. */
  #spansOf(high: number, low: number): Span[] {
    const rows = this.#reader.index(
      "SELECT * FROM volumes WHERE room = ? ORDER BY volume",
      this.base / ROOM_SPAN,
    );
    const volumes = rows.map((row): Span => ({
      volume: count(row, "volume"),
      low: count(row, "low"),
      high: count(row, "high"),
      oldest: count(row, "oldest"),
      newest: count(row, "newest"),
      isSorted: row.sorted === 1,
    }));
    const unknown = { volume: undefined, oldest: -Infinity, newest: Infinity, isSorted: false };
    const [first, last] = [volumes[0], volumes.at(-1)];
    const around = [
      { ...unknown, newest: first?.oldest ?? Infinity, low, high: (first?.low ?? high + 1) - 1 },
      ...volumes,
      { ...unknown, low: (last?.high ?? high) + 1, high },
    ];
    const { before, after, expression } = this.#criteria;
    return around.filter(({ oldest, newest }) => expression !== "" && oldest < before && newest >= after)
      .map((span) => ({ ...span, low: Math.max(low, span.low), high: Math.min(high, span.high) }))
      .map((span) => span.isSorted ? this.#within(span) : span)
      .filter((span) => span.low <= span.high);
  }

  /** Narrows a sorted span to the times of the criteria. */
  #within(span: Span): Span {
    const { before, after } = this.#criteria;
    const low = after > span.oldest ? this.#firstAt(after, span) : span.low;
    const high = before <= span.newest ? this.#firstAt(before, span) - 1 : span.high;
    return { ...span, low, high };
  }

  /** Finds the first message of a sorted span at or after a time. */
  #firstAt(at: number, { low, high }: Span): number {
    let [from, to] = [low, high + 1];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const [row] = this.#reader.log("SELECT at FROM messages WHERE n = ?", middle);
      if (row === undefined || count(row, "at") < at) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** Merges streams, the newest match first. Two messages of one room keep their order, whatever their times. */
export function* mergeNewestFirst(streams: readonly RoomStream[]): Generator<Match> {
  while (true) {
    let first: RoomStream | undefined;
    for (const stream of streams) {
      if (!stream.isDone && (first === undefined || stream.newest > first.newest)) first = stream;
    }
    if (first === undefined) return;
    if (first.head === undefined) {
      first.advance();
      continue;
    }
    const match = first.next();
    if (match !== undefined) yield match;
  }
}
