/**
 * The messages of one room that are looked for, the newest first: from the volumes of the index, and where there is no
 * index (yet) by reading what was said.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { MessageFrame } from "../../protocol.ts";
import type { Mark } from "./match.ts";
import { tableOf } from "./volumes.ts";
import { count, ROOM_SPAN, type Row, toFrame } from "../log.ts";

/** What is looked for: in the index, and then in the message itself. */
export interface Criteria {
  /** For FTS5; empty when nothing can be found. */
  readonly expression: string;
  /** In ms since 1970; nothing from `before` on and nothing before `after`. */
  readonly before: number;
  readonly after: number;
  marks(message: MessageFrame): readonly Mark[] | undefined;
}

/** A message that is looked for. */
export interface Match {
  readonly n: number;
  readonly message: MessageFrame;
  readonly marks: readonly Mark[];
}

/** Messages of a room next to each other, `low` to `high`, and when they were said; without a volume they are read. */
interface Span {
  readonly volume: number | undefined;
  readonly low: number;
  readonly high: number;
  readonly oldest: number;
  readonly newest: number;
  readonly isSorted: boolean;
}

/** So many messages that are in no volume are read at most for one search. */
const READ_AT_MOST = 50_000;
const READ_AT_ONCE = 500;

/** So many places are asked for at first, and at most, as a search goes on. */
const FIRST_PAGE = 32;
const LARGEST_PAGE = 512;

/** With fewer places than this in a volume, all of its rooms are asked for at once. */
const FEW = 128;

/** It took too long. */
export class TooSlow extends Error {}

/** The open log, and what one search may still cost. */
export class IndexReader {
  readonly db: DatabaseSync;
  /** Whether something was left out, as reading it would have taken too long. */
  isPartial = false;
  readonly #isLate: () => boolean;
  readonly #statements = new Map<string, StatementSync>();
  readonly #few = new Map<number, readonly number[] | undefined>();
  #left = READ_AT_MOST;

  /** @param isLate Whether to give up now. */
  constructor(db: DatabaseSync, isLate: () => boolean) {
    this.db = db;
    this.#isLate = isLate;
  }

