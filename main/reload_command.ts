/**
 * `chat reload`: has the server that runs with a file read its configuration again.
 *
 * @module
 */

import { systemClock } from "../net/clock.ts";
import { parseReload } from "../server.ts";
import type { FileCommandContext } from "./archive_command.ts";
import type { FlagValues } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { RELOAD_FLAGS } from "./flags.ts";
import { ask, unknownAnswer } from "./status_command.ts";

/** Runs `chat reload`. Resolves to the exit code: 2 when what is written there cannot be. */
export async function runReload(given: FlagValues, context: FileCommandContext): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  const path = given.value(RELOAD_FLAGS.data) ?? dataFile;
  const asked = await ask(path, "reload", given.value(RELOAD_FLAGS.timeout), words, systemClock);
  const outcome = asked.kind === "answer" ? parseReload(asked.text) : undefined;
  if (outcome === undefined) {
    const { sentence, code } = asked.kind === "none" ? asked : unknownAnswer(words);
    stderr.print(`${sentence}\n`);
    return code;
  }
  if (outcome.kind === "refused") {
    stderr.print(`${outcome.sentence}\n`);
    return ExitCode.usage;
  }
  const { changed, later } = outcome;
  const { reload } = words;
  if (changed.length > 0) stdout.print(`${reload.changed(changed)}\n`);
  if (later.length > 0) stdout.print(`${reload.later(later)}\n`);
  if (changed.length + later.length === 0) stdout.print(`${reload.nothing}\n`);
  return ExitCode.ok;
}
