/**
 * The work that looks a large log over once while the room is open: a small one was, when it was opened.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CannotStore, count, ROOM_SPAN } from "../log.ts";
import type { Work } from "./worklist.ts";

/** The number of messages that one step reads: about a millisecond. */
const AT_ONCE = 200;

/** A room that is still to be looked at. */
interface Unread {
  readonly name: string;
  readonly base: number;
}

/** Reads every message, and finds what cannot be read and what is missing between two. */
export class LookingOver implements Work {
  readonly name = "checking";
  readonly isPatient = true;
  readonly #path: string;
  readonly #read: StatementSync;
  readonly #first: StatementSync;
  readonly #rooms: Unread[];
  /** The key of the last message that was read in the first of the rooms; 0 before any was. */
  #last = 0;

  /** @param path The file's name, for what is found. */
  constructor(log: DatabaseSync, path: string) {
    this.#path = path;
    this.#read = log.prepare(
      "SELECT n, length(text) AS size FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?",
    );
    this.#first = log.prepare("SELECT n FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT 1");
    this.#rooms = log.prepare("SELECT id, name FROM rooms ORDER BY id").all().map((row) => ({
      name: String(row.name),
      base: count(row, "id") * ROOM_SPAN,
    }));
  }

  /** @throws {CannotStore} When a message is missing; what SQLite says when one cannot be read. */
  step(): number {
    const [room] = this.#rooms;
    if (room === undefined) return Infinity;
    const rows = this.#read.all(Math.max(this.#last, room.base), room.base + ROOM_SPAN, AT_ONCE);
    for (const row of rows) this.#check(room, count(row, "n"));
    if (rows.length < AT_ONCE) {
      this.#rooms.shift();
      this.#last = 0;
    }
    return 0;
  }

  /** Once is enough: the log line says what to do. */
  failed(): number {
    return Infinity;
  }

  #check({ name, base }: Unread, n: number): void {
    const isNext = this.#last === 0 || n === this.#last + 1;
    // What is missing may have been let go meanwhile, which is from the oldest on.
    const first = isNext ? n : count(this.#first.get(base, base + ROOM_SPAN) ?? {}, "n");
    if (first < n) throw new CannotStore("incomplete", this.#path, `a message before ${n - base} of ${name}`);
    this.#last = n;
  }
}
