/**
 * Redaction: the text of a message is taken out of the log for good, and its place stays. The one way in which words leave
 * the log before their time, for deleting, clearing and erasing alike.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ForgottenTable } from "./forgotten.ts";
import { count, ERASED, KIND, type Row, text } from "./rows.ts";

/** What is known of a message that is to be redacted, or was. */
export interface RedactableRow {
  /** Its author's number. */
  readonly personId: number;
  readonly at: number;
  readonly sender: string;
  readonly isTopic: boolean;
}

/** Takes texts out of a log's file. Its caller opens and ends transactions, and sees to it that `secure_delete` is on. */
export class Redactions {
  readonly #find: StatementSync;
  readonly #redact: StatementSync;
  readonly #restore: StatementSync;
  readonly #forgotten: ForgottenTable;

  /** @param db The file of a log of the current version. */
  constructor(db: DatabaseSync) {
    this.#find = db.prepare("SELECT person, at, sender, action FROM messages WHERE n = ?");
    this.#redact = db.prepare("UPDATE messages SET text = '', redacts = 0 WHERE n = ? AND redacts IS NULL");
    // What was erased meanwhile stays so, also where a server still knew the text to bring it back.
    this.#restore = db.prepare(
      `UPDATE messages SET text = ?, redacts = NULL WHERE n = ? AND redacts = 0 AND sender <> '${ERASED}'`,
    );
    this.#forgotten = new ForgottenTable(db);
  }

  /** Finds a message by its key. */
  find(n: number): RedactableRow | undefined {
    const row: Row | undefined = this.#find.get(n);
    if (row === undefined) return undefined;
    return {
      personId: count(row, "person"),
      at: count(row, "at"),
      sender: text(row, "sender"),
      isTopic: row.action === KIND.topic,
    };
  }

  /** Takes the texts of messages away, and has the index forget them; `false` for one that has none any more. @param n Its key. */
  redact(n: number): boolean {
    if (Number(this.#redact.run(n).changes) === 0) return false;
    this.#forgotten.add(n, n);
    return true;
  }

  /** Puts the text of a message back that was taken away a moment ago, also into the index. */
  restore(n: number, text: string): void {
    if (Number(this.#restore.run(text, n).changes) > 0) this.#forgotten.add(n, n);
  }
}
