/**
 * The log from outside: what can be done with its file, whether a server has it open or not.
 *
 * @module
 */

import { backup, DatabaseSync } from "node:sqlite";
import type { MessageFrame } from "../../../protocol.ts";
import { nameKey } from "../../../protocol/names.ts";
import { CannotStore, lastLine, storageProblemOf } from "./errors.ts";
import { diskProblem } from "./open.ts";
import { roomsOf } from "./room_table.ts";
import {
  SELECT_MESSAGES,
  SELECT_MESSAGES_WITHOUT_FILES,
  SELECT_THOUGHTS,
  SELECT_THOUGHTS_WITHOUT_FILES,
  withThoughts,
} from "./message_table.ts";
import { toFrame } from "./stored_message.ts";
import { checkVersion, HAS_CHANGES, HAS_FILES } from "./schema.ts";

/** The messages to export: of one room or of all, and not older than `since`. */
export interface ExportSelection {
  /** The only room to export; all by default. */
  readonly room?: string;
  /** The time of the oldest message to export, in ms since 1970. */
  readonly since?: number;
  /** Whose messages to export, by their name in any spelling; everybody's by default. */
  readonly from?: string;
}

/** The contents of a file that was verified. */
export interface LogContents {
  /** How many rooms there are. */
  readonly rooms: number;
  /** How many messages there are in all of them. */
  readonly messages: number;
}

/**
 * Finds a room of a log by its name in any spelling; `undefined` when the log has none of it.
 *
 * @throws {CannotStore} When the file cannot be read.
 */
export function findStoredRoom(path: string, wanted: string): string | undefined {
  const db = openToRead(path);
  try {
    return roomsOf(db).find(({ name }) => nameKey(name) === nameKey(wanted))?.name;
  } catch (error) {
    throw trouble(error, path);
  } finally {
    db.close();
  }
}

/**
 * Reads the messages of a log, room after room, each in the order of its numbers.
 *
 * @throws {CannotStore} When the file cannot be read.
 */
export function* exportMessages(path: string, selection: ExportSelection): Generator<MessageFrame> {
  const { room, since = 0, from } = selection;
  const key = from === undefined ? undefined : nameKey(from);
  const db = openToRead(path);
  try {
    const { select, rest } = queriesFor(checkVersion(db, path));
    const thoughts = rest === undefined ? undefined : db.prepare(rest);
    const page = db.prepare(`${select} WHERE n > ? AND n <= ? AND at >= ? ORDER BY n LIMIT ?`);
    for (const { name, base, last } of roomsOf(db)) {
      if (room !== undefined && name !== room) continue;
      let lastSeq = 0;
      for (let seq = 0; seq < last;) {
        // Not by iterate(): it takes a damaged page for the end.
        const rows = page.all(base + seq, base + last, since, PAGE);
        const whole = thoughts === undefined ? rows : withThoughts(rows, thoughts);
        const messages = whole.map((row) => toFrame(row, name, base));
        yield* key === undefined ? messages : messages.filter((message) => nameKey(message.from) === key);
        lastSeq = messages.at(-1)?.seq ?? lastSeq;
        seq = messages.at(-1)?.seq ?? last;
      }
      // A damaged page may look like an empty one: what was begun must go on to the room's last message.
      if (since === 0 && lastSeq > 0 && lastSeq < last) throw new CannotStore("incomplete", path, name);
    }
  } catch (error) {
    throw trouble(error, path);
  } finally {
    db.close();
  }
}

/** Returns how a log of a version is read: its messages, and the rest of those that have more to them. */
function queriesFor(version: number): { readonly select: string; readonly rest?: string } {
  if (version >= HAS_FILES) return { select: SELECT_MESSAGES, rest: SELECT_THOUGHTS };
  return version >= HAS_CHANGES
    ? { select: SELECT_MESSAGES_WITHOUT_FILES, rest: SELECT_THOUGHTS_WITHOUT_FILES }
    : { select: "SELECT * FROM messages" };
}

/** The number of messages that are read at once: of a damaged file, fewer are lost before the damage. */
const PAGE = 100;

/** More pages than any log has: the copy is made in one go, of one moment. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a log as of this moment into a new file; a server that has it open goes on.
 *
 * @throws {CannotStore} When the log cannot be read, or the new file not be written.
 */
export async function backUp(path: string, into: string): Promise<void> {
  const db = openToRead(path);
  try {
    await backup(db, into, { rate: ALL_PAGES });
    const copy = new DatabaseSync(into);
    copy.exec("PRAGMA journal_mode = DELETE"); // One file that needs no others beside it.
    copy.close();
  } catch (error) {
    throw trouble(error, into);
  } finally {
    db.close();
  }
}

/**
 * Verifies a whole file: its pages are intact, and the numbers of each room have no gaps.
 *
 * @throws {CannotStore} When it is damaged or a message is missing.
 */
export function verifyLog(path: string): LogContents {
  const db = openToRead(path);
  try {
    const verdict = String(db.prepare("PRAGMA integrity_check(1)").get()?.integrity_check);
    if (verdict !== "ok") throw new CannotStore("damaged", path, lastLine(verdict));
    const rooms = roomsOf(db);
    let messages = 0;
    for (const { name, base, end, last } of rooms) {
      const row = db.prepare(
        "SELECT count(*) AS count, min(n) AS low, max(n) AS high FROM messages WHERE n > ? AND n < ?",
      )
        .get(base, end);
      const [count, low, high] = [Number(row?.count), Number(row?.low), Number(row?.high)];
      const isWhole = count === 0 || (high - low + 1 === count && high - base === last);
      if (!isWhole) throw new CannotStore("incomplete", path, name);
      messages += count;
    }
    return { rooms: rooms.length, messages };
  } catch (error) {
    throw trouble(error, path);
  } finally {
    db.close();
  }
}

function openToRead(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    if (checkVersion(db, path) === 0) throw new CannotStore("empty", path, "no tables");
    return db;
  } catch (error) {
    throw trouble(error, path);
  }
}

function trouble(error: unknown, path: string): CannotStore {
  if (error instanceof CannotStore) return error;
  const kind = storageProblemOf(error);
  const isOfDisk = kind === "read-only" && diskProblem(path) === "read-only-disk";
  return new CannotStore(isOfDisk ? "read-only-disk" : kind, path, error);
}
