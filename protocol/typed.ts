/**
 * What a person types, at whichever door: words for leaving, slash commands, or simply something to say. Pure.
 *
 * @module
 */

import { closestString } from "@std/text/closest-string";
import {
  type CommandName,
  commandNames,
  type CommandRow,
  findCommand,
  type Intent,
  type Light,
  type Place,
  speak,
  usageOf,
} from "./commands.ts";

/** Words that leave, besides `/quit` and `/exit`: those of the programs that this one grows out of. */
export const LEAVING_WORDS: readonly string[] = ["{quit}", "!quit", "{close}"];

/** What a typed line is. `rest` is what follows the command, trimmed. */
export type Typed =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly name: CommandName; readonly rest: string }
  | { readonly kind: "unknown"; readonly given: string; readonly nearest: string };

/** Reads a typed line. `//x` says `/x`; an unknown command is never something to say. */
export function parseTyped(line: string, place: Place): Typed {
  const said = line.trim();
  const gap = said.search(/\s/); // One pattern for both parts would take quadratic time on a line full of spaces.
  const first = gap < 0 ? said : said.slice(0, gap);
  const rest = gap < 0 ? "" : said.slice(gap).trimStart();
  const word = first.toLowerCase();
  const isLeaving = LEAVING_WORDS.includes(word);
  if (!isLeaving && (!word.startsWith("/") || word.startsWith("//"))) {
    return { kind: "text", text: word.startsWith("//") ? line.trimStart().slice(1) : line };
  }
  const row = findCommand(isLeaving ? "quit" : word, place);
  if (row !== undefined) return { kind: "command", name: row.name, rest };
  return { kind: "unknown", given: first, nearest: `/${closestString(word.slice(1), commandNames(place))}` };
}

/** What a typed line is to do. */
export function interpret(line: string, place: Place, light: Light): Intent {
  const typed = parseTyped(line, place);
  switch (typed.kind) {
    case "text":
      return speak(typed.text, light);
    case "unknown": {
      const { given, nearest } = typed;
      return { kind: "problem", problem: { code: "unknown-command", given, nearest } };
    }
    case "command": {
      const { name, rest } = typed;
      const row: CommandRow | undefined = findCommand(name, place);
      if (row === undefined) return speak(line, light); // Never: it was found there a moment ago.
      const isMissing = rest === "" && row.args !== "" && !row.args.startsWith("[");
      const intent = isMissing ? undefined : row.does(rest, light);
      return intent ?? { kind: "problem", problem: { code: "usage", usage: usageOf(row) } };
    }
  }
}
