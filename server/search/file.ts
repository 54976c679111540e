/**
 * Searching in the log's file. It takes as long as it takes: to be called where nobody waits for anything else.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { nameKey } from "../../protocol/names.ts";
import type { MessageFrame } from "../../protocol.ts";
import { expressionOfName, marksOfName, Matcher } from "./match.ts";
import { type Criteria, IndexReader, type Match, mergeNewestFirst, RoomStream, TooSlow } from "./streams.ts";
import {
  type Hit,
  hitLimit,
  MAX_MENTIONS,
  type SearchRequest,
  type SearchResult,
  type UnreadRequest,
  type UnreadResult,
} from "./port.ts";
import { count, ROOM_SPAN, type Row, toFrame } from "../log.ts";

/** A search without the one who asks, as only the thread that has them knows them. */
export type FileSearchRequest = Omit<SearchRequest, "requester">;

/** As {@linkcode FileSearchRequest}. */
export type FileUnreadRequest = Omit<UnreadRequest, "requester">;

/** So many messages that name somebody are counted at most. */
const MENTIONS_COUNTED = 1_000;

/** Where a search goes on in a room: below this number. */
type Cursor = ReadonlyMap<number, number>;

/** Looks for messages. @param isLate Whether to give up now. */
export function searchFile(db: DatabaseSync, wanted: FileSearchRequest, isLate: () => boolean): SearchResult {
  const cursor = wanted.cursor === undefined ? undefined : readCursor(wanted.cursor);
  if (cursor === null) return { kind: "bad-cursor" };
  return inOneMoment(db, () => {
    const reader = new IndexReader(db, isLate);
    const { before = Infinity, after = -Infinity, context } = wanted.query;
    const matcher = new Matcher(wanted.query);
    const asked: Criteria = {
      before,
      after,
      expression: matcher.expression,
      marks: (one) => matcher.marks(one),
    };
    const rooms = [...new Set(wanted.rooms)].flatMap((name) => roomOf(reader, name)).filter((room) =>
      room.last > 0
    );
    const streams = rooms.flatMap(({ name, base, last }) => {
      const below = cursor === undefined ? last + 1 : cursor.get(base / ROOM_SPAN);
      if (below === undefined) return [];
      const from = base + Math.min(below, last + 1);
      return new RoomStream(reader, asked, { name, base, from, to: base }, rooms.length === 1);
    });
    const limit = hitLimit(wanted.limit, context);
    const caught: Match[] = [];
    for (const one of mergeNewestFirst(streams)) {
      caught.push(one);
      if (caught.length === limit) break;
    }
    const left = streams.filter((stream) => !stream.isDone);
    return {
      kind: "found",
      hits: withContext(reader, caught, context),
      count: caught.length,
      more: caught.length < limit || left.length === 0 ? undefined : writeCursor(left),
      isPartial: reader.isPartial,
    };
  });
}

/** Counts what is not read. @param isLate Whether to give up now. */
export function countUnread(
  db: DatabaseSync,
  wanted: FileUnreadRequest,
  isLate: () => boolean,
): UnreadResult {
  return inOneMoment(db, () => {
    const reader = new IndexReader(db, isLate);
    const asked = criteriaForName(wanted.name);
    const rooms = wanted.rooms.flatMap(({ room, after }) =>
      roomOf(reader, room).filter(({ last }) => last > after).map((one) => ({ ...one, after }))
    );
    const streams = rooms.map(({ name, base, last, after }) =>
      new RoomStream(
        reader,
        asked,
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
        const [row] = reader.all("SELECT * FROM messages WHERE n = ?", base + last);
        const [first] = reader.all("SELECT n FROM messages WHERE n > ? ORDER BY n LIMIT 1", base + after);
        if (row === undefined || first === undefined) return []; // Nothing of it is kept any more.
        return [{
          room: name,
          count: base + last + 1 - count(first, "n"),
          mentions: mentions.filter(({ message }) => message.room === name).length,
          last: toFrame(row, name, base),
        }];
      }),
    };
  });
}

/** What finds messages in which others name somebody. */
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

/** Has all that is read be of one moment, while others write. */
function inOneMoment<Result>(db: DatabaseSync, run: () => Result): Result | { readonly kind: "slow" } {
  db.exec("BEGIN");
  try {
    return run();
  } catch (error) {
    if (error instanceof TooSlow) return { kind: "slow" };
    throw error;
  } finally {
    db.exec("COMMIT");
  }
}

interface FileRoom {
  readonly name: string;
  readonly base: number;
  readonly last: number;
}

function roomOf(reader: IndexReader, name: string): readonly FileRoom[] {
  return reader.all("SELECT id, last FROM rooms WHERE name = ?", name).map((row: Row) => ({
    name,
    base: count(row, "id") * ROOM_SPAN,
    last: count(row, "last"),
  }));
}

/** The hits with what stands around them; what is itself a hit, or stands near two, comes once. */
function withContext(reader: IndexReader, caught: readonly Match[], context: number): readonly Hit[] {
  const known = new Set(caught.map(({ n }) => n));
  return caught.flatMap(({ n, message, marks }) => {
    const hit: Hit = { message, marks, isNear: false };
    if (context === 0) return [hit];
    const base = n - message.seq;
    // No key goes from one room over into another: none has 2^40 messages.
    const sql = "SELECT * FROM messages WHERE n > ? AND n <= ? ORDER BY n";
    const near = reader.all(sql, Math.max(base, n - context - 1), n + context)
      .filter((row) => !known.has(count(row, "n")));
    for (const row of near) known.add(count(row, "n"));
    const hits = near.map((row): Hit => ({
      message: toFrame(row, message.room, base),
      marks: [],
      isNear: true,
    }));
    const older = hits.filter((one) => one.message.seq < message.seq);
    return [...older, hit, ...hits.slice(older.length)];
  });
}

/** In which rooms there is more, and below which number: `room.seq` in base 36, joined by `-`. */
function writeCursor(streams: readonly RoomStream[]): string {
  return streams.map(({ base, below }) => `${(base / ROOM_SPAN).toString(36)}.${(below - base).toString(36)}`)
    .join("-");
}

/** `null` when it is no cursor of ours. */
function readCursor(cursor: string): Cursor | null {
  const places = new Map<number, number>();
  for (const part of cursor.split("-")) {
    const [, room = "", seq = ""] = /^([0-9a-z]{1,8})\.([0-9a-z]{1,8})$/.exec(part) ?? [];
    if (room === "") return null;
    places.set(parseInt(room, 36), parseInt(seq, 36));
  }
  return places;
}
