/**
 * `chat erase`: what one person said, and their name, leave the room's file, while a server has it open or not.
 *
 * @module
 */

import { parseName } from "../protocol/names.ts";
import { eraseFrom, type Erasure, removeIndex, removeUnnamed } from "../server.ts";
import { type FileCommandContext, reportFileError, requireFile } from "./archive_command.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { ERASE_FLAGS } from "./flags.ts";

/** Runs `chat erase`. Gives the exit code. @param by Who does it, as the audit has it. */
export function runErase(
  given: FlagValues,
  [written]: readonly string[],
  by: string,
  context: FileCommandContext,
): number {
  const { words, stdout, stderr, dataFile } = context;
  const { erasing } = words.archive;
  const name = parseName(written ?? "");
  if (name === undefined) throw new UsageError(erasing.needName);
  const path = given.value(ERASE_FLAGS.data) ?? dataFile;
  const isTrial = !given.isOn(ERASE_FLAGS.yes);
  try {
    requireFile(path);
    const erasure = eraseFrom(path, { name, by, at: Date.now(), isTrial });
    if (erasure.kind === "here") {
      stderr.print(`${erasing.isHere(name)}\n`);
      return ExitCode.refused;
    }
    if (isTrial) {
      stderr.print(`${erasing.wouldErase(name, erasure.messages)}\n`);
      return ExitCode.usage;
    }
    if (!erasure.isRunning) { // One that runs does it.
      removeIndex(`${Deno.realPathSync(path)}-index`); // The next server makes it anew.
      removeUnnamed(Deno.realPathSync(path));
    }
    for (const line of report(name, erasure, copiesOf(path), context)) stdout.print(`${line}\n`);
    return ExitCode.ok;
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Says what was erased, and what is left to do by hand. */
function report(
  name: string,
  { messages, wasClaimed, isRunning, topics }: Extract<Erasure, { readonly kind: "erased" }>,
  copies: readonly string[],
  { words: { archive: { erasing } } }: FileCommandContext,
): readonly string[] {
  return [
    erasing.erased(name, messages),
    ...(wasClaimed ? [erasing.isFree(name)] : []),
    ...(isRunning && topics.length > 0 ? [erasing.topicsShown(topics)] : []),
    ...(copies.length > 0 ? [erasing.copiesLeft(copies)] : []),
    erasing.elsewhere,
  ];
}

/** Finds the copies of a log that chat itself has made beside it: before an upgrade, and by `chat restore`. */
function copiesOf(path: string): readonly string[] {
  const file = Deno.realPathSync(path);
  const at = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
  const [folder, base] = [file.slice(0, at + 1), file.slice(at + 1)];
  return [...Deno.readDirSync(folder)].map((entry) => entry.name)
    .filter((entry) => entry.startsWith(base) && /^\.(v\d+-backup|before-)/.test(entry.slice(base.length)))
    .toSorted().map((entry) => folder + entry);
}
