/**
 * Erasing: what one person said, and their name, leave the log; the numbers of their messages stay. For a command on the
 * server's machine, while the server runs or not.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { isCount, isFields, isTexts } from "../../../protocol/fields.ts";
import { CannotStore, storageProblemOf } from "./errors.ts";
import type { Erasure, ErasureWish } from "./erasure_port.ts";
import { LogErasure, spellingsIn } from "./log_erasure.ts";
import { openLog } from "./open.ts";
import { checkVersion, SCHEMA_VERSION } from "./schema.ts";
import { askCluster } from "./wishes.ts";

/** How long a command waits for a server that writes, in ms. */
const WAITS = 5000;

/** How long a server that runs has the log to itself at most, between two parts of an erasure, in ms. */
const LEFT_ALONE = 100;

/**
 * Erases what was said under a name, in any spelling, and by the holder of the account of that name under others.
 *
 * @throws {CannotStore} When the log cannot be read or written.
 */
export function eraseFrom(path: string, wish: ErasureWish): Erasure {
  const { name, by, isTrial } = wish;
  const answer = isTrial
    ? undefined
    : askCluster(path, (db) => ({ erase: { name, by, ...spellingsIn(db, name) } }));
  if (answer !== undefined) return readErasure(answer);
  return eraseHere(path, wish);
}

/** Reads what a cluster has answered. */
function readErasure(answer: unknown): Erasure {
  const fields = isFields(answer) ? answer : {};
  const { messages, wasClaimed, topics } = fields;
  if (!isCount(messages)) return { kind: "here" };
  return {
    kind: "erased",
    messages,
    wasClaimed: wasClaimed === true,
    isRunning: true,
    topics: isTexts(topics) ? topics : [],
  };
}

function eraseHere(path: string, wish: ErasureWish): Erasure {
  const open: DatabaseSync[] = [];
  try {
    const file = Deno.realPathSync(path);
    const isRunning = !isHeld(file, open);
    const db = new DatabaseSync(file);
    open.push(db);
    db.exec(`PRAGMA busy_timeout = ${WAITS}; PRAGMA secure_delete = ON`);
    if (checkVersion(db, path) !== SCHEMA_VERSION) throw new OldLog();
    const erasure = new LogErasure(db, wish, isRunning, isRunning ? givingWay() : undefined).run();
    // What was written over is in no page of the journal either. The first keeps no server waiting, and leaves little to the second.
    if (!wish.isTrial) db.exec("PRAGMA wal_checkpoint(PASSIVE); PRAGMA wal_checkpoint(TRUNCATE)");
    return erasure;
  } catch (error) {
    for (const db of open.splice(0)) db.close();
    if (error instanceof OldLog) {
      openLog(path, "power").close(); // Brought up to date as a server does.
      return eraseHere(path, wish);
    }
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    for (const db of open.reverse()) db.close();
  }
}

/** Makes what leaves the log alone for as long as it was taken: who asks for it again at once gets it before a server that waits. */
function givingWay(): () => void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let since = performance.now();
  return () => {
    Atomics.wait(never, 0, 0, Math.min(LEFT_ALONE, performance.now() - since));
    since = performance.now();
  };
}

/** The log is of an older chat. */
class OldLog extends Error {}

/** Holds a log as a server does, so that none begins meanwhile; `false` when one has it. */
function isHeld(file: string, open: DatabaseSync[]): boolean {
  const beside = new DatabaseSync(`${file}-lock`);
  open.push(beside);
  try {
    beside.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (storageProblemOf(error) === "in-use") return false;
    throw error;
  }
}
