/**
 * Takes the flags of a command apart, and finds what was meant by one that there is not. Pure.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { nearestOf } from "../../protocol/nearest_word.ts";
import type { Words } from "../../words/en.ts";
import { type AnyFlag, COMMAND_NAMES, FLAGS_OF } from "../flags.ts";
import { UsageError } from "./values.ts";

/** Parses the values on a command line, by the names of their flags. Throws a {@linkcode UsageError}. */
export function parseFlags(
  args: readonly string[],
  rows: readonly AnyFlag[],
  most: number,
  words: Words,
): { readonly values: { readonly [name: string]: unknown }; readonly operands: readonly string[] } {
  const { cli } = words;
  checkLongFlags(args, rows, words);
  const valued = rows.filter((row) => row.kind !== "switch");
  let unknown: string | undefined;
  const { _: operands, ...values } = parseArgs(args, {
    string: ["_", ...valued.map((row) => row.name)],
    boolean: rows.filter((row) => row.kind === "switch").map((row) => row.name),
    alias: Object.fromEntries(rows.flatMap(({ short, name }) => short === undefined ? [] : [[short, name]])),
    unknown: (arg, key) => {
      if (key === undefined) return true;
      unknown ??= arg;
      return false;
    },
  });
  const empty = valued.find((row) => values[row.name] === "");
  const isNumber = /^-\d/.test(unknown ?? ""); // A value below 0 more likely than a flag.
  if (unknown !== undefined && !(isNumber && empty !== undefined)) {
    throw new UsageError(cli.unknownFlag(unknown, nearestFlag(unknown, rows)));
  }
  if (empty !== undefined) throw new UsageError(cli.missingValue(`--${empty.name}`));
  const extra = operands[most];
  if (extra !== undefined) throw new UsageError(cli.extraArgument(String(extra)));
  return { values, operands: operands.map(String) };
}

/** Checks long flags, as the parser takes `--quiet=yes` and `--no-port=1` for something that they are not. */
function checkLongFlags(args: readonly string[], rows: readonly AnyFlag[], { cli }: Words): void {
  for (const arg of args) {
    if (arg === "--") return;
    const [, flag = "", name, value] = /^(--([^=]*))(=[^]*)?$/.exec(arg) ?? [];
    if (flag === "") continue;
    const row = rows.find((known) => known.name === name);
    if (row === undefined) throw new UsageError(cli.unknownFlag(flag, nearestFlag(flag, rows)));
    if (row.kind === "switch" && value !== undefined) throw new UsageError(cli.noValueTaken(flag));
  }
}

/** Finds the flag that was probably meant: the same one of a subcommand, else one of these rows that is written much alike. */
function nearestFlag(written: string, rows: readonly AnyFlag[]): string | undefined {
  const owner = COMMAND_NAMES.find((command) => FLAGS_OF[command].flatMap(writtenForms).includes(written));
  if (owner !== undefined) return `chat ${owner} ${written}`;
  const names = rows.map(({ name }) => name);
  const bare = written.replace(/^--?/, ""); // `-port` is rather `--port` than `-p`.
  const nearest = nearestOf(bare, names) ?? names.find((name) => bare === `no-${name}`);
  return nearest && `--${nearest}`;
}

function writtenForms({ name, short }: AnyFlag): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}
