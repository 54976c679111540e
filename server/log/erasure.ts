/**
 * Erasing: what one person said, and their name, leave the log; the numbers of their messages stay. For a command on the
 * server's machine, while the server runs or not.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { nameKey } from "../../protocol/names.ts";
import { CannotStore, storageProblemOf } from "./errors.ts";
import { ForgottenTable } from "./forgotten.ts";
import { openLog } from "./open.ts";
import { decodeReactions, encodeReactions, type Reactor } from "./reactions.ts";
import { Redactions } from "./redactions.ts";
import { count, ERASED, KIND, type Row, text } from "./rows.ts";
import { checkVersion, SCHEMA_VERSION } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

/** How long a command waits for a server that writes, in ms. */
const WAITS = 5000;

/** How many messages are taken at once: a server that runs waits for no longer than that takes. */
const SLICE = 200;

/** Whose words are to go, and who does it, as the audit has it. */
export interface ErasureWish {
  /** Whose. */
  readonly name: string;
  /** Who does it. */
  readonly by: string;
  /** In ms since 1970. */
  readonly at: number;
  /** Whether it is only counted. */
  readonly isTrial: boolean;
}

/** What was erased, or would be. */
export type Erasure =
  /** They are in the room: what runs knows their name, and would write it again. */
  | { readonly kind: "here" }
  | {
    readonly kind: "erased";
    /** How many messages. */
    readonly messages: number;
    /** Whether a name that they had claimed is free again. */
    readonly wasClaimed: boolean;
    /** Whether a server has the log open. */
    readonly isRunning: boolean;
    /** The rooms whose topic was theirs. */
    readonly topics: readonly string[];
  };

/**
 * Erases what was said under a name, in any spelling, and by the holder of the account of that name under others.
 *
 * @throws {CannotStore} When the log cannot be read or written.
 */
export function eraseFrom(path: string, wish: ErasureWish): Erasure {
  const open: DatabaseSync[] = [];
  try {
    const file = Deno.realPathSync(path);
    const isRunning = !isHeld(file, open);
    const db = new DatabaseSync(file);
    open.push(db);
    db.exec(`PRAGMA busy_timeout = ${WAITS}; PRAGMA secure_delete = ON`);
    if (checkVersion(db, path) !== SCHEMA_VERSION) throw new OldLog();
    const erasure = new LogErasure(db, wish, isRunning).run();
    // What was written over is in no page of the journal either.
    if (!wish.isTrial) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return erasure;
  } catch (error) {
    for (const db of open.splice(0)) db.close();
    if (error instanceof OldLog) {
      openLog(path, "power").close(); // Brought up to date as a server does.
      return eraseFrom(path, wish);
    }
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    for (const db of open.reverse()) db.close();
  }
}

/** The log is of an older chat. */
class OldLog extends Error {}

/** Holds a log as a server does, so that none begins meanwhile; `false` when one has it. */
function isHeld(file: string, open: DatabaseSync[]): boolean {
  const beside = new DatabaseSync(`${file}-lock`);
  open.push(beside);
  try {
    beside.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (storageProblemOf(error) === "in-use") return false;
    throw error;
  }
}

/** What a column of a message is, and what it is to be. */
interface Rewrite {
  /** The key of the message. */
  readonly n: number;
  readonly before: string;
  readonly after: string | null;
}

/** One person, in one log. */
class LogErasure {
  readonly #db: DatabaseSync;
  readonly #wish: ErasureWish;
  readonly #isRunning: boolean;
  /** Every way in which their name stands in the log. */
  readonly #spellings: readonly string[];
  readonly #account: number | undefined;
  /** The numbers by which the log knows them. */
  readonly #persons: readonly number[];

  constructor(db: DatabaseSync, wish: ErasureWish, isRunning: boolean) {
    this.#db = db;
    this.#wish = wish;
    this.#isRunning = isRunning;
    const key = nameKey(wish.name);
    const isTheirs = (name: string): boolean => nameKey(name) === key;
    const names = db.prepare("SELECT sender AS name FROM messages UNION SELECT name FROM people").all();
    this.#spellings = [...new Set([wish.name, ...names.map((row) => text(row, "name")).filter(isTheirs)])];
    const account = db.prepare("SELECT id FROM accounts WHERE folded = ?").get(key);
    this.#account = account && count(account, "id");
    this.#persons = db.prepare("SELECT id, name, account FROM people").all()
      .filter((row) => isTheirs(text(row, "name")) || (account !== undefined && row.account === account.id))
      .map((row) => count(row, "id"));
  }

  run(): Erasure {
    if (this.#isRunning && this.#isHere()) return { kind: "here" };
    const messages = this.#messages();
    const topics = this.#topics();
    if (!this.#wish.isTrial) {
      for (let from = 0; from < messages.length; from += SLICE) {
        inTransaction(this.#db, "write", () => this.#eraseMessages(messages.slice(from, from + SLICE)));
      }
      this.#rewrite(() => this.#namedInChanges(), "text");
      this.#rewrite(() => this.#reactionsOfTheirs(), "reactions");
      inTransaction(this.#db, "write", () => this.#eraseName(messages.length));
    }
    const wasClaimed = this.#account !== undefined;
    return { kind: "erased", messages: messages.length, wasClaimed, isRunning: this.#isRunning, topics };
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
