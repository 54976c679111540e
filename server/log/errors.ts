/**
 * Why the log cannot be opened or written, in kinds that a sentence can be made of.
 *
 * @module
 */

/**
 * What is wrong with the log's file: another server has it, it may not be written, it is something else's file,
 * it is damaged, messages are missing in it, a newer chat wrote it, the disk is full, its folder is not there,
 * a file that must be new is there already, or none of these.
 */
export type StorageProblem =
  | "in-use"
  | "read-only"
  | "not-ours"
  | "damaged"
  | "incomplete"
  | "newer"
  | "full"
  | "no-folder"
  | "exists"
  | "other";

/** The log cannot be opened or written. */
export class CannotStore extends Error {
  /** The name of the error. */
  override readonly name = "CannotStore";
  /** What kind of trouble it is. */
  readonly kind: StorageProblem;
  /** The file, empty when it is the one that is open. */
  readonly path: string;

  /** @param cause What the machine or SQLite said. */
  /** Wraps what was caught. */
  constructor(kind: StorageProblem, path: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.kind = kind;
    this.path = path;
  }
}

/** What SQLite says, as far as Deno passes it on: the English sentences of its result codes and no codes. */
const SENTENCES: readonly (readonly [string, StorageProblem])[] = [
  ["database is locked", "in-use"],
  ["readonly database", "read-only"],
  ["unable to open database file", "read-only"],
  ["file is not a database", "not-ours"],
  ["malformed", "damaged"],
  ["disk I/O error", "damaged"],
  ["database or disk is full", "full"],
];

/** The kind of trouble that an error of SQLite or of the machine stands for. */
export function storageProblemOf(error: unknown): StorageProblem {
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotADirectory) {
    return "read-only";
  }
  const message = error instanceof Error ? error.message : String(error);
  return SENTENCES.find(([sentence]) => message.includes(sentence))?.[1] ?? "other";
}

/** What SQLite found in a file, without the line above it that says which file. */
export function lastLine(verdict: string): string {
  return verdict.split("\n").at(-1) ?? verdict;
}
