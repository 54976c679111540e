/**
 * `chat restore`: puts a backup in the place of the file that rooms are kept in, while no server has that open.
 *
 * @module
 */

import { copyFiles, hasKeyFile, keyFileOf, restoreLog } from "../server.ts";
import { type FileCommandContext, reportFileError, reportFiles, requireFile } from "./archive_command.ts";
import type { FlagValues } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { RESTORE_FLAGS } from "./flags.ts";
import { makeParentFolder } from "./make_folder.ts";

/** Runs `chat restore`. Resolves to the exit code. */
export async function runRestore(
  given: FlagValues,
  [file]: readonly string[],
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  if (file === undefined) {
    stderr.print(`${words.operating.needBackup}\n`);
    return ExitCode.usage;
  }
  const path = given.value(RESTORE_FLAGS.data) ?? dataFile;
  if (path === "") {
    stderr.print(`${words.store.nowhere}\n`);
    return ExitCode.data;
  }
  try {
    requireFile(file);
    makeParentFolder(path);
    const { contents: { rooms, messages }, before } = await restoreLog(file, path, stampOf(new Date()));
    stdout.print(`${words.archive.whole(path, rooms, messages)}\n${words.operating.restored(path)}\n`);
    if (before !== undefined) stdout.print(`${words.operating.keptBefore(before)}\n`);
    restoreIdentity(keyFileOf(file), keyFileOf(path), context);
    return reportFiles(await copyFiles(Deno.realPathSync(file), Deno.realPathSync(path)), context);
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Puts the server's key back where there is none: replacing one is `chat identity`'s, as everybody is then warned. */
function restoreIdentity(from: string, to: string, { words, stdout }: FileCommandContext): void {
  if (!hasKeyFile(from)) return;
  if (!hasKeyFile(to)) {
    Deno.writeTextFileSync(to, Deno.readTextFileSync(from), { mode: 0o600, createNew: true });
    stdout.print(`${words.operating.identityBack(to)}\n`);
  } else if (Deno.readTextFileSync(from) !== Deno.readTextFileSync(to)) {
    stdout.print(`${words.operating.identityKept(to)}\n`);
  }
}

/** Formats a time for the name of a file: `2026-11-29-024500`. */
function stampOf(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
