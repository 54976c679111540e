/**
 * Which files the messages of a log name, read from outside, also while a server has it open.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { CannotStore, storageProblemOf } from "./errors.ts";
import { count, text } from "./rows.ts";
import { checkVersion, HAS_FILES } from "./schema.ts";

/** The bytes of a file, by their hash, and how many there are. */
export interface NamedFile {
  readonly sha256: string;
  readonly size: number;
}

/** Lists what the messages of a log name, each once. @throws {CannotStore} When it cannot be read. */
export function namedFiles(path: string): readonly NamedFile[] {
  return withLog(path, (db) =>
    db.prepare("SELECT hash, min(size) AS size FROM files GROUP BY hash").all()
      .map((row) => ({ sha256: text(row, "hash"), size: count(row, "size") })));
}

/** Lists what no message of a log names any more, and may still lie on disk. @throws {CannotStore} When it cannot be read. */
export function unnamedFiles(path: string): readonly string[] {
  const sql = "SELECT hash FROM unnamed_files WHERE hash NOT IN (SELECT hash FROM files)";
  return withLog(path, (db) => db.prepare(sql).all().map((row) => text(row, "hash")));
}

function withLog<Found>(path: string, read: (db: DatabaseSync) => readonly Found[]): readonly Found[] {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    return checkVersion(db, path) < HAS_FILES ? [] : read(db);
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    db?.close();
  }
}
