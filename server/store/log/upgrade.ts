/**
 * A copy of a log of an older version, made before it is migrated: an older chat does not open it afterwards.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { renameOver } from "../../../net/rename.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** A log was of an older version when it was opened. */
export interface Upgrade {
  /** The version that it was of. */
  readonly from: number;
  /** The copy of it as it was; `undefined` when the disk had no space for one. */
  readonly copy: string | undefined;
}

/** How long to wait for `chat token` while that writes, in ms. */
const WAIT = 5_000;

/**
 * Copies a log if its version is an older one. To be called while `-lock` keeps servers away and before the log is opened
 * in this process: the copy is made by another descriptor, and closing that takes SQLite's locks of the file with it.
 *
 * @param file The path of the log without links.
 * @param version The version of the log, 0 when there is nothing in it.
 */
export function copyBeforeUpgrade(file: string, version: number): Upgrade | undefined {
  if (version === 0 || version === SCHEMA_VERSION) return undefined;
  const copy = freeName(`${file}.v${version}-backup`);
  const part = `${copy}.part`;
  try {
    copyWhole(file, part);
    renameOver(part, copy);
    return { from: version, copy };
  } catch {
    // Without space there is no way back to the older chat, but the log itself is safe: migrating happens wholly or not at all.
    removeIfThere(part);
    return { from: version, copy: undefined };
  }
}

/** Removes the copy of a log that could not be migrated after all. */
export function dropCopy({ copy }: Upgrade): void {
  if (copy !== undefined) removeIfThere(copy);
}

/** Copies the file while nobody can write to it and nothing is left in `-wal`. */
function copyWhole(file: string, part: string): void {
  const db = new DatabaseSync(file);
  try {
    db.exec(`PRAGMA busy_timeout = ${WAIT}; PRAGMA wal_checkpoint(TRUNCATE); BEGIN IMMEDIATE`);
    Deno.copyFileSync(file, part);
  } finally {
    db.close();
  }
  const copied = new DatabaseSync(part);
  try {
    copied.exec("PRAGMA journal_mode = DELETE"); // One file that needs no others beside it.
  } finally {
    copied.close();
  }
}

/** Returns the path, or the first of `path-2`, `path-3` and so on that nothing has yet. */
function freeName(path: string): string {
  for (let n = 1;; n++) {
    const name = n === 1 ? path : `${path}-${n}`;
    try {
      Deno.lstatSync(name);
    } catch {
      return name;
    }
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was never made.
  }
}
