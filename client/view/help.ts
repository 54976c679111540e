/**
 * What `/help` shows. Pure.
 *
 * @module
 */

import { commandsFor, findCommand, usageOf } from "../../protocol/commands.ts";
import type { OwnName } from "../../typing.ts";
import type { Standing } from "../../protocol/rights.ts";
import type { Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Renders what `/help` shows to somebody who may do what their standing says; `about` is the command that it was asked about, "" for all. */
export function renderHelp(
  about: string,
  { words, plain }: Style,
  standing: Standing,
  own: readonly OwnName[] = [],
): readonly DisplayLine[] {
  const asked = about === "" ? undefined : findCommand(about, "client");
  const rows = (asked === undefined ? commandsFor("client", standing) : [asked]).map((row) => ({
    usage: words.usage(usageOf(row)),
    help: row.help(words),
  }));
  const more = asked === undefined ? own.map(({ usage, help }) => ({ usage: usage(), help: help() })) : [];
  const all = [...rows, ...more];
  const width = Math.max(...all.map(({ usage }) => usage.length));
  const lines = all.map(({ usage, help }): DisplayLine => {
    if (plain === true) return `${usage}: ${help}`;
    return { text: `  ${usage.padEnd(width)}  ${help}`, indent: width + 4, isColumn: true };
  });
  return about === "" ? [words.plain.helpTitle, ...lines] : lines;
}
