/**
 * What `/help` shows. Pure.
 *
 * @module
 */

import { type CommandRow, COMMANDS, findCommand, usageOf, worksAt } from "../../protocol/commands.ts";
import type { Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Renders what `/help` shows; `about` is the command that it was asked about, "" for all. */
export function renderHelp(about: string, { words, plain }: Style): readonly DisplayLine[] {
  const asked = about === "" ? undefined : findCommand(about, "client");
  const rows = asked === undefined ? COMMANDS.filter((row) => worksAt(row, "client")) : [asked];
  const usage = (row: CommandRow): string => words.usage(usageOf(row));
  const width = Math.max(...rows.map((row) => usage(row).length));
  const lines = rows.map((row): DisplayLine => {
    const what = row.help(words);
    if (plain === true) return `${usage(row)}: ${what}`;
    return { text: `  ${usage(row).padEnd(width)}  ${what}`, indent: width + 4, isColumn: true };
  });
  return about === "" ? [words.plain.helpTitle, ...lines] : lines;
}
