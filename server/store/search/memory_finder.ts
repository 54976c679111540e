/**
 * Searching a log in memory: so little is kept that reading it is quick, a part of it in each turn.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Clock } from "../../../net/clock.ts";
import type { MessageFrame } from "../../../protocol.ts";
import { criteriaForName } from "./search_file.ts";
import { type Mark, Matcher } from "./match.ts";
import {
  type Finder,
  type Hit,
  hitLimit,
  MAX_MENTIONS,
  type SearchRequest,
  type SearchResult,
  type UnreadRequest,
  type UnreadResult,
} from "./port.ts";
import type { MessageLog } from "../log.ts";

/** The number of messages that are read in one turn: about a millisecond. */
const READ_A_TURN = 500;

/** The most members who may search at once. */
const MAX_SEARCHES = 32;

/** A room that is being read backwards. */
interface RoomCursor {
  readonly room: string;
  /** The first number that is wanted. */
  readonly from: number;
  /** The next message, if there is one. */
  next: MessageFrame | undefined;
}

/** A search or a count, and how far it is. */
interface Scan {
  readonly cursors: readonly RoomCursor[];
  readonly marks: (message: MessageFrame) => readonly Mark[] | undefined;
  readonly limit: number;
  readonly hits: Hit[];
}

/** A scan that has begun, and what is called when it is over, or when another replaces it. */
interface RunningScan {
  readonly scan: Scan;
  finish(isOver: boolean): void;
}

/** A {@linkcode Finder} for a log whose messages can be read at once. */
export class MemoryFinder implements Finder {
  readonly #log: Pick<MessageLog, "read" | "last" | "first">;
  readonly #canSearch: boolean;
  readonly #clock: Clock;
  /** By their requesters. */
  readonly #searches = new Map<unknown, RunningScan>();
  readonly #counts = new Map<unknown, RunningScan>();
  #isClosed = false;

  /** @param canSearch Whether search is on; what is unread is counted in any case. */
  constructor(log: Pick<MessageLog, "read" | "last" | "first">, canSearch: boolean, clock: Clock) {
    this.#canSearch = canSearch;
    this.#log = log;
    this.#clock = clock;
  }

  search(
    { requester, query, rooms, limit, cursor }: SearchRequest,
    done: (found: SearchResult) => void,
  ): void {
    if (!this.#canSearch) return done({ kind: "off" });
    const ends = cursor === undefined ? undefined : readCursor(cursor);
    if (ends === null) return this.#later(() => done({ kind: "bad-cursor" }));
    const matcher = new Matcher(query);
    const cursors = [...new Set(rooms)].flatMap((room) => {
      const end = ends === undefined ? Infinity : ends.get(room);
      return end === undefined ? [] : this.#cursor(room, end, 1);
    });
    const most = hitLimit(limit, query.context);
    const scan = { cursors, marks: (one: MessageFrame) => matcher.marks(one), limit: most, hits: [] };
    this.#begin<Extract<SearchResult, { kind: "found" }>>(
      this.#searches,
      requester,
      scan,
      done,
      ({ hits }) => {
        const left = cursors.filter(({ next }) => next !== undefined);
        return {
          kind: "found",
          hits: this.#withContext(hits, query.context),
          count: hits.length,
          more: hits.length < most || left.length === 0 ? undefined : writeCursor(left),
          isPartial: false,
        };
      },
    );
  }

