/**
 * `chat config check FILE`: tells whether a server could be started with a file of settings.
 *
 * @module
 */

import type { Words } from "../words/en.ts";
import { type FlagValues, UsageError, wrongChoice } from "./arguments.ts";
import { CONFIG_ROWS, readConfig } from "./config_file.ts";
import { ExitCode } from "./exit.ts";
import { CONFIG_ACTIONS } from "./flags.ts";
import { serverSettings } from "./options.ts";
import type { Output } from "./output.ts";

/** Runs `chat config check`. Returns the exit code. Throws a {@linkcode UsageError} that says what is wrong with the file. */
export function runConfig(
  given: FlagValues,
  [action, file]: readonly string[],
  { words, stdout }: { readonly words: Words; readonly stdout: Output },
): number {
  if (action !== undefined && !CONFIG_ACTIONS.some((known) => known === action)) {
    throw new UsageError(wrongChoice("chat config", action, CONFIG_ACTIONS, words));
  }
  if (action === undefined || file === undefined) throw new UsageError(words.config.missing);
  const config = readConfig(file, words);
  checkConfig(given.beneath(config), words);
  stdout.print(`${words.config.good(file, Object.keys(config.values).length)}\n`);
  return ExitCode.ok;
}

/** Checks that each value can be one of its flag, and that they go together. Throws a {@linkcode UsageError}. */
export function checkConfig(given: FlagValues, words: Words): void {
  for (const row of CONFIG_ROWS) if (row.kind !== "switch") given.value(row);
  serverSettings(given, "chat.db", words);
}
