/**
 * Putting a backup in the place of a log, while no server has that open.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { renameOver } from "../../../net/rename.ts";
import { backUp, type LogContents, verifyLog } from "./archive.ts";
import { CannotStore, storageProblemOf } from "./errors.ts";
import { lockFile } from "./file_lock.ts";

/** What a log is made of besides its file: a `-wal` of another log would damage this one. */
const PARTS = ["-wal", "-shm"] as const;

/** What became of a log that was restored. */
export interface Restored {
  /** What is in it now. */
  readonly contents: LogContents;
  /** Where the log that was there before is now; `undefined` when there was none. */
  readonly before: string | undefined;
}

/**
 * Replaces a log by a backup. The log that was there is kept under another name, with all that belongs to it.
 *
 * @param from The backup, which stays as it is.
 * @param stamp What the name of the log before ends in: `2026-11-29-024500`.
 * @throws {CannotStore} When the backup is not whole, a server has the log open, or it cannot be written.
 */
export async function restoreLog(from: string, path: string, stamp: string): Promise<Restored> {
  verifyLog(from);
  const isThere = exists(path);
  const file = isThere ? Deno.realPathSync(path) : path;
  if (isThere && exists(from) && Deno.realPathSync(from) === file) {
    throw new CannotStore("exists", from, "the same");
  }
  const lock = isThere ? await lockFile(file) : undefined;
  try {
    using _beside = holdBeside(file);
    const part = `${file}.part`;
    const contents = await copyVerified(from, part);
    const before = isThere ? freeName(`${file}.before-${stamp}`) : undefined;
    if (before !== undefined) setAside(file, before);
    renameOver(part, file);
    return { contents, before };
  } finally {
    lock?.close();
  }
}

/** Keeps servers away, as a server does that has the log open. @throws {CannotStore} */
function holdBeside(file: string): Disposable {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(`${file}-lock`);
    db.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    db?.close();
    throw new CannotStore(storageProblemOf(error), file, error);
  }
  return { [Symbol.dispose]: () => db.close() };
}

async function copyVerified(from: string, part: string): Promise<LogContents> {
  if (exists(part)) Deno.removeSync(part);
  Deno.writeFileSync(part, new Uint8Array(), { mode: 0o600 });
  try {
    await backUp(from, part);
    return verifyLog(part);
  } catch (error) {
    Deno.removeSync(part); // On a disk that is full it would be in the way.
    throw error;
  }
}

/** Moves a log and what belongs to it, the file last: until then nothing has its place. */
function setAside(file: string, before: string): void {
  for (const part of PARTS) if (exists(`${file}${part}`)) renameOver(`${file}${part}`, `${before}${part}`);
  renameOver(file, before);
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; exists(name); n++) name = `${wanted}-${n}`;
  return name;
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
