/**
 * Finding in a log that is in memory: so little is kept that reading it is quick, a part of it in each turn.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { MessageFrame } from "../../protocol.ts";
import { criteriaForName } from "./file.ts";
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
import type { ServerLog } from "../log.ts";

/** So many messages are read in one turn: about a millisecond. */
const PART = 500;

/** So many people may search at once. */
const MOST_SEARCHES = 32;

/** A room that is being read, from its newest message on. */
interface Place {
  readonly room: string;
  /** Nothing before this number is wanted. */
  readonly from: number;
  /** The next message, if there is one. */
  next: MessageFrame | undefined;
}

/** What was caught of a walk, and where it ended. */
interface Walk {
  readonly places: readonly Place[];
  readonly marks: (message: MessageFrame) => readonly Mark[] | undefined;
  readonly limit: number;
  readonly caught: Hit[];
}

/** A walk that has begun, and who is to be told when it is over, or when another takes its place. */
interface Begun {
  readonly walk: Walk;
  finish(isOver: boolean): void;
}

/** A {@linkcode Finder} for a log that can be read at once. */
export class MemoryFinder implements Finder {
  readonly #history: Pick<ServerLog, "read" | "last" | "first">;
  readonly #canSearch: boolean;
  readonly #clock: Clock;
  /** By who asked. */
  readonly #searches = new Map<unknown, Begun>();
  readonly #counts = new Map<unknown, Begun>();
  #isClosed = false;

  /** @param canSearch Whether anything is to be found; what is unread is counted in any case. */
  constructor(history: Pick<ServerLog, "read" | "last" | "first">, canSearch: boolean, clock: Clock) {
    this.#canSearch = canSearch;
    this.#history = history;
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
    const places = [...new Set(rooms)].flatMap((room) => {
      const end = ends === undefined ? Infinity : ends.get(room);
      return end === undefined ? [] : this.#place(room, end, 1);
    });
    const most = hitLimit(limit, query.context);
    const walk = { places, marks: (one: MessageFrame) => matcher.marks(one), limit: most, caught: [] };
    this.#begin<Extract<SearchResult, { kind: "found" }>>(
      this.#searches,
      requester,
      walk,
      done,
      ({ caught }) => {
        const left = places.filter(({ next }) => next !== undefined);
        return {
          kind: "found",
          hits: this.#withContext(caught, query.context),
          count: caught.length,
          more: caught.length < most || left.length === 0 ? undefined : writeCursor(left),
          isPartial: false,
        };
      },
    );
  }

  unread({ requester, name, rooms }: UnreadRequest, done: (unread: UnreadResult) => void): void {
    const behind = rooms.filter(({ room, after }) => this.#history.last(room) > after);
    const places = behind.map(({ room, after }) => this.#place(room, Infinity, after + 1));
    const { marks } = criteriaForName(name);
    const walk = { places, marks, limit: Infinity, caught: [] };
    this.#begin<Extract<UnreadResult, { kind: "unread" }>>(
      this.#counts,
      requester,
      walk,
      done,
      ({ caught }) => ({
        kind: "unread",
        mentions: caught.slice(0, MAX_MENTIONS).reverse(),
        rooms: behind.flatMap(({ room, after }) => {
          const [last] = this.#history.read(room, { before: Infinity, limit: 1 });
          if (last === undefined) return [];
          const count = last.seq + 1 - Math.max(after + 1, this.#history.first(room));
          const mentions = caught.filter(({ message }) => message.room === room).length;
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

  /** Walks in turns to come; somebody's new walk takes the place of their last one, and goes on in its turns. */
  #begin<Result>(
    walks: Map<unknown, Begun>,
    requester: unknown,
    walk: Walk,
    done: (result: Result | { readonly kind: "slow" }) => void,
    result: (walk: Walk) => Result,
  ): void {
    const older = walks.get(requester);
    if (walks.size >= MOST_SEARCHES && older === undefined) return done({ kind: "slow" });
    walks.set(requester, { walk, finish: (isOver) => done(isOver ? result(walk) : { kind: "slow" }) });
    if (older !== undefined) return older.finish(false);
    const go = (): void => {
      const begun = walks.get(requester);
      if (begun === undefined) return;
      if (!this.#isOver(begun.walk)) return this.#later(go);
      walks.delete(requester);
      begun.finish(true);
    };
    this.#later(go);
  }

  /** Reads a part, always the newest message of all rooms; `true` when there is no more to read. */
  #isOver({ places, marks, limit, caught }: Walk): boolean {
    for (let i = 0; i < PART; i++) {
      let place: Place | undefined;
      for (const one of places) {
        if (one.next !== undefined && (place?.next === undefined || one.next.at > place.next.at)) place = one;
      }
      if (place?.next === undefined) return true;
      const message = place.next;
      place.next = this.#before(place.room, message.seq, place.from);
      const found = marks(message);
      if (found !== undefined) caught.push({ message, marks: found, isNear: false });
      if (caught.length >= limit) return true;
    }
    return false;
  }

  #place(room: string, below: number, from: number): Place {
    return { room, from, next: this.#before(room, below, from) };
  }

  #before(room: string, below: number, from: number): MessageFrame | undefined {
    const [message] = this.#history.read(room, { before: below, limit: 1 });
    return message !== undefined && message.seq >= from ? message : undefined;
  }

  #withContext(hits: readonly Hit[], context: number): readonly Hit[] {
    if (context === 0) return hits;
    const keyOf = ({ room, seq }: MessageFrame): string => `${room} ${seq}`;
    const known = new Set(hits.map(({ message }) => keyOf(message)));
    return hits.flatMap((hit) => {
      const { room, seq } = hit.message;
      const near = this.#history.read(room, { after: Math.max(0, seq - context - 1), limit: 2 * context + 1 })
        .filter((message) => message.seq <= seq + context && !known.has(keyOf(message)))
        .map((message): Hit => ({ message, marks: [], isNear: true }));
      for (const { message } of near) known.add(keyOf(message));
      const older = near.filter(({ message }) => message.seq < seq);
      return [...older, hit, ...near.slice(older.length)];
    });
  }
}

/** Below which number there is more, by room. */
function writeCursor(places: readonly Place[]): string {
  return JSON.stringify(places.map(({ room, next }) => [room, (next?.seq ?? 0) + 1]));
}

/** `null` when it is no cursor of ours. */
function readCursor(cursor: string): ReadonlyMap<string, number> | null {
  try {
    const read: unknown = JSON.parse(cursor);
    if (!Array.isArray(read)) return null;
    const places = new Map<string, number>();
    for (const place of read) {
      if (!Array.isArray(place) || typeof place[0] !== "string" || !Number.isSafeInteger(place[1])) {
        return null;
      }
      places.set(place[0], place[1]);
    }
    return places;
  } catch {
    return null; // Not even JSON.
  }
}
