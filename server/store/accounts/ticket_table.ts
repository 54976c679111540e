/**
 * Tickets in the log's file. The server and `chat invite` have it open each for itself.
 *
 * @module
 */

import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { nameKey } from "../../../protocol/names.ts";
import { count, inTransaction, type Row, text } from "../log.ts";
import type { Transact } from "./account_table.ts";
import { type Ticket, TICKET_KINDS, type Tickets, type TicketWish } from "./tickets.ts";

/** The bytes of a ticket's token: 128 bits cannot be guessed. */
const BYTES = 16;

/** The most tickets that are good at once. A person makes some; a program that makes more has gone wild. */
const MOST = 1000;

/** What a token must look like to be looked up at all. */
const TOKEN = /^[\w-]{22}$/;

/** Those that may be forgotten when they are too old: nobody comes back by them; and never the last, whose number no other gets. */
const FORGETTABLE = "id < (SELECT max(id) FROM tickets) AND " +
  "(revoked IS NOT NULL OR NOT EXISTS (SELECT 1 FROM invited WHERE ticket = tickets.id))";

const GOOD = "left > 0 AND expires > ? AND revoked IS NULL";

/** {@linkcode Tickets} in a table of the log. Only the SHA-256 of a token is stored. */
export class TicketTable implements Tickets {
  readonly #db: DatabaseSync;
  readonly #transact: Transact;
  readonly #find: StatementSync;
  readonly #use: StatementSync;
  readonly #giveBack: StatementSync;
  readonly #invite: StatementSync;
  readonly #invited: StatementSync;
  readonly #first: StatementSync;
  readonly #list: StatementSync;
  readonly #revoke: StatementSync;

  /** @param db The file of a log of the current version. @param transact Runs what writes; in a transaction of its own by default. */
  constructor(db: DatabaseSync, transact: Transact = (write) => inTransaction(db, "write", write)) {
    this.#db = db;
    this.#transact = transact;
    this.#find = db.prepare(`SELECT * FROM tickets WHERE hash = ? AND ${GOOD}`);
    this.#use = db.prepare(`UPDATE tickets SET left = left - 1 WHERE hash = ? AND ${GOOD} RETURNING *`);
    this.#giveBack = db.prepare("UPDATE tickets SET left = min(left + 1, uses) WHERE id = ?");
    this.#invite = db.prepare("INSERT OR REPLACE INTO invited (person, ticket) VALUES (?, ?)");
    this.#invited = db.prepare(
      "SELECT 1 FROM invited JOIN tickets ON tickets.id = ticket WHERE person = ? AND revoked IS NULL",
    );
    this.#first = db.prepare(`SELECT min(expires) AS expires FROM tickets WHERE ${FORGETTABLE}`);
    this.#list = db.prepare(`SELECT * FROM tickets WHERE ${GOOD} ORDER BY id`);
    this.#revoke = db.prepare("UPDATE tickets SET revoked = ? WHERE id = ? AND revoked IS NULL");
  }

  add(hash: string, wish: TicketWish, now: number): Ticket | undefined {
    if (this.#list.all(now).length >= MOST) return undefined;
    const { kind, room, account, name, role, uses, expires, madeBy } = wish;
    const optional = [room, account, name, role].map((value): SQLInputValue => value ?? null);
    const { lastInsertRowid } = this.#db.prepare(
      "INSERT INTO tickets (hash, kind, room, account, name, role, uses, left, created, expires, made_by)" +
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ).run(hash, kind, ...optional, uses, uses, now, expires, madeBy ?? null);
    return { ...wish, id: Number(lastInsertRowid), left: uses, created: now };
  }

  find(token: string, now: number): Ticket | undefined {
    return TOKEN.test(token) ? ticketOf(this.#find.get(hashOfTicket(token), now)) : undefined;
  }

  use(hash: string, now: number): Ticket | undefined {
    return ticketOf(this.#use.get(hash, now));
  }

  giveBack({ id }: Pick<Ticket, "id">): void {
    this.#giveBack.run(id);
  }

  get firstExpires(): number | undefined {
    const row = this.#first.get();
    return row === undefined || row.expires === null ? undefined : count(row, "expires");
  }

  forget(before: number): void {
    if ((this.firstExpires ?? before) >= before) return; // Asking needs no lock.
    this.#transact(() => {
      this.#db.prepare(
        "DELETE FROM invited WHERE ticket IN (SELECT id FROM tickets WHERE revoked IS NOT NULL AND expires < ?)",
      ).run(before);
      this.#db.prepare(`DELETE FROM tickets WHERE expires < ? AND ${FORGETTABLE}`).run(before);
    });
  }

  noteInvited(person: number, { id }: Pick<Ticket, "id">): void {
    this.#invite.run(person, id);
  }

  isInvited(person: number): boolean {
    return this.#invited.get(person) !== undefined;
  }

  list(now: number): readonly Ticket[] {
    return this.#list.all(now).map(toTicket);
  }

  revoke(id: number, now: number): boolean {
    return Number(this.#revoke.run(now, id).changes) > 0;
  }

  /** Closes the file. */
  close(): void {
    this.#db.close();
  }
}

/** Tells whether a ticket is good for somebody of this name. */
export function isGoodFor({ name }: Pick<Ticket, "name">, wanted: string): boolean {
  return name === undefined || nameKey(name) === nameKey(wanted);
}

/** Makes the token of a ticket. */
export function newTicketToken(): string {
  return randomBytes(BYTES).toString("base64url");
}

/** Makes what is kept of a ticket's token. */
export function hashOfTicket(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function ticketOf(row: Row | undefined): Ticket | undefined {
  return row === undefined ? undefined : toTicket(row);
}

function toTicket(row: Row): Ticket {
  const kind = TICKET_KINDS.find((known) => known === row.kind);
  if (kind === undefined) throw new Error("A ticket is of no kind that this version knows.");
  const optional = (column: string): string | undefined =>
    row[column] === null ? undefined : text(row, column);
  return {
    id: count(row, "id"),
    kind,
    room: optional("room"),
    account: row.account === null ? undefined : count(row, "account"),
    name: optional("name"),
    role: optional("role"),
    uses: count(row, "uses"),
    left: count(row, "left"),
    created: count(row, "created"),
    expires: count(row, "expires"),
    madeBy: optional("made_by"),
  };
}
