/**
 * `chat export`, `chat backup` and `chat verify`: the room's file from outside, also while a server has it open.
 *
 * @module
 */

import { renameOver } from "../net/rename.ts";
import { DEFAULT_ROOM } from "../protocol/limits.ts";
import type { MessageFrame } from "../protocol.ts";
import {
  backUp,
  CannotIdentify,
  CannotStore,
  copyFiles,
  exportMessages,
  type FilesContents,
  findStoredRoom,
  hasKeyFile,
  keyFileOf,
  verifyFiles,
  verifyLog,
} from "../server.ts";
import type { Words } from "../words/en.ts";
import type { FlagValues } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { BACKUP_FLAGS, EXPORT_FLAGS, VERIFY_FLAGS } from "./flags.ts";
import type { Output } from "./output.ts";

/** What the commands need besides their flags. */
export interface FileCommandContext {
  readonly words: Words;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The file unless a flag names another; empty when it is not clear where it would be. */
  readonly dataFile: string;
}

/** How many lines are printed before the reader is waited for: a log can be larger than memory. */
const LINES_AT_ONCE = 1000;

/** Runs `chat export`. Resolves to the exit code. */
export async function runExport(given: FlagValues, context: FileCommandContext): Promise<number> {
  const { stdout, dataFile } = context;
  const path = given.value(EXPORT_FLAGS.data) ?? dataFile;
  const wanted = given.value(EXPORT_FLAGS.room);
  const since = given.value(EXPORT_FLAGS.since)?.(Date.now());
  const from = given.value(EXPORT_FLAGS.from);
  const isJson = given.value(EXPORT_FLAGS.format) === "jsonl";
  let lines: string[] = [];
  try {
    requireFile(path);
    const room = wanted && findStoredRoom(path, wanted);
    if (wanted !== undefined && room === undefined) {
      if (wanted === DEFAULT_ROOM) return ExitCode.ok; // It is always there, also before anything was said.
      context.stderr.print(`${context.words.archive.noRoom(wanted)}\n`);
      return ExitCode.refused;
    }
    for (
      const message of exportMessages(path, {
        ...(room !== undefined && { room }),
        ...(since !== undefined && { since }),
        ...(from !== undefined && { from }),
      })
    ) {
      lines.push(isJson ? JSON.stringify(message) : asText(message));
      if (lines.length < LINES_AT_ONCE) continue;
      stdout.print(lines.join("\n") + "\n");
      lines = [];
      await stdout.flush();
      if (!stdout.isOpen || stdout.failure !== undefined) break;
    }
    return ExitCode.ok;
  } catch (error) {
    return reportFileError(error, path, context);
  } finally {
    if (lines.length > 0) stdout.print(lines.join("\n") + "\n"); // Also what could be read of a damaged file.
  }
}

/** Runs `chat backup`. Resolves to the exit code. */
export async function runBackup(
  given: FlagValues,
  [file]: readonly string[],
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  if (file === undefined) {
    stderr.print(`${words.archive.needFile}\n`);
    return ExitCode.usage;
  }
  const path = given.value(BACKUP_FLAGS.data) ?? dataFile;
  const isCheck = given.isOn(BACKUP_FLAGS.verify);
  try {
    requireFile(isCheck ? file : path);
    if (!isCheck) await copy(path, file);
    const { rooms, messages } = verifyLog(file);
    if (!isCheck) stdout.print(`${words.archive.saved(file)}\n`);
    if (!isCheck) copyIdentity(keyFileOf(path), keyFileOf(file), context);
    stdout.print(`${words.archive.whole(file, rooms, messages)}\n`);
    const files = isCheck ? await verifyFiles(file) : await copyFiles(Deno.realPathSync(path), file);
    return reportFiles(files, context);
  } catch (error) {
    return reportFileError(error, isCheck || path !== "" ? file : path, context);
  }
}

/** Runs `chat verify`: `chat backup --verify`, for the file that the server keeps where none is named. Resolves to the exit code. */
export async function runVerify(
  given: FlagValues,
  [file]: readonly string[],
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, dataFile } = context;
  const path = file ?? given.value(VERIFY_FLAGS.data) ?? dataFile;
  try {
    requireFile(path);
    const { rooms, messages } = verifyLog(path);
    stdout.print(`${words.archive.whole(path, rooms, messages)}\n`);
    return reportFiles(await verifyFiles(Deno.realPathSync(path)), context);
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Says of the files that messages name how many there are, and how many are not; gives the exit code. */
export function reportFiles(
  { files, missing }: FilesContents,
  { words: { archive }, stdout, stderr }: FileCommandContext,
): number {
  if (files > missing) stdout.print(`${archive.files(files - missing)}\n`);
  if (missing === 0) return ExitCode.ok;
  stderr.print(`${archive.filesMissing(missing)}\n`);
  return ExitCode.data;
}

/** Copies the server's key, so that a server can move as a whole: it is what those who have been there know it by. */
function copyIdentity(from: string, to: string, { words, stdout }: FileCommandContext): void {
  if (!hasKeyFile(from) || hasKeyFile(to)) return;
  Deno.writeTextFileSync(to, Deno.readTextFileSync(from), { mode: 0o600, createNew: true });
  stdout.print(`${words.operating.identityCopied(to)}\n`);
}

/** Copies into a file beside the new one first, so that a copy that broke off never has its name. */
async function copy(path: string, file: string): Promise<void> {
  if (isThere(file)) throw new CannotStore("exists", file, "");
  const part = `${file}.part`;
  if (isThere(part)) Deno.removeSync(part);
  Deno.writeFileSync(part, new Uint8Array(), { mode: 0o600 });
  try {
    await backUp(path, part);
    verifyLog(part);
    renameOver(part, file);
  } catch (error) {
    Deno.removeSync(part); // On a disk that is full it would be in the way.
    if (!(error instanceof CannotStore) || error.path !== part) throw error;
    const isCopied = error.kind === "damaged" || error.kind === "incomplete";
    throw new CannotStore(error.kind, isCopied ? path : file, error.message);
  }
}

/** Makes sure that a file is there, as SQLite would make one that is not. @throws {CannotStore} */
export function requireFile(path: string): void {
  if (!isThere(path)) throw new CannotStore("no-folder", path, "");
}

function isThere(path: string): boolean {
  if (path === "") return false;
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/** Says what is wrong with a file; gives the exit code. */
export function reportFileError(
  error: unknown,
  path: string,
  { words, stderr }: Pick<FileCommandContext, "words" | "stderr">,
): number {
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotFound) {
    return reportFileError(new CannotStore("read-only", "", error), path, { words, stderr });
  }
  if (error instanceof Error && "code" in error && error.code === "EROFS") {
    return reportFileError(new CannotStore("read-only-disk", "", error), path, { words, stderr });
  }
  if (error instanceof CannotIdentify) {
    stderr.print(`${words.identity.problem[error.kind](error.path)}\n`);
    return ExitCode.data;
  }
  if (!(error instanceof CannotStore)) throw error;
  stderr.print(
    `${path === "" ? words.store.nowhere : words.store[error.kind](error.path || path, error.message)}\n`,
  );
  return ExitCode.data;
}

/** Formats a message as `2026-11-21 21:04:05 #lobby <ada> ciao`; its lines after the first are indented. */
function asText({ at, room, from, text, action, topic }: MessageFrame): string {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const who = topic ? `* ${from} /topic` : action ? `* ${from}` : `<${from}>`;
  return `${day} ${time} #${room} ${who} ${text.replaceAll("\n", "\n    ")}`.trimEnd();
}
