/**
 * Searching the log's file, with the index beside it. It may take long: to be called on a thread where nothing else waits.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { MessageFrame } from "../../../protocol.ts";
import { expressionOfName, marksOfName, Matcher } from "./match.ts";
import {
  type Criteria,
  IndexReader,
  type Match,
  mergeNewestFirst,
  RoomStream,
  type SearchFiles,
  TooSlow,
} from "./streams.ts";
import {
  type Hit,
  hitLimit,
  MAX_MENTIONS,
  type SearchRequest,
  type SearchResult,
  type UnreadRequest,
  type UnreadResult,
} from "./port.ts";
import { count, inTransaction, ROOM_SPAN, type Row, text, toFrame } from "../log.ts";

/** A search without its requester, whom only the thread that has them knows. */
export type FileSearchRequest = Omit<SearchRequest, "requester">;

/** A count without its requester. */
export type FileUnreadRequest = Omit<UnreadRequest, "requester">;

/** The most mentions that are counted. */
const MENTIONS_COUNTED = 1_000;

/** Where a search goes on in each room: below this number. */
type Cursor = ReadonlyMap<number, number>;

/** Searches messages. @param isLate Tells whether to give up now. */
export function searchFile(
  files: SearchFiles,
  request: FileSearchRequest,
  isLate: () => boolean,
): SearchResult {
  const cursor = request.cursor === undefined ? undefined : readCursor(request.cursor);
  if (cursor === null) return { kind: "bad-cursor" };
  return inReadTransactions(files, () => {
    const reader = new IndexReader(files, isLate);
    const { before = Infinity, after = -Infinity, context } = request.query;
    const matcher = new Matcher(request.query);
    const criteria: Criteria = {
      before,
      after,
      expression: matcher.expression,
      marks: (one) => matcher.marks(one),
    };
    const rooms = [...new Set(request.rooms)].flatMap((name) => roomOf(reader, name)).filter((room) =>
      room.last > 0
    );
    const streams = rooms.flatMap(({ name, base, last }) => {
      const below = cursor === undefined ? last + 1 : cursor.get(base / ROOM_SPAN);
      if (below === undefined) return [];
      const from = base + Math.min(below, last + 1);
      return new RoomStream(reader, criteria, { name, base, from, to: base }, rooms.length === 1);
    });
    const limit = hitLimit(request.limit, context);
    const matches: Match[] = [];
    for (const one of mergeNewestFirst(streams)) {
      matches.push(one);
      if (matches.length === limit) break;
    }
    const left = streams.filter((stream) => !stream.isDone);
    return {
      kind: "found",
      hits: withContext(reader, matches, context),
      count: matches.length,
      more: matches.length < limit || left.length === 0 ? undefined : writeCursor(left),
      isPartial: reader.isPartial,
    };
  });
}

/** Counts unread messages and mentions. @param isLate Tells whether to give up now. */
export function countUnread(
  files: SearchFiles,
  request: FileUnreadRequest,
  isLate: () => boolean,
): UnreadResult {
  return inReadTransactions(files, () => {
    const reader = new IndexReader(files, isLate);
    const criteria = criteriaForName(request.name);
    const rooms = request.rooms.flatMap(({ room, after }) =>
      roomOf(reader, room).filter(({ last }) => last > after).map((one) => ({ ...one, after }))
    );
    const streams = rooms.map(({ name, base, last, after }) =>
      new RoomStream(
        reader,
        criteria,
        { name, base, from: base + last + 1, to: base + after },
        rooms.length === 1,
      )
    );
    const mentions: Match[] = [];
    for (const one of mergeNewestFirst(streams)) {
      mentions.push(one);
      if (mentions.length === MENTIONS_COUNTED) break;
    }
    return {
      kind: "unread",
      mentions: mentions.slice(0, MAX_MENTIONS).reverse().map(({ message, marks }) => ({
        message,
        marks,
        isNear: false,
      })),
      rooms: rooms.flatMap(({ name, base, last, after }) => {
        const [row] = reader.log("SELECT * FROM messages WHERE n = ?", base + last);
        const [first] = reader.log("SELECT n FROM messages WHERE n > ? ORDER BY n LIMIT 1", base + after);
        if (row === undefined || first === undefined) return []; // Nothing of it is kept any more.
        const unread = base + last + 1 - count(first, "n") -
          countOwn(reader, request.name, base, after, last);
        return unread <= 0 ? [] : [{
          room: name,
          count: unread,
          mentions: mentions.filter(({ message }) => message.room === name).length,
          last: toFrame(row, name, base, reader.ids),
        }];
      }),
    };
  });
}

