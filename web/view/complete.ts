/**
 * What Tab makes of the word before the cursor: as in the terminal.
 *
 * @module
 */

import { type ArgumentKind, commandNames, findCommand } from "../../protocol/commands.ts";
import { nameKey } from "../../protocol/names.ts";

/** What can be completed: the people of this room, those first who spoke last, and rooms with their `#`. */
export interface Vocabulary {
  readonly names: readonly string[];
  readonly rooms: readonly string[];
}

/** Completes the word before the cursor as far as it is clear; `choices` are what it could be. */
export function complete(
  text: string,
  cursor: number,
  vocabulary: Vocabulary,
): { from: number; insert: string; choices: string[] } {
  const before = text.slice(0, cursor);
  const word = before.split(/\s/).at(-1) ?? "";
  const from = before.length - word.length;
  const [first = ""] = before.slice(0, from).trim().toLowerCase().split(/\s+/);
  const row = first.startsWith("/") ? findCommand(first, "page") : undefined;
  const { known, after } = meant(word, first, row?.args[0]?.kind, vocabulary);
  const key = nameKey(word);
  const choices = word === "" ? [] : known.filter((one) => nameKey(one).startsWith(key)).toSorted();
  const [only] = choices;
  if (only === undefined) return { from, insert: word, choices };
  if (choices.length === 1) return { from, insert: only + after, choices };
  const shared = sharedBeginning(choices);
  return { from, insert: shared.length > word.length ? shared : word, choices };
}

/** Among what a word is looked for, and what is set behind it. */
function meant(
  word: string,
  first: string,
  argument: ArgumentKind | undefined,
  { names, rooms }: Vocabulary,
): { known: readonly string[]; after: string } {
  const all = commandNames("page");
  if (first === "" && word.startsWith("/")) return { known: all.map((name) => `/${name}`), after: " " };
  if (argument === "command") return { known: all, after: "" };
  if (word.startsWith("#")) return { known: rooms, after: " " };
  return { known: names, after: first !== "" ? " " : ": " };
}

function sharedBeginning([first = "", ...others]: readonly string[]): string {
  const chars = Array.from(first);
  while (!others.every((other) => nameKey(other).startsWith(nameKey(chars.join(""))))) chars.pop();
  return chars.join("");
}
