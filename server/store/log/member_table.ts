/**
 * Members in the log's file: their tokens' hashes, the rooms that they are in, and what they have read.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ReadMark, StoredMember } from "./port.ts";
import { count, type Row, text } from "./rows.ts";

/** The tables of members. Its caller opens and ends transactions. */
export class MemberTable {
  readonly #db: DatabaseSync;
  readonly #upsert: StatementSync;
  readonly #byToken: StatementSync;
  readonly #rooms: StatementSync;
  readonly #leaveAll: StatementSync;
  readonly #enter: StatementSync;
  readonly #markRead: StatementSync;
  readonly #readMarks: StatementSync;
  readonly #setAlive: StatementSync;
  /** The highest number of a person that was put here: who has a higher one has never been anywhere. */
  #highestId: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#upsert = db.prepare(
      "INSERT INTO people (id, token, name, here, secure, net, account, credential, home) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)" +
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, here = excluded.here, secure = excluded.secure," +
        " net = excluded.net, account = excluded.account, credential = excluded.credential, home = excluded.home",
    );
    this.#byToken = db.prepare("SELECT * FROM people WHERE token = ?");
    this.#rooms = db.prepare("SELECT room, place FROM stays WHERE person = ? AND place > 0");
    this.#leaveAll = db.prepare("UPDATE stays SET place = 0 WHERE person = ? AND place > 0");
    this.#enter = db.prepare(
      "INSERT INTO stays (person, room, place, read) VALUES (?, ?, ?, 0) ON CONFLICT (person, room) DO UPDATE SET place = excluded.place",
    );
    this.#markRead = db.prepare(
      "INSERT INTO stays (person, room, place, read) VALUES (?, ?, 0, ?) ON CONFLICT (person, room) DO UPDATE SET read = max(read, excluded.read)",
    );
    this.#readMarks = db.prepare("SELECT room, read FROM stays WHERE person = ? AND read > 0");
    this.#setAlive = db.prepare("UPDATE server SET alive = ? WHERE one = 1");
    this.#highestId = count(
      db.prepare("SELECT coalesce(max(id), 0) AS most FROM people").get() ?? {},
      "most",
    );
  }

  /** The highest number that a person has. */
  get highestId(): number {
    return this.#highestId;
  }

  /** Writes a member as they are now. */
  put({ personId, tokenHash, name, rooms, isHere, access }: StoredMember): void {
    const { isSecure = false, net = "", account = null, credential = null, home = null } = access ?? {};
    const known = [Number(isSecure), net, account, credential, home];
    this.#upsert.run(personId, tokenHash, name, Number(isHere), ...known);
    if (personId <= this.#highestId) this.#leaveAll.run(personId);
    else this.#highestId = personId;
    rooms.forEach((room, index) => this.#enter.run(personId, room, index + 1));
  }

  /** Writes a read mark; one that is behind the stored one changes nothing. */
  markRead({ personId, room, seq }: ReadMark): void {
    this.#markRead.run(personId, room, seq);
  }

  /** Returns up to which number a person has read each room in which they have read anything. */
  readMarksOf(personId: number): ReadonlyMap<string, number> {
    return new Map(this.#readMarks.all(personId).map((row) => [text(row, "room"), count(row, "read")]));
  }

  /** Finds the member with a token. */
  byToken(tokenHash: string): StoredMember | undefined {
    const row = this.#byToken.get(tokenHash);
    return row === undefined ? undefined : this.#toMember(row);
  }

  /** Notes that the server is up. */
  noteAlive(now: number): void {
    this.#setAlive.run(now);
  }

  /** Lists the members who are in; marks all as gone first if the server has been down for longer than `within` ms. */
  present(now: number, within: number): readonly StoredMember[] {
    const alive = this.#db.prepare("SELECT alive FROM server WHERE one = 1").get() ?? {};
    if (now - count(alive, "alive") > within) this.#db.exec("UPDATE people SET here = 0 WHERE here = 1");
    const rows = this.#db.prepare("SELECT * FROM people WHERE here = 1 ORDER BY id").all();
    return rows.map((row) => this.#toMember(row));
  }

  #toMember(row: Row): StoredMember {
    const personId = count(row, "id");
    const rooms = this.#rooms.all(personId).map((stay) =>
      [count(stay, "place"), text(stay, "room")] as const
    );
    return {
      personId,
      tokenHash: text(row, "token"),
      name: text(row, "name"),
      rooms: rooms.sort(([one], [other]) => one - other).map(([, room]) => room),
      isHere: row.here === 1,
      access: {
        isSecure: row.secure === 1,
        net: text(row, "net"),
        ...(row.account !== null && { account: count(row, "account") }),
        ...(row.credential !== null && { credential: count(row, "credential") }),
        ...(row.home !== null && { home: count(row, "home") }),
      },
    };
  }
}