  /** @throws {TooSlow} */
  all(sql: string, ...values: readonly (number | string)[]): readonly Row[] {
    if (this.#isLate()) throw new TooSlow("a search took too long");
    const statement = this.#statements.get(sql) ?? this.db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement.all(...values);
  }

  /** Reads messages from `low` to before `below`, the newest first and not too many; `undefined` when enough was read. */
  read(low: number, below: number): readonly Row[] | undefined {
    if (this.#left <= 0) {
      this.isPartial = true;
      return undefined;
    }
    const sql = "SELECT * FROM messages WHERE n >= ? AND n < ? ORDER BY n DESC LIMIT ?";
    const rows = this.all(sql, low, below, READ_AT_ONCE);
    this.#left -= rows.length;
    return rows;
  }

  /** Where a volume has what is looked for, of all rooms, if that is in few places; `undefined` if it is in many. */
  few(volume: number, expression: string): readonly number[] | undefined {
    if (this.#few.has(volume)) return this.#few.get(volume);
    const table = tableOf(volume);
    const sql = `SELECT rowid AS n FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?`;
    const places = this.all(sql, expression, FEW).map((row) => count(row, "n"));
    const few = places.length < FEW ? places : undefined;
    this.#few.set(volume, few);
    return few;
  }
}

/** A room's messages that are looked for, one after the other. */
export class RoomStream {
  readonly room: string;
  readonly base: number;
  /** The next one, as soon as it is known. */
  head: Match | undefined;
  readonly #reader: IndexReader;
  readonly #asked: Criteria;
  readonly #isAlone: boolean;
  /** Still to be looked through, the newest last. */
  readonly #stretches: Span[];
  #below: number;
  #page = FIRST_PAGE;
  #ready: Match[] = [];

  /**
   * @param from Nothing after it: the first `n` that is too new.
   * @param to Nothing before it: the last `n` that is too old.
   */
  constructor(
    reader: IndexReader,
    asked: Criteria,
    room: { readonly name: string; readonly base: number; readonly from: number; readonly to: number },
    isAlone: boolean,
  ) {
    this.#reader = reader;
    this.#asked = asked;
    this.#isAlone = isAlone;
    this.room = room.name;
    this.base = room.base;
    this.#below = room.from;
    this.#stretches = this.#stretchesOf(room.from - 1, room.to + 1);
  }

  /** No message that is still to come is newer than this; `-Infinity` when none comes. */
  get newest(): number {
    return this.head?.message.at ?? this.#stretches.at(-1)?.newest ?? -Infinity;
  }

  /** The first `n` that is too new for what is still to come. */
  get below(): number {
    return this.head === undefined ? this.#below : this.head.n + 1;
  }

  /** Whether all has come. */
  get isDone(): boolean {
    return this.head === undefined && this.#ready.length === 0 && this.#stretches.length === 0;
  }

  /** Takes the head. */
  take(): Match | undefined {
    const { head } = this;
    this.head = this.#ready.shift();
    return head;
  }

  /** Goes on a little way towards the next head. */
  advance(): void {
    const stretch = this.#stretches.at(-1);
    if (this.head !== undefined || stretch === undefined) return;
    const isOver = stretch.volume === undefined ? this.#read(stretch) : this.#ask(stretch.volume, stretch);
    if (isOver) {
      this.#stretches.pop();
      this.#below = Math.min(this.#below, stretch.low);
      this.#page = FIRST_PAGE;
    }
    this.head = this.#ready.shift();
  }

  /** Reads what is in no volume; `true` when nothing of it is left. */
  #read({ low }: Span): boolean {
    const rows = this.#reader.read(low, this.#below) ?? [];
    this.#catch(rows);
    const last = rows.at(-1);
    if (last !== undefined) this.#below = count(last, "n");
    return last === undefined || this.#below <= low;
  }

  /** Asks a volume for the next places; `true` when it has no more. */
  #ask(volume: number, stretch: Span): boolean {
    const { expression } = this.#asked;
    const few = this.#isAlone ? undefined : this.#reader.few(volume, expression);
    const high = Math.min(stretch.high, this.#below - 1);
    let places = few?.filter((n) => n >= stretch.low && n <= high);
    if (places === undefined) {
      const table = tableOf(volume);
      const sql =
        `SELECT rowid AS n FROM ${table} WHERE ${table} MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?`;
      places = this.#reader.all(sql, expression, stretch.low, high, this.#page).map((row) => count(row, "n"));
    }
    this.#catch(places.flatMap((n) => this.#reader.all("SELECT * FROM messages WHERE n = ?", n)));
    const isOver = few !== undefined || places.length < this.#page;
    this.#below = places.at(-1) ?? this.#below;
    this.#page = Math.min(this.#page * 2, LARGEST_PAGE);
    return isOver;
  }

  #catch(rows: readonly Row[]): void {
    for (const row of rows) {
      const message = toFrame(row, this.room, this.base);
      const marks = this.#asked.marks(message);
      if (marks !== undefined) this.#ready.push({ n: count(row, "n"), message, marks });
    }
  }

  /** The stretches from `low` to `high` that may have something, the newest last. */
  #stretchesOf(high: number, low: number): Span[] {
    const rows = this.#reader.all(
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
    const { before, after, expression } = this.#asked;
    return around.filter(({ oldest, newest }) => expression !== "" && oldest < before && newest >= after)
      .map((stretch) => ({ ...stretch, low: Math.max(low, stretch.low), high: Math.min(high, stretch.high) }))
      .map((stretch) => stretch.isSorted ? this.#within(stretch) : stretch)
      .filter((stretch) => stretch.low <= stretch.high);
  }

  /** As much of a stretch as was said in the time that is asked for. */
  #within(stretch: Span): Span {
    const { before, after } = this.#asked;
    const low = after > stretch.oldest ? this.#firstAt(after, stretch) : stretch.low;
    const high = before <= stretch.newest ? this.#firstAt(before, stretch) - 1 : stretch.high;
    return { ...stretch, low, high };
  }

  /** The first message of a sorted stretch that was said at a time or later. */
  #firstAt(at: number, { low, high }: Span): number {
    let [from, to] = [low, high + 1];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const [row] = this.#reader.all("SELECT at FROM messages WHERE n = ?", middle);
      if (row === undefined || count(row, "at") < at) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** Gives what is in all streams, the newest first. Two messages of one room keep their order, whatever their times. */
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
    const caught = first.take();
    if (caught !== undefined) yield caught;
  }
}
