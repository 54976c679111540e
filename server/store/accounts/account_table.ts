/**
 * Accounts in the log's file. The server and `chat account` have it open each for itself.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Role, ROLES } from "../../../protocol/standing.ts";
import { nameKey } from "../../../protocol/names.ts";
import { count, inTransaction, type Row, text } from "../log.ts";
import { Lookalikes } from "../../names.ts";
import type { Account, Accounts, Credential, CredentialKind, NewAccount, NewCredential } from "./account.ts";

/** The shortest time between two notes of a use, in ms: when an account was last used matters to the day. */
const NOTE_EVERY = 3_600_000;

/** Tells whether the use of a credential is to be noted, in ms since 1970. */
export function isUseDue({ used }: Pick<Credential, "used">, now: number): boolean {
  return now < used || now - used >= NOTE_EVERY;
}

/** {@linkcode Accounts} in the tables of a log. Names are kept in memory as well: each one who comes is checked against them. */
export class AccountTable implements Accounts {
  readonly #db: DatabaseSync;
  readonly #credentials: CredentialTable;
  readonly #readRevision: StatementSync;
  readonly #all: StatementSync;
  #read = -1;
  #accounts: ReadonlyMap<number, Account> = new Map();
  #byKey: ReadonlyMap<string, Account> = new Map();
  #lookalikes = new Lookalikes<Account>();

  readonly #transact: Transact;

  /** @param db The file of a log of the current version. @param transact Runs what writes; in a transaction of its own by default. */
  constructor(db: DatabaseSync, transact: Transact = (write) => inTransaction(db, "write", write)) {
    this.#db = db;
    this.#transact = transact;
    this.#credentials = new CredentialTable(db);
    this.#readRevision = db.prepare("SELECT revision FROM account_changes WHERE one = 1");
    this.#all = db.prepare("SELECT * FROM accounts ORDER BY id");
    this.refresh();
  }

  get revision(): number {
    return this.#read;
  }

  get count(): number {
    return this.#accounts.size;
  }

  get firstSeen(): number | undefined {
    const first = this.#db.prepare("SELECT min(seen) AS first FROM accounts").get()?.first;
    return typeof first === "number" ? first : undefined;
  }

  /** Every account, the oldest first. */
  get all(): Iterable<Account> {
    return this.#accounts.values();
  }

  named(name: string): Account | undefined {
    return this.#byKey.get(nameKey(name));
  }

  withId(id: number): Account | undefined {
    return this.#accounts.get(id);
  }

  inTheWay(name: string, except?: number): Account | undefined {
    if (this.#accounts.size === 0) return undefined;
    const own = except === undefined ? undefined : this.#accounts.get(except);
    return this.#lookalikes.find(name, own);
  }

  credentialsOf(account: number): readonly Credential[] {
    return this.#credentials.of(account);
  }

  credential(kind: CredentialKind, value: string): Credential | undefined {
    return this.#credentials.find(kind, value);
  }

  isValid(credential: number): boolean {
    return this.#credentials.has(credential);
  }

  create(
    { name, role, home }: NewAccount,
    first: NewCredential,
    now: number,
    key = nameKey(name),
  ): Credential {
    return this.#write(() => {
      const { lastInsertRowid } = this.#db.prepare(
        "INSERT INTO accounts (name, folded, created, seen, role, home) VALUES (?, ?, ?, ?, ?, ?)",
      ).run(name, key, now, now, role, home);
      return this.#credentials.add(Number(lastInsertRowid), first, now);
    });
  }

  add(account: number, credential: NewCredential, now: number): Credential {
    return this.#write(() => {
      this.#check(account);
      return this.#credentials.add(account, credential, now);
    });
  }

  forget(credential: number): void {
    this.#write(() => this.#credentials.remove("id", credential));
  }

  setPassword(account: number, hash: string, now: number): Credential {
    return this.#write(() => {
      this.#check(account);
      this.#db.prepare("DELETE FROM credentials WHERE account = ? AND kind <> 'key'").run(account);
      return this.#credentials.add(account, { kind: "password", value: hash, label: "" }, now);
    });
  }

  setRole(account: number, role: Role): void {
    this.#write(() => this.#db.prepare("UPDATE accounts SET role = ? WHERE id = ?").run(role, account));
  }

  /** Gives an account another name, which must be free. */
  rename(account: number, name: string, key = nameKey(name)): void {
    this.#write(() =>
      this.#db.prepare("UPDATE accounts SET name = ?, folded = ? WHERE id = ?").run(name, key, account)
    );
  }

  /** Takes back every credential of an account. */
  reset(account: number): void {
    this.#write(() => this.#credentials.remove("account", account));
  }

  remove(account: number): void {
    this.#write(() => this.#remove(account));
  }

  noteUse(credential: number, account: number, now: number): void {
    this.#credentials.noteUse(credential, now);
    this.#db.prepare("UPDATE accounts SET seen = ? WHERE id = ?").run(now, account);
  }

  idleSince(before: number): readonly Pick<Account, "id" | "name">[] {
    if ((this.firstSeen ?? before) >= before) return [];
    const rows = this.#db.prepare("SELECT id, name FROM accounts WHERE seen < ?").all(before);
    return rows.map((row) => ({ id: count(row, "id"), name: text(row, "name") }));
  }

  expire(before: number): readonly string[] {
    if ((this.firstSeen ?? before) >= before) return [];
    return this.#write(() => {
      const idle = this.idleSince(before);
      for (const { id } of idle) this.#remove(id);
      return idle.map(({ name }) => name);
    });
  }

  refresh(): void {
    const revision = count(this.#readRevision.get() ?? {}, "revision");
    if (revision === this.#read) return;
    this.#read = revision;
    const accounts = this.#all.all().map(toAccount);
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#byKey = new Map(accounts.map((account) => [nameKey(account.name), account]));
    this.#lookalikes = new Lookalikes();
    for (const account of accounts) this.#lookalikes.add(account.name, account);
  }

  close(): void {
    this.#db.close();
  }

  /** @throws {NoAccount} When it was given up since. */
  #check(account: number): void {
    if (this.#db.prepare("SELECT 1 FROM accounts WHERE id = ?").get(account) === undefined) {
      throw new NoAccount();
    }
  }

  #remove(account: number): void {
    this.#credentials.remove("account", account);
    this.#db.prepare("DELETE FROM accounts WHERE id = ?").run(account);
  }

  #write<Result>(write: () => Result): Result {
    const result = this.#transact(write);
    this.refresh();
    return result;
  }
}

