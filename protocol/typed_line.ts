/**
 * What a typed line means, at every frontend: a word for leaving, a slash command, or something to say. Pure.
 *
 * @module
 */

import {
  type CommandName,
  commandNames,
  findCommand,
  type IntentOf,
  needsArgument,
  type TypedAt,
  type TypingContext,
  usageOf,
} from "./commands.ts";
import { messageIntent } from "./message_intent.ts";
import { nearestOf } from "./nearest_word.ts";
import { isPlainText, QUIT_WORDS } from "./plain_text.ts";
import { swapIntent } from "./second_thought_commands.ts";
import type { ClientFrame } from "./requests.ts";
import { firstWord } from "./text.ts";

/** What a line is to do: send the server a frame, do something in the frontend, or show what is wrong with it. */
export type Intent = IntentOf<ClientFrame>;

/** A typed line as it was read. `rest` is what follows the command, trimmed. */
export type TypedLine =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly name: CommandName; readonly rest: string }
  /** `nearest` is the command that was probably meant, if one was. */
  | { readonly kind: "unknown"; readonly given: string; readonly nearest?: string };

/** Reads a typed line. `//x` says `/x`; an unknown command is never something to say. */
export function parseTypedLine(line: string, frontend: TypedAt): TypedLine {
  const [first, rest] = firstWord(line.trim());
  const word = first.toLowerCase();
  if (isPlainText(line)) return { kind: "text", text: line };
  if (word.startsWith("//")) return { kind: "text", text: line.trimStart().slice(1) };
  const row = findCommand(QUIT_WORDS.includes(word) ? "quit" : word, frontend);
  if (row !== undefined) return { kind: "command", name: row.name, rest };
  const nearest = nearestOf(word.slice(1), commandNames(frontend));
  return { kind: "unknown", given: first, ...(nearest !== undefined && { nearest: `/${nearest}` }) };
}

/** Turns a typed line into what it is to do. */
export function interpret(line: string, frontend: TypedAt, context: TypingContext): Intent {
  const typed = parseTypedLine(line, frontend);
  switch (typed.kind) {
    case "text":
      return swapIntent(typed.text, context) ?? messageIntent(typed.text, context);
    case "unknown": {
      const { kind: _, ...unknown } = typed;
      return { kind: "problem", problem: { code: "unknown-command", ...unknown } };
    }
    case "command": {
      const { name, rest } = typed;
      const row = findCommand(name, frontend);
      if (row === undefined) return messageIntent(line, context); // Never: it was found there a moment ago.
      const isMissing = rest === "" && needsArgument(row);
      const intent = isMissing ? undefined : row.toIntent(rest, context);
      return intent ?? { kind: "problem", problem: { code: "usage", usage: usageOf(row) } };
    }
  }
}
