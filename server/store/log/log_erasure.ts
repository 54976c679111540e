/**
 * One person's words and name, and how they leave an open log.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { nameKey } from "../../../protocol/names.ts";
import type { Erasure, ErasureWish, Spelled } from "./erasure_port.ts";
import { ForgottenTable } from "./forgotten.ts";
import { decodeReactions, encodeReactions, type Reactor } from "./reactions.ts";
import { Redactions } from "./redactions.ts";
import { count, ERASED, KIND, type Row, text } from "./rows.ts";
import { inTransaction } from "./transaction.ts";

/** How many messages are taken at once: a server that runs waits for no longer than that takes. */
const SLICE = 50;

/** What a column of a message is, and what it is to be. */
interface Rewrite {
  /** The key of the message. */
  readonly n: number;
  readonly before: string;
  readonly after: string | null;
}

/** So many spellings are taken out at once: what a cluster is told of has its bounds. */
const MOST_SPELLINGS = 2000;

/** Finds every way in which a name stands in an open log. */
export function spellingsIn(db: DatabaseSync, name: string): Spelled {
  const key = nameKey(name);
  const names = db.prepare("SELECT sender AS name FROM messages UNION SELECT name FROM people").all()
    .map((row) => text(row, "name"))
    .filter((one) => nameKey(one) === key);
  return { key, names: names.slice(0, MOST_SPELLINGS) };
}

/** One person, in one log, whose file is open. */
export class LogErasure {
  readonly #db: DatabaseSync;
  readonly #wish: ErasureWish;
  readonly #isRunning: boolean;
  readonly #between: () => void;
  /** Every way in which their name stands in the log. */
  readonly #spellings: readonly string[];
  readonly #account: number | undefined;
  /** The numbers by which the log knows them. */
  readonly #persons: readonly number[];

  /** @param between Called whenever some of it is done, and the log is anybody's. */
  constructor(db: DatabaseSync, wish: ErasureWish, isRunning: boolean, between = (): void => {}) {
    this.#db = db;
    this.#wish = wish;
    this.#isRunning = isRunning;
    this.#between = between;
    const { key, names } = wish.spelled ?? spellingsIn(db, wish.name);
    this.#spellings = [...new Set([wish.name, ...names])];
    const isTheirs = (name: string): boolean => this.#spellings.includes(name);
    const account = db.prepare("SELECT id FROM accounts WHERE folded = ?").get(key);
    this.#account = account && count(account, "id");
    this.#persons = db.prepare("SELECT id, name, account FROM people").all()
      .filter((row) => isTheirs(text(row, "name")) || (account !== undefined && row.account === account.id))
      .map((row) => count(row, "id"));
  }

  /** Erases all of it, or counts it. */
  run(): Erasure {
    const last = this.begin();
    if (last === undefined) return { kind: "here" };
    return this.#wish.isTrial ? last() : inTransaction(this.#db, "write", last);
  }

  /**
   * Takes the words out; what was taken out before is so already. @returns What takes out the name, to be run in a
   * transaction; nothing for somebody who is in the room of a server that runs.
   */
  begin(): (() => Erasure) | undefined {
    if (this.#isRunning && this.#isHere()) return undefined;
    const messages = this.#messages();
    const topics = this.#topics();
    const wasClaimed = this.#account !== undefined;
    const erasure = {
      kind: "erased",
      messages: messages.length,
      wasClaimed,
      isRunning: this.#isRunning,
      topics,
    } as const;
    if (!this.#wish.isTrial) {
      for (let from = 0; from < messages.length; from += SLICE) {
        inTransaction(this.#db, "write", () => this.#eraseMessages(messages.slice(from, from + SLICE)));
        this.#between();
      }
      this.#rewrite(() => this.#namedInChanges(), "text");
      this.#rewrite(() => this.#reactionsOfTheirs(), "reactions");
    }
    return () => {
      if (!this.#wish.isTrial) this.#eraseName(messages.length);
      return erasure;
    };
  }

  #isHere(): boolean {
    const here = this.#db.prepare("SELECT 1 FROM people WHERE here = 1 AND id = ?");
    return this.#persons.some((person) => here.get(person) !== undefined);
  }

  #messages(): readonly Row[] {
    const account = this.#account === undefined ? [] : this.#persons;
    const where = `sender IN (${marks(this.#spellings)}) OR person IN (${marks(account)})`;
    return this.#db.prepare(`SELECT n, action FROM messages WHERE ${where}`).all(
      ...this.#spellings,
      ...account,
    );
  }