  unread({ requester, name, rooms }: UnreadRequest, done: (unread: UnreadResult) => void): void {
    const behind = rooms.filter(({ room, after }) => this.#log.last(room) > after);
    const cursors = behind.map(({ room, after }) => this.#cursor(room, Infinity, after + 1));
    const criteria = criteriaForName(name);
    const own = new Map<string, number>(); // By room: what one said oneself is nothing to catch up on.
    const marks = (message: MessageFrame): readonly Mark[] | undefined => {
      const { room, from } = message;
      if (nameKey(from) === nameKey(name)) own.set(room, (own.get(room) ?? 0) + 1);
      return criteria.marks(message);
    };
    const scan = { cursors, marks, limit: Infinity, hits: [] };
    this.#begin<Extract<UnreadResult, { kind: "unread" }>>(
      this.#counts,
      requester,
      scan,
      done,
      ({ hits }) => ({
        kind: "unread",
        mentions: hits.slice(0, MAX_MENTIONS).reverse(),
        rooms: behind.flatMap(({ room, after }) => {
          const [last] = this.#log.read(room, { before: Infinity, limit: 1 });
          if (last === undefined) return [];
          const count = last.seq + 1 - Math.max(after + 1, this.#log.first(room)) - (own.get(room) ?? 0);
          if (count <= 0) return [];
          const mentions = hits.filter(({ message }) => message.room === room).length;
          return [{ room, count, mentions, last }];
        }),
      }),
    );
  }

  close(): void {
    this.#isClosed = true;
  }

  #later(run: () => void): void {
    this.#clock.after(0, () => this.#isClosed || run());
  }

  /** Scans in later turns; a requester's new scan replaces their last one, and goes on in its turns. */
  #begin<Result>(
    scans: Map<unknown, RunningScan>,
    requester: unknown,
    scan: Scan,
    done: (result: Result | { readonly kind: "slow" }) => void,
    result: (scan: Scan) => Result,
  ): void {
    const older = scans.get(requester);
    if (scans.size >= MAX_SEARCHES && older === undefined) return done({ kind: "slow" });
    scans.set(requester, { scan, finish: (isOver) => done(isOver ? result(scan) : { kind: "slow" }) });
    if (older !== undefined) return older.finish(false);
    const step = (): void => {
      const running = scans.get(requester);
      if (running === undefined) return;
      if (!this.#isOver(running.scan)) return this.#later(step);
      scans.delete(requester);
      running.finish(true);
    };
    this.#later(step);
  }

  /** Reads a part, always the newest message of all rooms; `true` when there is nothing left to read. */
  #isOver({ cursors, marks, limit, hits }: Scan): boolean {
    for (let i = 0; i < READ_A_TURN; i++) {
      let place: RoomCursor | undefined;
      for (const one of cursors) {
        if (one.next !== undefined && (place?.next === undefined || one.next.at > place.next.at)) place = one;
      }
      if (place?.next === undefined) return true;
      const message = place.next;
      place.next = this.#before(place.room, message.seq, place.from);
      const found = marks(message);
      if (found !== undefined) hits.push({ message, marks: found, isNear: false });
      if (hits.length >= limit) return true;
    }
    return false;
  }

  #cursor(room: string, below: number, from: number): RoomCursor {
    return { room, from, next: this.#before(room, below, from) };
  }

  #before(room: string, below: number, from: number): MessageFrame | undefined {
    const [message] = this.#log.read(room, { before: below, limit: 1 });
    return message !== undefined && message.seq >= from ? message : undefined;
  }

  #withContext(hits: readonly Hit[], context: number): readonly Hit[] {
    if (context === 0) return hits;
    const keyOf = ({ room, seq }: MessageFrame): string => `${room} ${seq}`;
    const known = new Set(hits.map(({ message }) => keyOf(message)));
    return hits.flatMap((hit) => {
      const { room, seq } = hit.message;
      const near = this.#log.read(room, { after: Math.max(0, seq - context - 1), limit: 2 * context + 1 })
        .filter((message) => message.seq <= seq + context && !known.has(keyOf(message)))
        .map((message): Hit => ({ message, marks: [], isNear: true }));
      for (const { message } of near) known.add(keyOf(message));
      const older = near.filter(({ message }) => message.seq < seq);
      return [...older, hit, ...near.slice(older.length)];
    });
  }
}

/** Encodes below which number there is more in each room. */
function writeCursor(cursors: readonly RoomCursor[]): string {
  return JSON.stringify(cursors.map(({ room, next }) => [room, (next?.seq ?? 0) + 1]));
}

/** Decodes a cursor; `null` when it is none of ours. */
function readCursor(cursor: string): ReadonlyMap<string, number> | null {
  try {
    const read: unknown = JSON.parse(cursor);
    if (!Array.isArray(read)) return null;
    const cursors = new Map<string, number>();
    for (const place of read) {
      if (!Array.isArray(place) || typeof place[0] !== "string" || !Number.isSafeInteger(place[1])) {
        return null;
      }
      cursors.set(place[0], place[1]);
    }
    return cursors;
  } catch {
    return null; // Not even JSON.
  }
}