/** There is no such account. */
export class NoAccount extends Error {
  override name = "NoAccount";
}

/** Runs something that writes all of it or nothing. */
export type Transact = <Result>(write: () => Result) => Result;

/** The credentials of all accounts. Its caller opens and ends transactions. */
class CredentialTable {
  readonly #db: DatabaseSync;
  readonly #find: StatementSync;
  readonly #valid: StatementSync;
  readonly #of: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#find = db.prepare("SELECT * FROM credentials WHERE kind = ? AND value = ?");
    this.#valid = db.prepare("SELECT 1 FROM credentials WHERE id = ?");
    this.#of = db.prepare("SELECT * FROM credentials WHERE account = ? ORDER BY id");
  }

  of(account: number): readonly Credential[] {
    return this.#of.all(account).map(toCredential);
  }

  find(kind: CredentialKind, value: string): Credential | undefined {
    const row = this.#find.get(kind, value);
    return row === undefined ? undefined : toCredential(row);
  }

  has(id: number): boolean {
    return this.#valid.get(id) !== undefined;
  }

  add(account: number, { kind, value, label }: NewCredential, now: number): Credential {
    const { lastInsertRowid } = this.#db.prepare(
      "INSERT INTO credentials (account, kind, value, label, created, used) VALUES (?, ?, ?, ?, ?, ?)",
    ).run(account, kind, value, label, now, now);
    return { id: Number(lastInsertRowid), account, kind, value, label, created: now, used: now };
  }

  remove(column: "id" | "account", value: number): void {
    this.#db.prepare(`DELETE FROM credentials WHERE ${column} = ?`).run(value);
  }

  noteUse(id: number, now: number): void {
    this.#db.prepare("UPDATE credentials SET used = ? WHERE id = ?").run(now, id);
  }
}

function toAccount(row: Row): Account {
  const role = ROLES.find((role) => role === row.role) ?? "member"; // A rank of a newer version gives no rights here.
  return {
    id: count(row, "id"),
    name: text(row, "name"),
    role,
    home: count(row, "home"),
    created: count(row, "created"),
    seen: count(row, "seen"),
  };
}

const KINDS: readonly CredentialKind[] = ["key", "password", "session"];

function toCredential(row: Row): Credential {
  const kind = KINDS.find((kind) => kind === row.kind);
  if (kind === undefined) throw new Error("The column kind has no kind of credential.");
  return {
    id: count(row, "id"),
    account: count(row, "account"),
    kind,
    value: text(row, "value"),
    label: text(row, "label"),
    created: count(row, "created"),
    used: count(row, "used"),
  };
}
