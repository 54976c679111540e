/**
 * What a cluster keeps in the log's file: texts by their keys, written with the turns that they are about.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FactChanges } from "./port.ts";
import { hasTable, text } from "./rows.ts";

/** The table of a cluster's facts, which only the log of a server in a cluster has. Its caller opens and ends transactions. */
export class FactTable {
  readonly #db: DatabaseSync;
  #put: StatementSync | undefined;
  #delete: StatementSync | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Returns all of it. */
  all(): ReadonlyMap<string, string> {
    if (!hasTable(this.#db, "facts")) return new Map();
    const rows = this.#db.prepare("SELECT key, value FROM facts ORDER BY key").all();
    return new Map(rows.map((row) => [text(row, "key"), text(row, "value")]));
  }

  /** Writes changes. */
  write(changes: FactChanges): void {
    const put = this.#put ??= this.#make();
    const remove = this.#delete ??= this.#db.prepare("DELETE FROM facts WHERE key = ?");
    for (const [key, value] of changes) {
      if (value === undefined) remove.run(key);
      else put.run(key, value);
    }
  }

  /** Drops all of it. */
  drop(): void {
    this.#put = this.#delete = undefined;
    this.#db.exec("DROP TABLE IF EXISTS facts");
  }

  #make(): StatementSync {
    this.#db.exec(
      "CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    );
    return this.#db.prepare(
      "INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    );
  }
}
