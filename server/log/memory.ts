/**
 * The log of a room that lives as long as its server.
 *
 * @module
 */

import type { MessageFrame, Topic } from "../../protocol.ts";
import {
  type Draft,
  type Entry,
  type History,
  type Keep,
  type KeptRoom,
  numbered,
  type Range,
  type ReadMark,
  type Seat,
  type Stored,
  topicOf,
} from "../log.ts";

/** So many messages of a room are remembered; older ones are let go, a tenth at a time. */
const REMEMBERED = 10_000;

interface Shelf {
  last: number;
  topic: Topic | undefined;
  messages: MessageFrame[];
}

/** A {@linkcode History} in memory: it forgets when the server ends, and the oldest messages before that. */
export class EphemeralHistory implements History {
  readonly #rooms = new Map<string, Shelf>();
  readonly #seats = new Map<string, Seat>();
  /** Per person, the messages that had an id, the oldest first. */
  readonly #sent = new Map<number, Map<string | number, MessageFrame>>();
  readonly #marks = new Map<number, Map<string, number>>();
  #person = 0;

  append({ drafts, seats, reads }: Entry): readonly Stored[] {
    for (const seat of seats) this.#seats.set(seat.tokenHash, seat);
    for (const mark of reads) this.#mark(mark);
    return drafts.map((draft) => this.#store(draft));
  }

  rooms(): readonly KeptRoom[] {
    return Array.from(
      this.#rooms,
      ([name, { last, topic }]) => ({ name, last, first: this.first(name), topic }),
    );
  }

  topic(room: string): Topic | undefined {
    return this.#rooms.get(room)?.topic;
  }

  marks(person: number): ReadonlyMap<string, number> {
    return this.#marks.get(person) ?? new Map();
  }

  last(room: string): number {
    return this.#rooms.get(room)?.last ?? 0;
  }

  first(room: string): number {
    return this.#rooms.get(room)?.messages[0]?.seq ?? this.last(room) + 1;
  }

  read(room: string, range: Range): readonly MessageFrame[] {
    const messages = this.#rooms.get(room)?.messages ?? [];
    const first = messages[0]?.seq ?? 1;
    if ("after" in range) {
      const begin = Math.max(0, range.after + 1 - first);
      return messages.slice(begin, begin + range.limit);
    }
    const end = Math.max(0, Math.min(messages.length, range.before - first));
    return messages.slice(Math.max(0, end - range.limit), end);
  }

  newPerson(): number {
    return ++this.#person;
  }

  seat(tokenHash: string): Seat | undefined {
    return this.#seats.get(tokenHash);
  }

  present(): readonly Seat[] {
    return [];
  }

  alive(): void {}

  trim(keep: Keep, now: number): void {
    if (keep.kind === "forever") return;
    for (const shelf of this.#rooms.values()) {
      const { messages } = shelf;
      const isOver = (message: MessageFrame): boolean =>
        keep.kind === "count" ? message.seq <= shelf.last - keep.count : message.at < now - keep.ms;
      const kept = messages.findIndex((message) => !isOver(message));
      if (kept !== 0) this.#forget(shelf, kept < 0 ? messages.length : kept);
    }
  }

  readonly unindexed = 0;

  index(): boolean {
    return false;
  }

  close(): void {}

  #store({ person, ...draft }: Draft): Stored {
    const sent = this.#sent.get(person);
    const known = draft.id === undefined ? undefined : sent?.get(draft.id);
    if (known !== undefined) return { message: known, isRepeat: true };
    const shelf = this.#rooms.get(draft.room) ?? { last: 0, topic: undefined, messages: [] };
    this.#rooms.set(draft.room, shelf);
    const message = numbered(draft, ++shelf.last);
    shelf.messages.push(message);
    if (draft.topic) shelf.topic = topicOf(message);
    if (draft.id !== undefined) this.#sent.set(person, (sent ?? new Map()).set(draft.id, message));
    if (shelf.messages.length > REMEMBERED) this.#forget(shelf, REMEMBERED / 10);
    return { message, isRepeat: false };
  }

  #mark({ person, room, seq }: ReadMark): void {
    const marks = this.#marks.get(person) ?? new Map<string, number>();
    this.#marks.set(person, marks.set(room, Math.max(seq, marks.get(room) ?? 0)));
  }

  #forget(shelf: Shelf, count: number): void {
    const gone = shelf.messages.splice(0, count);
    const numbers = new Set(gone);
    for (const [person, sent] of this.#sent) {
      for (const [id, message] of sent) if (numbers.has(message)) sent.delete(id);
      if (sent.size === 0) this.#sent.delete(person);
    }
  }
}
