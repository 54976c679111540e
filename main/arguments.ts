/**
 * Reads a command line against the tables of flags. Pure: the environment is passed in.
 *
 * Owns: what a command line means, and the sentence for one that means nothing.
 * Must not know: how a command is carried out.
 * Called by: `main.ts` and what carries commands out.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { nearestOf } from "../protocol/nearest_word.ts";
import type { Words } from "../words/en.ts";
import { parseFlags } from "./arguments/parser.ts";
import { FlagValues, UsageError } from "./arguments/values.ts";
import type { Env } from "./environment.ts";
import { type AnyFlag, CHAT_FLAGS, COMMAND_NAMES, FLAGS_OF, OPERANDS, type SubcommandName } from "./flags.ts";

export * from "./arguments/actions.ts";
export { type ConfigValues, FlagValues, UsageError, wrongChoice } from "./arguments/values.ts";

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: "help"; readonly command: SubcommandName | undefined }
  | { readonly kind: "version" }
  | {
    readonly kind: "run";
    readonly command: SubcommandName;
    readonly given: FlagValues;
    readonly operands: readonly string[];
  };

/** Parses a whole command line. Throws a {@linkcode UsageError} when it makes no sense. */
export function parseCommandLine(args: readonly string[], env: Env, words: Words): Invocation {
  const { _: [first, second] } = parseArgs(args, { string: ["_"], boolean: SWITCHES, stopEarly: true });
  const command = commandOf(first);
  const written = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (written.includes("--help") || written.includes("-h")) return { kind: "help", command };
  if (written.includes("--version")) return { kind: "version" };
  if (first === "help") return { kind: "help", command: commandOf(second) };
  if (first !== undefined && command === undefined) {
    throw new UsageError(words.cli.unknownCommand(first, nearestOf(first, [...COMMAND_NAMES, "help"])));
  }
  const at = first === undefined ? args.length : args.indexOf(first);
  const flags = [...args.slice(0, at), ...args.slice(at + 1)];
  const rows = command === undefined ? CHAT_ROWS : FLAGS_OF[command];
  const most = command === undefined ? 0 : maxOperands(command);
  const { values, operands } = parseFlags(flags, rows, most, words);
  const given = new FlagValues(values, env, words);
  for (const row of rows) if (row.kind !== "switch") given.value(row);
  return command === undefined ? { kind: "help", command } : { kind: "run", command, given, operands };
}

/** Reads `--lang` from a command line, however wrong the rest of it may be; `undefined` when it names no language. */
export function languageFlag(args: readonly string[]): string | undefined {
  const { lang } = parseArgs(args, { string: ["_", "lang"] });
  return typeof lang === "string" ? CHAT_FLAGS.lang.kind.parse(lang) : undefined;
}

const CHAT_ROWS = Object.values<AnyFlag>(CHAT_FLAGS);

/** Every switch there is: none of them takes the word behind it for its value. */
const SWITCHES = COMMAND_NAMES.flatMap((name) => FLAGS_OF[name]).filter((row) => row.kind === "switch")
  .flatMap(({ name, short }) => short === undefined ? [name] : [name, short]);

/** Tells how many words a command takes besides flags. */
function maxOperands(command: SubcommandName): number {
  const shapes = OPERANDS[command];
  return shapes.some((shape) => shape.includes("TEXT…")) ? Infinity : shapes.length;
}

function commandOf(word: string | undefined): SubcommandName | undefined {
  return COMMAND_NAMES.find((name) => name === word);
}
