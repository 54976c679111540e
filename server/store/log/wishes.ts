/**
 * What commands on a server's machine want of its cluster: they write it into the log's file, the server takes it into the
 * stream and answers there. No command knows how the stream is reached.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { CannotStore, storageProblemOf } from "./errors.ts";
import { count, hasTable, text } from "./rows.ts";

/** How long a command waits for its answer, and how often it looks, in ms. */
const ANSWERED_WITHIN = 10_000;
const LOOKS_EVERY = 50;

/** How long a command waits for a server that writes, in ms. */
const WAITS = 5000;

/** A wish that is not answered yet. */
export interface Wish {
  readonly id: number;
  /** What is wanted, as JSON. */
  readonly wish: string;
}

const TABLE =
  "CREATE TABLE IF NOT EXISTS wishes (id INTEGER PRIMARY KEY AUTOINCREMENT, wish TEXT NOT NULL, answer TEXT) STRICT";

/** Tells whether an open log is a cluster's, so that nothing is written into it beside its server. */
export function isOfCluster(db: DatabaseSync): boolean {
  return hasTable(db, "facts");
}

/** Reads the wishes that wait in an open log. */
export function readWishes(db: DatabaseSync): readonly Wish[] {
  if (!hasTable(db, "wishes")) return [];
  return db.prepare("SELECT id, wish FROM wishes WHERE answer IS NULL ORDER BY id").all()
    .map((row) => ({ id: count(row, "id"), wish: text(row, "wish") }));
}

/** Forgets what waits: who asked is told that no server answers. */
export function forgetWishes(db: DatabaseSync): void {
  if (hasTable(db, "wishes")) db.exec("DELETE FROM wishes");
}

/** Answers a wish. */
export function answerWish(db: DatabaseSync, id: number, answer: string): void {
  db.prepare("UPDATE wishes SET answer = ? WHERE id = ?").run(answer, id);
}

/**
 * Has the cluster of a log do something, and waits for its answer.
 *
 * @param wishFor Makes what is wanted, as JSON, of what the log has.
 * @returns The answer, as JSON; `undefined` where the log is no cluster's.
 * @throws {CannotStore} When the log cannot be had, or no server of it answers.
 */
export function askCluster(path: string, wishFor: (db: DatabaseSync) => unknown): unknown {
  let db: DatabaseSync | undefined;
  try {
    if (!isThere(path)) return undefined;
    db = new DatabaseSync(path);
    db.exec(`PRAGMA busy_timeout = ${WAITS}`);
    if (!isOfCluster(db)) return undefined;
    db.exec(TABLE);
    const { lastInsertRowid } = db.prepare("INSERT INTO wishes (wish) VALUES (?)").run(
      JSON.stringify(wishFor(db)),
    );
    return JSON.parse(answerOf(db, Number(lastInsertRowid), path));
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    db?.close();
  }
}

/** Waits for an answer, and takes the wish back when there is none. */
function answerOf(db: DatabaseSync, id: number, path: string): string {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const ask = db.prepare("SELECT answer FROM wishes WHERE id = ?");
  const forget = db.prepare("DELETE FROM wishes WHERE id = ? AND answer IS ? RETURNING answer");
  for (let waited = 0; waited < ANSWERED_WITHIN; waited += LOOKS_EVERY) {
    const row = ask.get(id);
    if (row === undefined) throw new CannotStore("no-server", path, "its server began anew");
    const { answer } = row;
    if (typeof answer === "string") return forget.run(id, answer), answer;
    Atomics.wait(clock, 0, 0, LOOKS_EVERY);
  }
  if (forget.get(id, null) !== undefined) throw new CannotStore("no-server", path, "no server answers");
  return answerOf(db, id, path); // It was answered just now.
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // Opening it then says why.
  }
}