/** Counts what somebody said themselves in a room, by this name however it was written: nothing to catch up on. */
function countOwn(reader: IndexReader, name: string, base: number, after: number, last: number): number {
  const key = nameKey(name);
  return reader.log(
    "SELECT sender, count(*) AS said FROM messages WHERE n > ? AND n <= ? GROUP BY sender",
    base + after,
    base + last,
  ).reduce((sum, row) => nameKey(text(row, "sender")) === key ? sum + count(row, "said") : sum, 0);
}

/** Makes the criteria of messages in which others mention a name. */
export function criteriaForName(name: string): Criteria {
  const key = nameKey(name);
  return {
    expression: expressionOfName(name),
    before: Infinity,
    after: -Infinity,
    marks({ from, text }: MessageFrame) {
      const marks = nameKey(from) === key ? [] : marksOfName(text, name);
      return marks.length === 0 ? undefined : marks;
    },
  };
}

/** Reads each file as of one moment, while others write; `slow` when it took too long. */
function inReadTransactions<Result>(
  { log, index }: SearchFiles,
  run: () => Result,
): Result | { readonly kind: "slow" } {
  try {
    const inLog = (): Result => inTransaction(log, "read", run);
    return index === undefined ? inLog() : inTransaction(index, "read", inLog);
  } catch (error) {
    if (error instanceof TooSlow) return { kind: "slow" };
    throw error;
  }
}

/** A room of the file. */
interface FileRoom {
  readonly name: string;
  readonly base: number;
  readonly last: number;
}

function roomOf(reader: IndexReader, name: string): readonly FileRoom[] {
  return reader.log("SELECT id, last FROM rooms WHERE name = ?", name).map((row: Row) => ({
    name,
    base: count(row, "id") * ROOM_SPAN,
    last: count(row, "last"),
  }));
}

/** Adds the messages around the hits; one that is a hit itself, or near two, comes once. */
function withContext(reader: IndexReader, matches: readonly Match[], context: number): readonly Hit[] {
  const known = new Set(matches.map(({ n }) => n));
  return matches.flatMap(({ n, message, marks }) => {
    const hit: Hit = { message, marks, isNear: false };
    if (context === 0) return [hit];
    const base = n - message.seq;
    // No key goes from one room over into another: none has 2^40 messages.
    const sql = "SELECT * FROM messages WHERE n > ? AND n <= ? ORDER BY n";
    const near = reader.log(sql, Math.max(base, n - context - 1), n + context)
      .filter((row) => !known.has(count(row, "n")));
    for (const row of near) known.add(count(row, "n"));
    const hits = near.map((row): Hit => ({
      message: toFrame(row, message.room, base, reader.ids),
      marks: [],
      isNear: true,
    }));
    const older = hits.filter((one) => one.message.seq < message.seq);
    return [...older, hit, ...hits.slice(older.length)];
  });
}

/** Encodes the rooms in which there is more, and below which number: `room.seq` in base 36, joined by `-`. */
function writeCursor(streams: readonly RoomStream[]): string {
  return streams.map(({ base, below }) => `${(base / ROOM_SPAN).toString(36)}.${(below - base).toString(36)}`)
    .join("-");
}

/** Decodes a cursor; `null` when it is none of ours. */
function readCursor(cursor: string): Cursor | null {
  const places = new Map<number, number>();
  for (const part of cursor.split("-")) {
    const [, room = "", seq = ""] = /^([0-9a-z]{1,8})\.([0-9a-z]{1,8})$/.exec(part) ?? [];
    if (room === "") return null;
    places.set(parseInt(room, 36), parseInt(seq, 36));
  }
  return places;
}
