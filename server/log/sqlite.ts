/**
 * The log in one SQLite file.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { MessageFrame, Topic } from "../../protocol.ts";
import {
  type AppendResult,
  type Draft,
  type MessageRange,
  type ServerLog,
  type StoredMember,
  type StoredRoom,
  toMessage,
  topicOf,
  type TurnWrites,
} from "./port.ts";
import type { RetentionPolicy } from "../options.ts";
import { CannotStore, storageProblemOf } from "./errors.ts";
import { BATCH, MessageTable } from "./message_table.ts";
import { count, ROOM_SPAN, type Row, text, toFrame } from "./rows.ts";
import { dropVolume, SearchIndex } from "../search.ts";
import { MemberTable } from "./member_table.ts";

/** So many messages at most are let go at once. */
const TRIM_AT_ONCE = 500;

/** A room as the log knows it. */
interface OpenRoom {
  readonly name: string;
  readonly base: number;
  last: number;
  topic: Topic | undefined;
}

/** A {@linkcode ServerLog} that survives its server. */
export class SqliteLog implements ServerLog {
  readonly #db: DatabaseSync;
  readonly #lock: DatabaseSync;
  readonly #rooms = new Map<string, OpenRoom>();
  readonly #seats: MemberTable;
  /** What the rooms of this turn were like before it; nothing for a room that began in it. */
  readonly #before = new Map<OpenRoom, Pick<OpenRoom, "last" | "topic"> | undefined>();
  readonly #messages: MessageTable;
  readonly #setLast: StatementSync;
  readonly #setTopic: StatementSync;
  readonly #alive: StatementSync;
  readonly #young: StatementSync;
  readonly #forget: StatementSync;
  readonly #index: SearchIndex | undefined;
  #person: number;

