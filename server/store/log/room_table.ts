/**
 * The rooms of a log: their numbers, last messages and topics, in memory and in the file.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Topic } from "../../../protocol.ts";
import { count, ROOM_SPAN, text } from "./rows.ts";

/** A room of an open log: one object for as long as the log is open. */
export interface OpenRoom {
  readonly name: string;
  /** Its messages have the keys `base + seq`. */
  readonly base: number;
  last: number;
  topic: Topic | undefined;
}

/** A room of a log file: the keys of its messages lie between `base` and `end`. */
export interface RoomRow extends OpenRoom {
  readonly end: number;
}

/** What a room was like before the turn; `undefined` for a room that began in it. */
type Before = Pick<OpenRoom, "last" | "topic"> | undefined;

/** The table of rooms. Its caller opens and ends transactions. */
export class RoomTable {
  readonly #db: DatabaseSync;
  readonly #rooms = new Map<string, OpenRoom>();
  readonly #changed = new Map<OpenRoom, Before>();
  readonly #setLast: StatementSync;
  readonly #setTopic: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#setLast = db.prepare("UPDATE rooms SET last = ? WHERE id = ?");
    this.#setTopic = db.prepare("UPDATE rooms SET topic = ?, topic_from = ?, topic_at = ? WHERE id = ?");
    for (const { name, base, last, topic } of roomsOf(db)) this.#rooms.set(name, { name, base, last, topic });
  }

  /** Every room, in the order in which they began. */
  get all(): Iterable<OpenRoom> {
    return this.#rooms.values();
  }

  /** Finds a room by its name. */
  get(name: string): OpenRoom | undefined {
    return this.#rooms.get(name);
  }

  /** Finds the room in whose span a message's key lies. */
  ofKey(n: number): OpenRoom | undefined {
    const base = Math.floor(n / ROOM_SPAN) * ROOM_SPAN;
    for (const room of this.#rooms.values()) if (room.base === base) return room;
    return undefined;
  }

  /** Begins a turn: no room has changed in it yet. */
  beginTurn(): void {
    this.#changed.clear();
  }

  /** Finds the room of a message that is about to be stored, and adds one that is new. */
  change(name: string): OpenRoom {
    const room = this.#rooms.get(name) ?? this.#add(name);
    if (!this.#changed.has(room)) this.#changed.set(room, { last: room.last, topic: room.topic });
    return room;
  }

  /** Writes the last number and the topic of each room that changed in this turn. */
  save(): void {
    for (const [{ base, last, topic }, before] of this.#changed) {
      const id = base / ROOM_SPAN;
      this.#setLast.run(last, id);
      if (topic === before?.topic) continue;
      this.#setTopic.run(topic?.text ?? null, topic?.from ?? null, topic?.at ?? null, id);
    }
  }

  /** Takes a turn back that was not stored: numbers go on from where they were, and rooms that began in it did not. */
  undo(): void {
    for (const [room, before] of this.#changed) {
      if (before === undefined) this.#rooms.delete(room.name);
      else Object.assign(room, before);
    }
    this.#changed.clear();
  }

  #add(name: string): OpenRoom {
    const { lastInsertRowid } = this.#db.prepare("INSERT INTO rooms (name, last) VALUES (?, 0)").run(name);
    const room: OpenRoom = { name, base: Number(lastInsertRowid) * ROOM_SPAN, last: 0, topic: undefined };
    this.#rooms.set(name, room);
    this.#changed.set(room, undefined);
    return room;
  }
}

/** Reads the rooms of a log file, in the order in which they began. */
export function roomsOf(db: DatabaseSync): readonly RoomRow[] {
  return db.prepare("SELECT * FROM rooms ORDER BY id").all().map((row) => {
    const base = count(row, "id") * ROOM_SPAN;
    const topic = typeof row.topic !== "string" // Also in a file of version 1 that is only read.
      ? undefined
      : { text: text(row, "topic"), from: text(row, "topic_from"), at: count(row, "topic_at") };
    return { name: text(row, "name"), base, end: base + ROOM_SPAN, last: count(row, "last"), topic };
  });
}
