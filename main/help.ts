/**
 * `--help`, made from the tables of flags and of slash commands. Pure.
 *
 * @module
 */

import { COMMANDS, usageOf } from "../protocol/commands.ts";
import { QUIT_WORDS } from "../protocol/plain_text.ts";
import type { Words } from "../words/en.ts";
import { fitted } from "../words/fitted.ts";
import { type AnyFlag, CHAT_FLAGS, COMMAND_NAMES, FLAGS_OF, OPERANDS, type SubcommandName } from "./flags.ts";

/** Two columns: how something is written, and what it does. */
export type HelpRows = readonly (readonly [string, string])[];

/**
 * Makes the help of `chat` itself, or of a subcommand; ends with a newline.
 *
 * @param width The columns of the terminal, so that what is longer goes on under its beginning; any without one.
 */
export function helpText(command: SubcommandName | undefined, words: Words, width = Infinity): string {
  return fitted(helpOf(command, words), width);
}

function helpOf(command: SubcommandName | undefined, words: Words): string {
  if (command === undefined) return chatHelp(words);
  const extra = command === "client" ? [...slashCommands(words), keys(words)] : [];
  return commandHelp(command, words.help[`${command}Intro`], extra, words);
}

function chatHelp(words: Words): string {
  const { help } = words;
  const commands = COMMAND_NAMES.map((name) => [`chat ${name}`, help[`${name}Line`]] as const);
  return page([
    help.tagline,
    section(help.usage, [
      `  chat ${words.usage("COMMAND")} ${help.anyFlags}`,
    ]),
    section(help.commands, columns(commands)),
    section(help.flags, columns(flagRows(Object.values<AnyFlag>(CHAT_FLAGS), words))),
    section(help.exitCodes, columns(exitCodeRows(words))),
    help.moreHelp,
  ]);
}

function commandHelp(command: SubcommandName, intro: string, extra: readonly string[], words: Words): string {
  const { help } = words;
  const rows = FLAGS_OF[command];
  const operands = OPERANDS[command].map(words.usage);
  return page([
    intro,
    section(help.usage, [`  chat ${[command, ...operands, help.anyFlags].join(" ")}`]),
    section(help.flags, columns(flagRows(rows, words))),
    section(help.environment, columns(environmentRows(rows, words))),
    ...extra,
    section(help.exitCodes, columns(exitCodeRows(words))),
  ]);
}

function slashCommands(words: Words): readonly string[] {
  const rows = COMMANDS.map((row) => [words.usage(usageOf(row)), row.help(words)] as const);
  return [section(words.help.inTheRoom, [...columns(rows), `  ${QUIT_WORDS.join(", ")}: /quit`])];
}

function keys({ help }: Words): string {
  return section(help.keysTitle, columns(help.keys));
}

/** Lists flags with what they mean and their defaults. */
export function flagRows(rows: readonly AnyFlag[], { help, usage }: Words): HelpRows {
  return rows.map((row) => {
    const short = row.short === undefined ? "    " : `-${row.short}, `;
    const explained = help.flag[row.help];
    if (row.kind === "switch") return [`${short}--${row.name}`, explained];
    const shown = row.fallback === undefined ? "" : ` ${help.byDefault(row.kind.show(row.fallback))}`;
    return [`${short}--${row.name} ${usage(row.kind.shape)}`, explained + shown];
  });
}

/** Lists the environment variables that stand in for some flags, and those that every command reads. */
export function environmentRows(rows: readonly AnyFlag[], words: Words): HelpRows {
  const named = rows.flatMap((row) =>
    row.kind === "switch" || row.env === undefined ? [] : [[row.env, `--${row.name}`] as const]
  );
  const colours = [["NO_COLOR", words.help.noColor], ["FORCE_COLOR", words.help.forceColor]] as const;
  const hasColours = rows.some((row) => row.name === "no-color");
  return [...named, ...(hasColours ? colours : []), ["CHAT_DEBUG", words.help.debug]];
}

/** Lists the exit codes. */
export function exitCodeRows({ help }: Words): HelpRows {
  return Object.entries(help.codes).map(([code, meaning]) => [code.padStart(3), meaning]);
}

/** What is longer than this on the left of a list begins its right side where it ends. */
const WIDEST_LEFT = 30;

function columns(rows: HelpRows): readonly string[] {
  const widths = rows.map(([left]) => left.length);
  const narrow = widths.filter((width) => width <= WIDEST_LEFT);
  const width = Math.max(...(narrow.length > 0 ? narrow : widths)); // One long row must not push all others aside.
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function section(heading: string, lines: readonly string[]): string {
  return [`${heading}:`, ...lines].join("\n");
}

function page(parts: readonly string[]): string {
  return parts.join("\n\n") + "\n";
}
