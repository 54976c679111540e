/**
 * The log in one SQLite file.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type MessageFrame, readId } from "../protocol.ts";
import type { Draft, Entry, History, Keep, Range, Seat, Stored } from "./history.ts";
import { CannotStore, reasonOf } from "./cannot_store.ts";

/** A message's key is its room's number times this, plus its `seq`: one tree for both, in the order in which rooms are read. */
const ROOM_SPAN = 2 ** 40;

/** So many messages at most are let go at once. */
const TRIM_AT_ONCE = 500;

/** A row of a query, of which nothing is known yet. */
type Row = Record<string, unknown>;

/** A {@linkcode History} that survives its server. */
export class SqliteHistory implements History {
  readonly #db: DatabaseSync;
  readonly #lock: DatabaseSync;
  readonly #rooms = new Map<string, { readonly base: number; last: number }>();
  readonly #insert: StatementSync;
  readonly #repeat: StatementSync;
  readonly #setLast: StatementSync;
  readonly #after: StatementSync;
  readonly #before: StatementSync;
  readonly #putSeat: StatementSync;
  readonly #getSeat: StatementSync;
  readonly #alive: StatementSync;
  readonly #young: StatementSync;
  readonly #forget: StatementSync;
  #person: number;

  constructor(db: DatabaseSync, lock: DatabaseSync) {
    this.#db = db;
    this.#lock = lock;
    this.#insert = db.prepare(
      "INSERT INTO messages (n, at, person, sender, text, action, id) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person, id) WHERE id IS NOT NULL DO NOTHING",
    );
    this.#repeat = db.prepare("SELECT * FROM messages WHERE person = ? AND id = ?");
    this.#setLast = db.prepare("UPDATE rooms SET last = ? WHERE id = ?");
    this.#after = db.prepare("SELECT * FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?");
    this.#before = db.prepare("SELECT * FROM messages WHERE n > ? AND n < ? ORDER BY n DESC LIMIT ?");
    this.#putSeat = db.prepare(
      "INSERT INTO people (id, token, name, room, here) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, room = excluded.room, here = excluded.here",
    );
    this.#getSeat = db.prepare("SELECT * FROM people WHERE token = ?");
    this.#alive = db.prepare("UPDATE server SET alive = ? WHERE one = 1");
    this.#young = db.prepare(
      "SELECT n FROM (SELECT n, at FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?) WHERE at >= ? ORDER BY n LIMIT 1",
    );
    this.#forget = db.prepare(
      "DELETE FROM messages WHERE n IN (SELECT n FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?)",
    );
    for (const { name, base, last } of roomsOf(db)) this.#rooms.set(name, { base, last });
    this.#person = count(db.prepare("SELECT coalesce(max(id), 0) AS most FROM people").get() ?? {}, "most");
  }

  append({ drafts, seats }: Entry): readonly Stored[] {
    const before = new Map(Array.from(this.#rooms, ([name, { last }]) => [name, last]));
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      const stored = drafts.map((draft) => this.#store(draft));
      for (const [name, room] of this.#rooms) {
        if (room.last !== before.get(name)) this.#setLast.run(room.last, room.base / ROOM_SPAN);
      }
      for (const { person, tokenHash, name, room, isHere } of seats) {
        this.#putSeat.run(person, tokenHash, name, room, Number(isHere));
      }
      this.#db.exec("COMMIT");
      return stored;
    } catch (error) {
      this.#rollBack();
      this.#forgetSince(before);
      throw new CannotStore(reasonOf(error), "", error);
    }
  }

  last(room: string): number {
    return this.#rooms.get(room)?.last ?? 0;
  }

  first(room: string): number {
    const [message] = this.read(room, { after: 0, limit: 1 });
    return message?.seq ?? this.last(room) + 1;
  }

  read(room: string, range: Range): readonly MessageFrame[] {
    const known = this.#rooms.get(room);
    if (known === undefined) return [];
    const { base } = known;
    const limit = Math.max(0, range.limit);
    const frame = (row: Row): MessageFrame => toFrame(row, room, base);
    if ("after" in range) {
      return this.#after.all(base + Math.max(0, range.after), base + ROOM_SPAN, limit).map(frame);
    }
    return this.#before.all(base, base + Math.min(range.before, ROOM_SPAN), limit).map(frame).reverse();
  }

  newPerson(): number {
    return ++this.#person;
  }

  seat(tokenHash: string): Seat | undefined {
    const row = this.#getSeat.get(tokenHash);
    return row === undefined ? undefined : toSeat(row);
  }

  present(now: number, within: number): readonly Seat[] {
    const alive = this.#db.prepare("SELECT alive FROM server WHERE one = 1").get() ?? {};
    if (now - count(alive, "alive") > within) this.#db.exec("UPDATE people SET here = 0 WHERE here = 1");
    return this.#db.prepare("SELECT * FROM people WHERE here = 1 ORDER BY id").all().map(toSeat);
  }

  alive(now: number): void {
    this.#alive.run(now);
  }

  trim(keep: Keep, now: number): void {
    if (keep.kind === "forever") return;
    for (const { base, last } of this.#rooms.values()) {
      if (keep.kind === "count") {
        this.#forget.run(base, base + Math.max(0, last - keep.count) + 1, TRIM_AT_ONCE);
      } else {
        // Up to the first that is young enough: time may have gone back, and what is kept must have no holes.
        const young = this.#young.get(base, base + ROOM_SPAN, TRIM_AT_ONCE, now - keep.ms);
        const end = young === undefined ? base + ROOM_SPAN : count(young, "n");
        this.#forget.run(base, end, TRIM_AT_ONCE);
      }
    }
  }

  close(): void {
    this.#db.close();
    this.#lock.close();
  }

  #store(draft: Draft): Stored {
    const room = this.#rooms.get(draft.room) ?? this.#addRoom(draft.room);
    const { at, person, from, text, action, id } = draft;
    const seq = room.last + 1;
    const { changes } = this.#insert.run(room.base + seq, at, person, from, text, action ? 1 : 0, id ?? null);
    if (Number(changes) === 0 && id !== undefined) {
      return { message: this.#known(person, id), isRepeat: true };
    }
    room.last = seq;
    const message: MessageFrame = {
      type: "message",
      room: draft.room,
      seq,
      at,
      from,
      text,
      ...(id !== undefined && { id }),
      ...(action && { action }),
    };
    return { message, isRepeat: false };
  }

  #known(person: number, id: string | number): MessageFrame {
    const row: Row = this.#repeat.get(person, id) ?? {};
    const number = Math.floor(count(row, "n") / ROOM_SPAN);
    const room = Array.from(this.#rooms).find(([, { base }]) => base === number * ROOM_SPAN);
    return toFrame(row, room?.[0] ?? "", number * ROOM_SPAN);
  }

  #addRoom(name: string): { readonly base: number; last: number } {
    const { lastInsertRowid } = this.#db.prepare("INSERT INTO rooms (name, last) VALUES (?, 0)").run(name);
    const room = { base: Number(lastInsertRowid) * ROOM_SPAN, last: 0 };
    this.#rooms.set(name, room);
    return room;
  }

  /** After a turn that is not stored, numbers go on from where they were, and rooms that began in it have not begun. */
  #forgetSince(before: ReadonlyMap<string, number>): void {
    for (const [name, room] of this.#rooms) {
      const last = before.get(name);
      if (last === undefined) this.#rooms.delete(name);
      else room.last = last;
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

/** The rooms of a log: the keys of their messages lie between `base` and `end`. */
export function roomsOf(
  db: DatabaseSync,
): readonly { readonly name: string; readonly base: number; readonly end: number; readonly last: number }[] {
  return db.prepare("SELECT id, name, last FROM rooms ORDER BY id").all().map((row) => {
    const base = count(row, "id") * ROOM_SPAN;
    return { name: text(row, "name"), base, end: base + ROOM_SPAN, last: count(row, "last") };
  });
}

/** A row of `messages` as the frame that it was. */
export function toFrame(row: Row, room: string, base: number): MessageFrame {
  const id = readId(row.id);
  return {
    type: "message",
    room,
    seq: count(row, "n") - base,
    at: count(row, "at"),
    from: text(row, "sender"),
    text: text(row, "text"),
    ...(id !== undefined && { id }),
    ...(row.action === 1 && { action: true }),
  };
}

function toSeat(row: Row): Seat {
  return {
    person: count(row, "id"),
    tokenHash: text(row, "token"),
    name: text(row, "name"),
    room: text(row, "room"),
    isHere: row.here === 1,
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`The column ${column} has no text.`);
  return value;
}

function count(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`The column ${column} has no number.`);
  return value;
}
