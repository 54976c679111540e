/**
 * Bot tokens in the log's file. The server and `chat token` have it open each for itself.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Row } from "../log.ts";
import type { BotToken, BotTokens } from "./bot_tokens.ts";

/** The shortest time between two notes of a use, in ms: a write for each message would be one too many. */
const NOTE_EVERY = 60_000;

/** The members of a server that was down for longer than this are not in any more, in ms. */
const UP_WITHIN = 600_000;

/** {@linkcode BotTokens} in a table of the log. Only the hash of a token is stored. */
export class BotTokenTable implements BotTokens {
  readonly #db: DatabaseSync;
  readonly #hash: (token: string) => string;
  readonly #find: StatementSync;
  readonly #names: StatementSync;
  readonly #valid: StatementSync;
  readonly #use: StatementSync;

  /** @param db The file of a log of the current version. */
  constructor(db: DatabaseSync, hash: (token: string) => string) {
    this.#db = db;
    this.#hash = hash;
    this.#find = db.prepare("SELECT * FROM keys WHERE hash = ? AND revoked IS NULL");
    this.#names = db.prepare("SELECT name FROM keys WHERE revoked IS NULL ORDER BY id");
    this.#valid = db.prepare("SELECT 1 FROM keys WHERE id = ? AND revoked IS NULL");
    this.#use = db.prepare("UPDATE keys SET used = ? WHERE id = ?");
  }

  find(token: string): BotToken | undefined {
    const row = this.#find.get(this.#hash(token));
    return row === undefined ? undefined : toBotToken(row);
  }

  isValid({ id }: BotToken): boolean {
    return this.#valid.get(id) !== undefined;
  }

  names(): readonly string[] {
    return this.#names.all().map(({ name }) => String(name));
  }

  noteUse({ id, used }: BotToken, now: number): void {
    if (used !== undefined && now - used < NOTE_EVERY) return;
    try {
      this.#use.run(now, id);
    } catch {
      // The disk is full: what is posted with this token cannot be stored either, and that is answered.
    }
  }

  /** Stores a new token of which only the hash is known. @param key That of its name, which must be free. @param now In ms since 1970. */
  add(hash: string, name: string, key: string, now: number): void {
    this.#db.prepare("INSERT INTO keys (hash, name, folded, created) VALUES (?, ?, ?, ?)")
      .run(hash, name, key, now);
  }

  /** Lists the valid tokens, the oldest first. */
  list(): readonly BotToken[] {
    return this.#db.prepare("SELECT * FROM keys WHERE revoked IS NULL ORDER BY id").all().map(toBotToken);
  }

  /** Revokes the token with a name, by its key; `false` when there is none. @param now In ms since 1970. */
  revoke(key: string, now: number): boolean {
    const end = this.#db.prepare("UPDATE keys SET revoked = ? WHERE folded = ? AND revoked IS NULL");
    return Number(end.run(now, key).changes) > 0;
  }

  /** Lists the names of the members who are in, as far as the file tells: people with `nc` are not in it. @param now In ms since 1970. */
  present(now: number): readonly string[] {
    const rows = this.#db.prepare(
      "SELECT name FROM people WHERE here = 1 AND (SELECT alive FROM server WHERE one = 1) > ?",
    );
    return rows.all(now - UP_WITHIN).map(({ name }) => String(name));
  }

  /** Closes the file. */
  close(): void {
    this.#db.close();
  }
}

function toBotToken({ id, name, created, used }: Row): BotToken {
  return {
    id: Number(id),
    name: String(name),
    created: Number(created),
    used: typeof used === "number" ? used : undefined,
  };
}