  #topics(): readonly string[] {
    const of = `topic_from IN (${marks(this.#spellings)})`;
    return this.#db.prepare(`SELECT name FROM rooms WHERE ${of}`).all(...this.#spellings)
      .map((row) => text(row, "name"));
  }

  /** What deletes or changes a message, or reacts to one, keeps what says so: it has no words of anybody's. */
  #eraseMessages(messages: readonly Row[]): void {
    const redactions = new Redactions(this.#db);
    const forgotten = new ForgottenTable(this.#db);
    const unname = this.#db.prepare("UPDATE messages SET sender = ?, person = 0 WHERE n = ?");
    const unlink = this.#db.prepare("UPDATE messages SET id = NULL WHERE n = ?");
    for (const row of messages) {
      const n = count(row, "n");
      unname.run(ERASED, n);
      if (count(row, "action") < KIND.redaction) {
        unlink.run(n);
        if (redactions.redact(n)) continue;
      }
      forgotten.add(n, n); // Its words are gone already, or stay; their name goes.
    }
  }

  #eraseName(messages: number): void {
    const { by, at } = this.#wish;
    const names = marks(this.#spellings);
    const all = (sql: string): void =>
      void this.#db.prepare(sql.replace("NAMES", names)).run(...this.#spellings);
    all("UPDATE rooms SET topic = NULL, topic_from = NULL, topic_at = NULL WHERE topic_from IN (NAMES)");
    all("DELETE FROM bans WHERE lifted IS NOT NULL AND subject IN (NAMES)");
    all(`UPDATE bans SET by = '${ERASED}' WHERE by IN (NAMES)`);
    all(`UPDATE reports SET by = '${ERASED}', why = '' WHERE by IN (NAMES)`);
    all(`UPDATE reports SET subject = '${ERASED}' WHERE subject IN (NAMES)`);
    all(`UPDATE audit SET by = '${ERASED}' WHERE by IN (NAMES)`);
    all("DELETE FROM tickets WHERE name IN (NAMES)");
    all(`UPDATE tickets SET made_by = '${ERASED}' WHERE made_by IN (NAMES)`);
    this.#eraseFromAudit();
    for (const person of this.#persons) {
      for (const table of ["stays", "invited"]) {
        this.#db.prepare(`DELETE FROM ${table} WHERE person = ?`).run(person);
      }
      this.#db.prepare("DELETE FROM grants WHERE person = ?").run(`s${person}`);
      this.#db.prepare("DELETE FROM people WHERE id = ?").run(person);
    }
    if (this.#account !== undefined) {
      this.#db.prepare("DELETE FROM grants WHERE person = ?").run(`a${this.#account}`);
      this.#db.prepare("DELETE FROM credentials WHERE account = ?").run(this.#account);
      this.#db.prepare("DELETE FROM accounts WHERE id = ?").run(this.#account);
    }
    this.#db.prepare("INSERT INTO audit (at, by, do, room, subject, why) VALUES (?, ?, 'clear', NULL, ?, ?)")
      .run(at, by, ERASED, String(messages));
  }

  /**
   * Writes a column of messages anew, a few at a time: all are read outside of a transaction, as a server that runs must not
   * wait for that. Where it has written to one of them meanwhile, all are read again.
   */
  #rewrite(find: () => readonly Rewrite[], column: "text" | "reactions"): void {
    const change = this.#db.prepare(`UPDATE messages SET ${column} = ? WHERE n = ? AND ${column} = ?`);
    const forgotten = new ForgottenTable(this.#db);
    const write = ({ n, before, after }: Rewrite): boolean => {
      if (Number(change.run(after, n, before).changes) === 0) return false;
      if (column === "text") forgotten.add(n, n);
      return true;
    };
    for (let isDone = false; !isDone;) {
      const all = find();
      isDone = true;
      for (let from = 0; from < all.length; from += SLICE) {
        inTransaction(this.#db, "write", () => {
          for (const one of all.slice(from, from + SLICE)) if (!write(one)) isDone = false;
        });
        this.#between();
      }
    }
  }

  /** Finds what they put below others' messages, and what is left there without it. */
  #reactionsOfTheirs(): readonly Rewrite[] {
    const isTheirs = ([person, name]: Reactor): boolean =>
      this.#persons.includes(person) || this.#spellings.includes(name);
    const rows = this.#db.prepare("SELECT n, reactions FROM messages WHERE reactions IS NOT NULL").all();
    return rows.flatMap((row) => {
      const left = decodeReactions(row.reactions)
        .map(([emoji, by]) => [emoji, by.filter((one) => !isTheirs(one))] as const)
        .filter(([, by]) => by.length > 0);
      const [before, after] = [text(row, "reactions"), encodeReactions(left)];
      return before === after ? [] : [{ n: count(row, "n"), before, after }];
    });
  }

  /** Finds their name in what says that their messages were deleted or reacted to, and what is left without it. */
  #namedInChanges(): readonly Rewrite[] {
    const rows = this.#db.prepare("SELECT n, text FROM messages WHERE action >= ?").all(KIND.redaction);
    return rows.flatMap((row) => {
      const before = text(row, "text");
      const after = this.#without(before);
      return before === after ? [] : [{ n: count(row, "n"), before, after }];
    });
  }

  /** An entry of the audit is about somebody (`ada`), or about a message of theirs (`@3 ada`). */
  #eraseFromAudit(): void {
    const change = this.#db.prepare("UPDATE audit SET subject = ? WHERE n = ?");
    for (const row of this.#db.prepare("SELECT n, subject FROM audit").all()) {
      const after = this.#without(text(row, "subject"));
      if (after !== row.subject) change.run(after, count(row, "n"));
    }
  }

  #without(said: string): string {
    return this.#spellings.reduce((left, name) => left.replaceAll(wholeName(name), ERASED), said);
  }
}

/** Makes as many question marks as there are values. */
function marks(values: readonly unknown[]): string {
  return values.map(() => "?").join();
}

/** Makes the pattern of a name where it stands as a whole one. */
function wholeName(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}_.-])${RegExp.escape(name)}(?![\\p{L}\\p{N}\\p{M}_-])`, "gu");
}