  /** @param hasIndex Whether an index for searching is kept; one that is there goes if not. */
  constructor(db: DatabaseSync, lock: DatabaseSync, hasIndex = true) {
    this.#db = db;
    this.#lock = lock;
    this.#messages = new MessageTable(db);
    this.#setLast = db.prepare("UPDATE rooms SET last = ? WHERE id = ?");
    this.#setTopic = db.prepare("UPDATE rooms SET topic = ?, topic_from = ?, topic_at = ? WHERE id = ?");
    this.#alive = db.prepare("UPDATE server SET alive = ? WHERE one = 1");
    this.#young = db.prepare(
      "SELECT n FROM (SELECT n, at FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?) WHERE at >= ? ORDER BY n LIMIT 1",
    );
    this.#forget = db.prepare(
      "DELETE FROM messages WHERE n IN (SELECT n FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?)",
    );
    for (const { name, base, last, topic } of roomsOf(db)) this.#rooms.set(name, { name, base, last, topic });
    this.#seats = new MemberTable(db);
    this.#person = this.#seats.most;
    if (hasIndex) this.#index = new SearchIndex(db, () => this.#rooms.values());
  }

  commit({ drafts, members, readMarks }: TurnWrites): readonly AppendResult[] {
    this.#before.clear();
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      const stored = this.#storeAll(drafts);
      for (const [room, before] of this.#before) this.#keep(room, before?.topic);
      for (const seat of members) this.#seats.put(seat);
      for (const mark of readMarks) this.#seats.read(mark);
      this.#db.exec("COMMIT");
      for (const [room, before] of this.#before) this.#index?.appended(room, room.last - (before?.last ?? 0));
      return stored;
    } catch (error) {
      this.#rollBack();
      this.#forgetTurn();
      throw new CannotStore(storageProblemOf(error), "", error);
    }
  }

  rooms(): readonly StoredRoom[] {
    return Array.from(this.#rooms.values(), ({ name, last, topic }) => ({
      name,
      first: this.first(name),
      last,
      topic,
    }));
  }

  topic(room: string): Topic | undefined {
    return this.#rooms.get(room)?.topic;
  }

  readMarksOf(person: number): ReadonlyMap<string, number> {
    return this.#seats.marks(person);
  }

  last(room: string): number {
    return this.#rooms.get(room)?.last ?? 0;
  }

  first(room: string): number {
    const [message] = this.read(room, { after: 0, limit: 1 });
    return message?.seq ?? this.last(room) + 1;
  }

  read(room: string, range: MessageRange): readonly MessageFrame[] {
    const known = this.#rooms.get(room);
    if (known === undefined) return [];
    const { base } = known;
    const limit = Math.max(0, range.limit);
    const frame = (row: Row): MessageFrame => toFrame(row, room, base);
    if ("after" in range) {
      return this.#messages.after(base + Math.max(0, range.after), base + ROOM_SPAN, limit).map(frame);
    }
    return this.#messages.before(base, base + Math.min(range.before, ROOM_SPAN), limit).map(frame).reverse();
  }

  newPersonId(): number {
    return ++this.#person;
  }

  memberByToken(tokenHash: string): StoredMember | undefined {
    return this.#seats.get(tokenHash);
  }

  presentMembers(now: number, within: number): readonly StoredMember[] {
    return this.#seats.present(now, within);
  }

  noteAlive(now: number): void {
    this.#alive.run(now);
  }

  trim(keep: RetentionPolicy, now: number): void {
    if (keep.kind === "forever") return;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const room of this.#rooms.values()) this.#trimRoom(room, keep, now);
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  get unindexed(): number {
    return this.#index?.waiting ?? 0;
  }

  index(): boolean {
    if (this.#index === undefined) return dropVolume(this.#db, "any");
    return this.#index.step() || this.#index.dropUnused();
  }

  close(): void {
    this.#db.close();
    this.#lock.close();
  }

  #trimRoom(room: OpenRoom, keep: Exclude<RetentionPolicy, { kind: "forever" }>, now: number): void {
    const { base, last } = room;
    const forget = (end: number): void => {
      const { changes } = this.#forget.run(base, end, TRIM_AT_ONCE);
      if (Number(changes) > 0) this.#index?.forget(room, base + this.first(room.name) - 1);
    };
    if (keep.kind === "count") return forget(base + Math.max(0, last - keep.count) + 1);
    // Up to the first that is young enough: time may have gone back, and what is kept must have no holes.
    const young = this.#young.get(base, base + ROOM_SPAN, TRIM_AT_ONCE, now - keep.ms);
    forget(young === undefined ? base + ROOM_SPAN : count(young, "n"));
  }

  #storeAll(drafts: readonly Draft[]): readonly AppendResult[] {
    const stored: AppendResult[] = [];
    while (stored.length < drafts.length) {
      const some = drafts.slice(stored.length, stored.length + BATCH);
      stored.push(...this.#storeTogether(some) ?? some.map((draft) => this.#store(draft)));
    }
    return stored;
  }

  /** Stores them all, or nothing: there are too few of them, or one was stored before. */
  #storeTogether(drafts: readonly Draft[]): readonly AppendResult[] | undefined {
    if (drafts.length < BATCH) return undefined;
    const placed = drafts.map((draft) => {
      const room = this.#roomFor(draft);
      return { draft, room, n: room.base + ++room.last };
    });
    if (this.#messages.addBatch(placed)) {
      return placed.map(({ draft, room, n }) => stored(draft, room, n));
    }
    for (const { room } of placed) room.last--;
    return undefined;
  }

  #store(draft: Draft): AppendResult {
    const room = this.#roomFor(draft);
    const n = room.base + room.last + 1;
    const { personId, id } = draft;
    if (!this.#messages.add({ draft, n }) && id !== undefined) {
      return { message: this.#known(personId, id), isRepeat: true };
    }
    room.last++;
    return stored(draft, room, n);
  }

  /** The room of a message that is going to be stored, which is made if need be. */
  #roomFor(draft: Draft): OpenRoom {
    const room = this.#rooms.get(draft.room) ?? this.#addRoom(draft.room);
    if (!this.#before.has(room)) this.#before.set(room, { last: room.last, topic: room.topic });
    return room;
  }

  #keep({ base, last, topic }: OpenRoom, before: Topic | undefined): void {
    const id = base / ROOM_SPAN;
    this.#setLast.run(last, id);
    if (topic !== before) this.#setTopic.run(topic?.text ?? null, topic?.from ?? null, topic?.at ?? null, id);
  }

  #known(person: number, id: string | number): MessageFrame {
    const row = this.#messages.bySender(person, id);
    const number = Math.floor(count(row, "n") / ROOM_SPAN);
    const room = Array.from(this.#rooms).find(([, { base }]) => base === number * ROOM_SPAN);
    return toFrame(row, room?.[0] ?? "", number * ROOM_SPAN);
  }

  #addRoom(name: string): OpenRoom {
    const { lastInsertRowid } = this.#db.prepare("INSERT INTO rooms (name, last) VALUES (?, 0)").run(name);
    const room: OpenRoom = { name, base: Number(lastInsertRowid) * ROOM_SPAN, last: 0, topic: undefined };
    this.#rooms.set(name, room);
    this.#before.set(room, undefined);
    return room;
  }

  /** After a turn that is not stored, numbers go on from where they were, and rooms that began in it have not begun. */
  #forgetTurn(): void {
    for (const [room, before] of this.#before) {
      if (before === undefined) this.#rooms.delete(room.name);
      else Object.assign(room, before);
    }
  }

  /** SQLite has rolled back by itself after some errors (a full disk), and then there is nothing to roll back. */
  #rollBack(): void {
    try {
      this.#db.exec("ROLLBACK");
    } catch {
      // No transaction is open: that is what was wanted. The error that led here is thrown by the caller.
    }
  }
}

/** What has become of a message that its room has as number `n`. */
function stored(draft: Draft, room: OpenRoom, n: number): AppendResult {
  if (draft.topic) room.topic = topicOf(draft);
  return { message: toMessage(draft, n - room.base), isRepeat: false };
}

/** A room of a log: the keys of its messages lie between `base` and `end`. */
export interface RoomRow extends OpenRoom {
  readonly end: number;
}

/** The rooms of a log. */
export function roomsOf(db: DatabaseSync): readonly RoomRow[] {
  return db.prepare("SELECT * FROM rooms ORDER BY id").all().map((row) => {
    const base = count(row, "id") * ROOM_SPAN;
    const topic = typeof row.topic !== "string" // Also in a file of version 1 that is only read.
      ? undefined
      : { text: text(row, "topic"), from: text(row, "topic_from"), at: count(row, "topic_at") };
    return { name: text(row, "name"), base, end: base + ROOM_SPAN, last: count(row, "last"), topic };
  });
}
