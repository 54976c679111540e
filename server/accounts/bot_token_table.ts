/**
 * Tokens in the file of the log. The server and `chat token` have it open each for itself.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { nameKey } from "../../protocol/names.ts";
import type { BotToken, BotTokens } from "./bot_tokens.ts";

/** A use is noted this often at most, in ms: a write for each message would be one too many. */
const NOTE_EVERY = 60_000;

/** People of a server that was not up for longer than this are not in any more, in ms. */
const UP_WITHIN = 600_000;

/** A row of a query, of which nothing is known yet. */
type Row = Record<string, unknown>;

/** {@linkcode BotTokens} that outlive the server. Of a token only its hash is kept. */
export class BotTokenTable implements BotTokens {
  readonly #db: DatabaseSync;
  readonly #hash: (token: string) => string;
  readonly #find: StatementSync;
  readonly #names: StatementSync;
  readonly #good: StatementSync;
  readonly #use: StatementSync;

  /** @param db A log's file, of today's version. */
  constructor(db: DatabaseSync, hash: (token: string) => string) {
    this.#db = db;
    this.#hash = hash;
    this.#find = db.prepare("SELECT * FROM keys WHERE hash = ? AND revoked IS NULL");
    this.#names = db.prepare("SELECT name FROM keys WHERE revoked IS NULL ORDER BY id");
    this.#good = db.prepare("SELECT 1 FROM keys WHERE id = ? AND revoked IS NULL");
    this.#use = db.prepare("UPDATE keys SET used = ? WHERE id = ?");
  }

  find(token: string): BotToken | undefined {
    const row = this.#find.get(this.#hash(token));
    return row === undefined ? undefined : toKey(row);
  }

  isValid({ id }: BotToken): boolean {
    return this.#good.get(id) !== undefined;
  }

  names(): readonly string[] {
    return this.#names.all().map(({ name }) => String(name));
  }

  noteUse({ id, used }: BotToken, now: number): void {
    if (used !== undefined && now - used < NOTE_EVERY) return;
    try {
      this.#use.run(now, id);
    } catch {
      // The disk is full: what is said with this token cannot be kept either, and that is told.
    }
  }

  /** Keeps a new token. Its name must be free. @param now In ms since 1970. */
  add(token: string, name: string, now: number): void {
    this.#db.prepare("INSERT INTO keys (hash, name, folded, created) VALUES (?, ?, ?, ?)")
      .run(this.#hash(token), name, nameKey(name), now);
  }

  /** The tokens that are good, the oldest first. */
  list(): readonly BotToken[] {
    return this.#db.prepare("SELECT * FROM keys WHERE revoked IS NULL ORDER BY id").all().map(toKey);
  }

  /** Ends the token of that name; `false` when there is none. @param now In ms since 1970. */
  revoke(name: string, now: number): boolean {
    const end = this.#db.prepare("UPDATE keys SET revoked = ? WHERE folded = ? AND revoked IS NULL");
    return Number(end.run(now, nameKey(name)).changes) > 0;
  }

  /** The names of those who are in, as far as the file tells: people with `nc` are not in it. @param now In ms since 1970. */
  present(now: number): readonly string[] {
    const rows = this.#db.prepare(
      "SELECT name FROM people WHERE here = 1 AND (SELECT alive FROM server WHERE one = 1) > ?",
    );
    return rows.all(now - UP_WITHIN).map(({ name }) => String(name));
  }

  /** Lets go of the file. */
  close(): void {
    this.#db.close();
  }
}

function toKey({ id, name, created, used }: Row): BotToken {
  return {
    id: Number(id),
    name: String(name),
    created: Number(created),
    used: typeof used === "number" ? used : undefined,
  };
}
