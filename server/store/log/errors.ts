/**
 * Why the log cannot be opened or written, as kinds that the user's language has a sentence for.
 *
 * @module
 */

import type { LogEvent } from "../../machine/logger.ts";

/**
 * A problem with the log's file: another server has it, it has a second name (a hard link), its path leads to another file
 * than the one that is open, it may not be written, its disk cannot
 * be written, nothing was ever kept in it, it is something else's file,
 * it is damaged, messages are missing in it, a newer chat wrote it, the disk is full, its folder is not there,
 * a file that must be new is there already, it is a cluster's, no server of that cluster answers, or none of these.
 */
export type StorageProblem =
  | "in-use"
  | "linked"
  | "replaced"
  | "read-only"
  | "read-only-disk"
  | "empty"
  | "not-ours"
  | "damaged"
  | "incomplete"
  | "newer"
  | "full"
  | "no-folder"
  | "system-folder"
  | "exists"
  | "clustered"
  | "no-server"
  | "other";

/** The log cannot be opened or written. */
export class CannotStore extends Error {
  /** The name of the error. */
  override readonly name = "CannotStore";
  /** The kind of problem. */
  readonly kind: StorageProblem;
  /** The file, empty when it is the one that is open. */
  readonly path: string;

  /** Wraps what was caught. @param cause What the system or SQLite said. */
  constructor(kind: StorageProblem, path: string, cause: unknown) {
    super(firstLine(messageOf(cause)), { cause });
    this.kind = kind;
    this.path = path;
  }
}

/** Makes the log line for a failure to store: one whose file was replaced has its own sentence, which says how to save it. */
export function storingFailed(error: unknown): LogEvent {
  const cause = String(error);
  if (!(error instanceof CannotStore) || error.kind !== "replaced") {
    return { event: "failed", what: "storing", cause };
  }
  return { event: "failed", what: "storing", cause, replaced: error.path, pid: Deno.pid };
}

/** What SQLite says, as far as Deno passes it on: the English sentences of its result codes and no codes. */
const SENTENCES: readonly (readonly [string, StorageProblem])[] = [
  ["database is locked", "in-use"],
  ["readonly database", "read-only"],
  ["unable to open database file", "read-only"],
  ["file is not a database", "not-ours"],
  ["malformed", "damaged"],
  ["no such table", "damaged"], // Marked as ours, and not what we make.
  ["no such column", "damaged"],
  ["already exists", "damaged"],
  ["disk I/O error", "damaged"],
  ["database or disk is full", "full"],
];

/** A transaction failed, and rolling it back failed, too. Its `cause` is the first failure. */
export class RollbackFailed extends Error {
  /** The name of the error. */
  override readonly name = "RollbackFailed";
  /** Why the transaction could not be rolled back. */
  readonly rollback: unknown;

  /** Wraps both failures. @param cause Why the transaction failed. */
  constructor(cause: unknown, rollback: unknown) {
    super(`${messageOf(cause)}; and it could not be rolled back: ${messageOf(rollback)}`, { cause });
    this.rollback = rollback;
  }
}

/** Tells what kind of problem an error of SQLite or of the system is. */
export function storageProblemOf(error: unknown): StorageProblem {
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotADirectory) {
    return "read-only";
  }
  if (error instanceof CannotStore) return error.kind;
  if (error instanceof RollbackFailed) return storageProblemOf(error.cause);
  const message = messageOf(error);
  if (isReadOnlyDisk(error)) return "read-only-disk";
  return SENTENCES.find(([sentence]) => message.includes(sentence))?.[1] ?? "other";
}

/** Tells whether the system refused to write because the disk is mounted to be read only. */
export function isReadOnlyDisk(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EROFS";
}

/** Returns what SQLite found in a file, without the line above it that says which file. */
export function lastLine(verdict: string): string {
  return verdict.split("\n").at(-1) ?? verdict;
}

/** Leaves out the SQL that SQLite shows below what it says. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.replace(/ in *$/, "") ?? message;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
