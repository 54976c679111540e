// @ts-check
/**
 * What a typed text means, and what Tab makes of the word before the cursor: as in the terminal.
 *
 * @module
 */

import { nameKey } from "./text.js";

/** @typedef {import("./words.js").Words} Words */

/**
 * @typedef {{ readonly kind: "text", readonly text: string }
 *   | { readonly kind: "command", readonly name: string, readonly rest: string }
 *   | { readonly kind: "usage", readonly usage: string }
 *   | { readonly kind: "unknown", readonly given: string, readonly nearest: string }} Typed
 */

/**
 * Reads what was typed. `//x` says `/x`; an unknown command is never something to say.
 *
 * @param {string} typed
 * @param {Words} words
 * @returns {Typed}
 */
export function parseTyped(typed, { commands, leaving }) {
  const said = typed.trim();
  const gap = said.search(/\s/);
  const first = gap < 0 ? said : said.slice(0, gap);
  const rest = gap < 0 ? "" : said.slice(gap).trimStart();
  const word = first.toLowerCase();
  if (leaving.includes(word)) return { kind: "command", name: "quit", rest };
  if (word.startsWith("//")) return { kind: "text", text: typed.trimStart().slice(1) };
  if (!word.startsWith("/")) return { kind: "text", text: typed };
  const command = commands.find(({ names }) => names.includes(word.slice(1)));
  if (command === undefined) {
    return {
      kind: "unknown",
      given: first,
      nearest: `/${closest(word.slice(1), commands.flatMap(({ names }) => names))}`,
    };
  }
  const needs = command.args !== "" && !command.args.startsWith("[");
  if (needs && rest === "") return { kind: "usage", usage: command.usage };
  return { kind: "command", name: command.names[0] ?? "", rest };
}

/** Milliseconds in the units of a time that has passed. @type {Readonly<Record<string, number>>} */
const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * What `/history` is asked for: so many messages, or those of the last so many milliseconds; `undefined` is neither.
 *
 * @param {string} rest
 * @returns {{ readonly count?: number, readonly ago?: number } | undefined}
 */
export function parseHistory(rest) {
  if (rest === "") return {};
  const [, number = "", unit] = /^(\d{1,9})([smhd])?$/.exec(rest.toLowerCase()) ?? [];
  if (number === "") return undefined;
  return unit === undefined ? { count: Number(number) } : { ago: Number(number) * (UNITS[unit] ?? 0) };
}

/**
 * Completes the word before the cursor as far as it is clear; `choices` are what it could be.
 *
 * @param {string} text
 * @param {number} cursor
 * @param {readonly string[]} names
 * @param {Words} words
 */
export function complete(text, cursor, names, { commands }) {
  const before = text.slice(0, cursor);
  const word = before.split(/\s/).at(-1) ?? "";
  const from = before.length - word.length;
  const isFirst = before.slice(0, from).trim() === "";
  const isCommand = isFirst && word.startsWith("/");
  const key = nameKey(word);
  const known = isCommand ? commands.flatMap((row) => row.names).map((name) => `/${name}`) : names;
  const choices = word === "" ? [] : known.filter((one) => nameKey(one).startsWith(key)).toSorted();
  const [only] = choices;
  if (only === undefined) return { from, insert: word, choices };
  if (choices.length === 1) return { from, insert: only + (isFirst && !isCommand ? ": " : " "), choices };
  const shared = sharedBeginning(choices);
  return { from, insert: shared.length > word.length ? shared : word, choices };
}

/** @param {readonly string[]} choices */
function sharedBeginning([first = "", ...others]) {
  const chars = Array.from(first);
  while (!others.every((other) => nameKey(other).startsWith(nameKey(chars.join(""))))) chars.pop();
  return chars.join("");
}

/**
 * The one of these words that is the fewest changes away.
 *
 * @param {string} word
 * @param {readonly string[]} known
 */
function closest(word, known) {
  return known.toSorted((a, b) => distance(word, a) - distance(word, b))[0] ?? "";
}

/**
 * How many letters have to be put in, taken out or changed (Levenshtein).
 *
 * @param {string} from
 * @param {string} to
 */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(from.slice(0, 32)).entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const changed = (row[j] ?? 0) + (letter === to[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
