// @ts-check
/**
 * What Tab makes of the word before the cursor: as in the terminal.
 *
 * @module
 */

import { nameKey } from "./nodes.ts";

/**
 * What can be completed: the people of this room, those first who spoke last, and rooms with their `#`.
 *
 * @typedef {{ readonly names: readonly string[], readonly rooms: readonly string[] }} Vocabulary
 */

/** Commands that take a name, and nothing that is said to somebody. */
const TAKES_NAME = ["msg", "ignore", "unignore", "whois", "query"];

/**
 * Completes the word before the cursor as far as it is clear; `choices` are what it could be.
 *
 * @param {string} text
 * @param {number} cursor
 * @param {Vocabulary} vocabulary
 * @param {import("./words.ts").Words} words
 */
export function complete(text, cursor, vocabulary, { commands }) {
  const before = text.slice(0, cursor);
  const word = before.split(/\s/).at(-1) ?? "";
  const from = before.length - word.length;
  const [first = ""] = before.slice(0, from).trim().toLowerCase().split(/\s+/);
  const row = commands.find(({ names }) => names.some((name) => first === `/${name}`));
  const { known, after } = meant(word, first, row?.names[0] ?? "", vocabulary, commands);
  const key = nameKey(word);
  const choices = word === "" ? [] : known.filter((one) => nameKey(one).startsWith(key)).toSorted();
  const [only] = choices;
  if (only === undefined) return { from, insert: word, choices };
  if (choices.length === 1) return { from, insert: only + after, choices };
  const shared = sharedBeginning(choices);
  return { from, insert: shared.length > word.length ? shared : word, choices };
}

/**
 * Among what a word is looked for, and what is set behind it.
 *
 * @param {string} word
 * @param {string} first
 * @param {string} command
 * @param {Vocabulary} vocabulary
 * @param {import("./words.ts").Words["commands"]} commands
 */
function meant(word, first, command, { names, rooms }, commands) {
  const all = commands.flatMap((row) => row.names);
  if (first === "" && word.startsWith("/")) return { known: all.map((name) => `/${name}`), after: " " };
  if (command === "help") return { known: all, after: "" };
  if (word.startsWith("#")) return { known: rooms, after: " " };
  const isPart = TAKES_NAME.includes(command) || first !== "";
  return { known: names, after: isPart ? " " : ": " };
}

/** @param {readonly string[]} choices */
function sharedBeginning([first = "", ...others]) {
  const chars = Array.from(first);
  while (!others.every((other) => nameKey(other).startsWith(nameKey(chars.join(""))))) chars.pop();
  return chars.join("");
}
