/**
 * A lock on the log's file itself, whatever paths lead to it: a hard link, or a mount of the one file into a container.
 *
 * It is `flock`, which on Linux knows nothing of the `fcntl` locks that SQLite uses in the same file. Elsewhere the two get
 * in each other's way, so there only `-lock` beside the file keeps a second server away.
 *
 * @module
 */

import { systemClock, within } from "../../../net/clock.ts";
import { CannotStore } from "./errors.ts";

/** How long an older Deno, which can only wait for a lock, waits for one that should be free, in ms. */
const WAIT = 2_000;

/** A lock that is held. To be closed after the database: a descriptor that closes takes SQLite's locks of the file with it. */
export interface FileLock {
  /** Lets go of the lock. */
  close(): void;
}

/**
 * Locks the file that a path leads to until the process ends or the lock is closed, and creates it if it is not there. To
 * be called before the database opens.
 *
 * @returns `undefined` where this cannot be done: another system, a file system without `flock`, a file that cannot be
 * written, which opening the database then says.
 * @throws {CannotStore} When another server has locked it.
 */
export async function lockFile(path: string): Promise<FileLock | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const file = openFile(path);
  if (file === undefined) return undefined;
  let isLocked: boolean;
  try {
    isLocked = await tryLock(file);
  } catch {
    file.close();
    return undefined;
  }
  if (!isLocked) throw new CannotStore("in-use", path, "locked");
  return file;
}

function openFile(path: string): Deno.FsFile | undefined {
  try {
    return Deno.openSync(path, { read: true, write: true, create: true, mode: 0o600 });
  } catch {
    return undefined;
  }
}

/** Locks an open file; closes it if another process has. */
async function tryLock(file: Deno.FsFile): Promise<boolean> {
  const tryLockSync: unknown = Reflect.get(file, "tryLockSync"); // Deno 2.6 has none.
  if (typeof tryLockSync === "function") {
    const isLocked = Reflect.apply(tryLockSync, file, [true]) === true;
    if (!isLocked) file.close();
    return isLocked;
  }
  const locking = file.lock(true).then(() => true);
  const isLocked = await within(systemClock, WAIT, locking, false);
  if (!isLocked) locking.then(() => file.close(), () => {});
  return isLocked;
}
