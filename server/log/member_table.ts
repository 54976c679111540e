/**
 * Who may come back, in the log's file: seats, the rooms that they are in, and what they have read.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ReadMark, StoredMember } from "./port.ts";
import { count, type Row, text } from "./rows.ts";

/** The seats of a log. It is its caller who opens and ends transactions. */
export class MemberTable {
  readonly #db: DatabaseSync;
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #stays: StatementSync;
  readonly #leave: StatementSync;
  readonly #stay: StatementSync;
  readonly #read: StatementSync;
  readonly #marks: StatementSync;
  /** The highest number of a person that was put here: who has a higher one has never been anywhere. */
  #most: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#put = db.prepare(
      "INSERT INTO people (id, token, name, here) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, here = excluded.here",
    );
    this.#get = db.prepare("SELECT * FROM people WHERE token = ?");
    this.#stays = db.prepare("SELECT room, place FROM stays WHERE person = ? AND place > 0");
    this.#leave = db.prepare("UPDATE stays SET place = 0 WHERE person = ? AND place > 0");
    this.#stay = db.prepare(
      "INSERT INTO stays (person, room, place, read) VALUES (?, ?, ?, 0) ON CONFLICT (person, room) DO UPDATE SET place = excluded.place",
    );
    this.#read = db.prepare(
      "INSERT INTO stays (person, room, place, read) VALUES (?, ?, 0, ?) ON CONFLICT (person, room) DO UPDATE SET read = max(read, excluded.read)",
    );
    this.#marks = db.prepare("SELECT room, read FROM stays WHERE person = ? AND read > 0");
    this.#most = count(db.prepare("SELECT coalesce(max(id), 0) AS most FROM people").get() ?? {}, "most");
  }

  /** The highest number that a person has. */
  get most(): number {
    return this.#most;
  }

  put({ personId, tokenHash, name, rooms, isHere }: StoredMember): void {
    this.#put.run(personId, tokenHash, name, Number(isHere));
    if (personId <= this.#most) this.#leave.run(personId);
    else this.#most = personId;
    rooms.forEach((room, index) => this.#stay.run(personId, room, index + 1));
  }

  read({ personId, room, seq }: ReadMark): void {
    this.#read.run(personId, room, seq);
  }

  marks(person: number): ReadonlyMap<string, number> {
    return new Map(this.#marks.all(person).map((row) => [text(row, "room"), count(row, "read")]));
  }

  get(tokenHash: string): StoredMember | undefined {
    const row = this.#get.get(tokenHash);
    return row === undefined ? undefined : this.#toSeat(row);
  }

  present(now: number, within: number): readonly StoredMember[] {
    const alive = this.#db.prepare("SELECT alive FROM server WHERE one = 1").get() ?? {};
    if (now - count(alive, "alive") > within) this.#db.exec("UPDATE people SET here = 0 WHERE here = 1");
    const rows = this.#db.prepare("SELECT * FROM people WHERE here = 1 ORDER BY id").all();
    return rows.map((row) => this.#toSeat(row));
  }

  #toSeat(row: Row): StoredMember {
    const person = count(row, "id");
    const stays = this.#stays.all(person).map((stay) => [count(stay, "place"), text(stay, "room")] as const);
    return {
      personId: person,
      tokenHash: text(row, "token"),
      name: text(row, "name"),
      rooms: stays.sort(([one], [other]) => one - other).map(([, room]) => room),
      isHere: row.here === 1,
    };
  }
}
