/**
 * The word that lets in: from a file, or asked for. It never stands in a flag, where others on the machine could see it.
 *
 * @module
 */

import type { EntryRule } from "../server.ts";
import type { Words } from "../words/en.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { SERVER_FLAGS } from "./flags.ts";

/** Finds out who may come in. Throws a {@linkcode UsageError} when flags make no sense, or there is no word. */
export function entryRule(given: FlagValues, words: Words): EntryRule {
  const file = given.value(SERVER_FLAGS.doorFile);
  const isAsked = given.isOn(SERVER_FLAGS.door);
  if (given.isOn(SERVER_FLAGS.closed)) {
    if (file !== undefined || isAsked) throw new UsageError(words.cli.closedOrWord);
    return { kind: "closed" };
  }
  if (file !== undefined) return { kind: "word", word: wordIn(file, words) };
  return isAsked ? { kind: "word", word: askWord(words) } : { kind: "open" };
}

/** Reads the word in a file: its first line. Throws a {@linkcode UsageError} when there is none. */
export function wordIn(path: string, { cli }: Words): string {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(cli.noFile(path, error instanceof Error ? error.message : String(error)));
  }
  const [line = ""] = text.split(/\r?\n/, 1);
  const word = line.trim();
  if (word === "") throw new UsageError(cli.badWord(path));
  return word;
}

function askWord({ cli }: Words): string {
  if (!Deno.stdin.isTerminal()) throw new UsageError(cli.noTerminal("--door-file"));
  const word = prompt(cli.askWord.trimEnd())?.trim() ?? "";
  if (word === "") throw new UsageError(cli.noWord);
  return word;
}
