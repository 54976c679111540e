/**
 * What `/help` shows. Pure.
 *
 * @module
 */

import { type CommandRow, commandsFor, findCommand, usageOf } from "../../protocol/commands.ts";
import type { Standing } from "../../protocol/rights.ts";
import type { Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Renders what `/help` shows to somebody who may do what their standing says; `about` is the command that it was asked about, "" for all. */
export function renderHelp(
  about: string,
  { words, plain }: Style,
  standing: Standing,
): readonly DisplayLine[] {
  const asked = about === "" ? undefined : findCommand(about, "client");
  const rows = asked === undefined ? commandsFor("client", standing) : [asked];
  const usage = (row: CommandRow): string => words.usage(usageOf(row));
  const width = Math.max(...rows.map((row) => usage(row).length));
  const lines = rows.map((row): DisplayLine => {
    const what = row.help(words);
    if (plain === true) return `${usage(row)}: ${what}`;
    return { text: `  ${usage(row).padEnd(width)}  ${what}`, indent: width + 4, isColumn: true };
  });
  return about === "" ? [words.plain.helpTitle, ...lines] : lines;
}
