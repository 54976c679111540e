/**
 * The log of a room that lives as long as its server.
 *
 * @module
 */

import type { MessageFrame, Topic } from "../../protocol.ts";
import {
  type AppendResult,
  type Draft,
  type MessageRange,
  type ReadMark,
  type ServerLog,
  type StoredMember,
  type StoredRoom,
  toMessage,
  topicOf,
  type TurnWrites,
} from "./port.ts";
import type { RetentionPolicy } from "../options.ts";

/** So many messages of a room are remembered; older ones are let go, a tenth at a time. */
const REMEMBERED = 10_000;

interface MemoryRoom {
  last: number;
  topic: Topic | undefined;
  messages: MessageFrame[];
}

/** A {@linkcode ServerLog} in memory: it forgets when the server ends, and the oldest messages before that. */
export class MemoryLog implements ServerLog {
  readonly #rooms = new Map<string, MemoryRoom>();
  readonly #seats = new Map<string, StoredMember>();
  /** Per person, the messages that had an id, the oldest first. */
  readonly #sent = new Map<number, Map<string | number, MessageFrame>>();
  readonly #marks = new Map<number, Map<string, number>>();
  #person = 0;

  commit({ drafts, members, readMarks }: TurnWrites): readonly AppendResult[] {
    for (const seat of members) this.#seats.set(seat.tokenHash, seat);
    for (const mark of readMarks) this.#mark(mark);
    return drafts.map((draft) => this.#store(draft));
  }

  rooms(): readonly StoredRoom[] {
    return Array.from(
      this.#rooms,
      ([name, { last, topic }]) => ({ name, last, first: this.first(name), topic }),
    );
  }

  topic(room: string): Topic | undefined {
    return this.#rooms.get(room)?.topic;
  }

  readMarksOf(person: number): ReadonlyMap<string, number> {
    return this.#marks.get(person) ?? new Map();
  }

  last(room: string): number {
    return this.#rooms.get(room)?.last ?? 0;
  }

  first(room: string): number {
    return this.#rooms.get(room)?.messages[0]?.seq ?? this.last(room) + 1;
  }

  read(room: string, range: MessageRange): readonly MessageFrame[] {
    const messages = this.#rooms.get(room)?.messages ?? [];
    const first = messages[0]?.seq ?? 1;
    if ("after" in range) {
      const begin = Math.max(0, range.after + 1 - first);
      return messages.slice(begin, begin + range.limit);
    }
    const end = Math.max(0, Math.min(messages.length, range.before - first));
    return messages.slice(Math.max(0, end - range.limit), end);
  }

  newPersonId(): number {
    return ++this.#person;
  }

  memberByToken(tokenHash: string): StoredMember | undefined {
    return this.#seats.get(tokenHash);
  }

  presentMembers(): readonly StoredMember[] {
    return [];
  }

  noteAlive(): void {}

  trim(keep: RetentionPolicy, now: number): void {
    if (keep.kind === "forever") return;
    for (const shelf of this.#rooms.values()) {
      const { messages } = shelf;
      const isOver = (message: MessageFrame): boolean =>
        keep.kind === "count" ? message.seq <= shelf.last - keep.count : message.at < now - keep.ms;
      const kept = messages.findIndex((message) => !isOver(message));
      if (kept !== 0) this.#forget(shelf, kept < 0 ? messages.length : kept);
    }
  }

  close(): void {}

  #store({ personId, ...draft }: Draft): AppendResult {
    const sent = this.#sent.get(personId);
    const known = draft.id === undefined ? undefined : sent?.get(draft.id);
    if (known !== undefined) return { message: known, isRepeat: true };
    const shelf = this.#rooms.get(draft.room) ?? { last: 0, topic: undefined, messages: [] };
    this.#rooms.set(draft.room, shelf);
    const message = toMessage(draft, ++shelf.last);
    shelf.messages.push(message);
    if (draft.topic) shelf.topic = topicOf(message);
    if (draft.id !== undefined) this.#sent.set(personId, (sent ?? new Map()).set(draft.id, message));
    if (shelf.messages.length > REMEMBERED) this.#forget(shelf, REMEMBERED / 10);
    return { message, isRepeat: false };
  }

  #mark({ personId, room, seq }: ReadMark): void {
    const marks = this.#marks.get(personId) ?? new Map<string, number>();
    this.#marks.set(personId, marks.set(room, Math.max(seq, marks.get(room) ?? 0)));
  }

  #forget(shelf: MemoryRoom, count: number): void {
    const gone = shelf.messages.splice(0, count);
    const numbers = new Set(gone);
    for (const [person, sent] of this.#sent) {
      for (const [id, message] of sent) if (numbers.has(message)) sent.delete(id);
      if (sent.size === 0) this.#sent.delete(person);
    }
  }
}
