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
  type Frontend,
  type Intent,
  messageIntent,
  type TypingContext,
  usageOf,
} from "./commands.ts";

/** Words that leave, besides `/quit` and `/exit`: those of the programs that this one grows out of. */
export const QUIT_WORDS: readonly string[] = ["{quit}", "!quit", "{close}"];

/** What a typed line is. `rest` is what follows the command, trimmed. */
export type TypedLine =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly name: CommandName; readonly rest: string }
  | { readonly kind: "unknown"; readonly given: string; readonly nearest: string };

/** Reads a typed line. `//x` says `/x`; an unknown command is never something to say. */
export function parseTypedLine(line: string, frontend: Frontend): TypedLine {
  const said = line.trim();
  const gap = said.search(/\s/); // One pattern for both parts would take quadratic time on a line full of spaces.
  const first = gap < 0 ? said : said.slice(0, gap);
  const rest = gap < 0 ? "" : said.slice(gap).trimStart();
  const word = first.toLowerCase();
  const isLeaving = QUIT_WORDS.includes(word);
  if (!isLeaving && (!word.startsWith("/") || word.startsWith("//"))) {
    return { kind: "text", text: word.startsWith("//") ? line.trimStart().slice(1) : line };
  }
  const row = findCommand(isLeaving ? "quit" : word, frontend);
  if (row !== undefined) return { kind: "command", name: row.name, rest };
  return {
    kind: "unknown",
    given: first,
    nearest: `/${closestString(word.slice(1), commandNames(frontend))}`,
  };
}

/** What a typed line is to do. */
export function interpret(line: string, frontend: Frontend, context: TypingContext): Intent {
  const typed = parseTypedLine(line, frontend);
  switch (typed.kind) {
    case "text":
      return messageIntent(typed.text, context);
    case "unknown": {
      const { given, nearest } = typed;
      return { kind: "problem", problem: { code: "unknown-command", given, nearest } };
    }
    case "command": {
      const { name, rest } = typed;
      const row: CommandRow | undefined = findCommand(name, frontend);
      if (row === undefined) return messageIntent(line, context); // Never: it was found there a moment ago.
      const isMissing = rest === "" && row.args !== "" && !row.args.startsWith("[");
      const intent = isMissing ? undefined : row.toIntent(rest, context);
      return intent ?? { kind: "problem", problem: { code: "usage", usage: usageOf(row) } };
    }
  }
}
