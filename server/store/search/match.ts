/**
 * Matching messages with a query, and the query in the language of the index. Pure.
 *
 * @module
 */

import { MAX_MARKS } from "../../../protocol/limits.ts";
import { rangesOfName } from "../../../protocol/mentions.ts";
import { nameKey } from "../../../protocol/names.ts";
import type { Query, Term } from "../../../protocol/query.ts";
import type { MessageFrame } from "../../../protocol.ts";
import { changesAnother } from "../../../protocol/second_thoughts.ts";
import { type SearchWord, senderWord, wordsOf } from "./words.ts";

/** A matched part of a text as `[from, to)`, in code points. */
export type Mark = readonly [number, number];

/** Words next to each other; of the last one perhaps only a prefix. */
interface WordSequence {
  readonly keys: readonly string[];
  readonly isOpen: boolean;
}

/** The shortest prefix that finds longer words, in UTF-16 units: shorter ones would find almost everything. */
const SHORTEST_BEGINNING = 3;

/** A query, prepared for matching. */
export class Matcher {
  /** The query in the language of SQLite's FTS5; empty when no message can be found. */
  readonly expression: string;
  readonly #query: Query;
  readonly #sequences: readonly WordSequence[];
  readonly #from: ReadonlySet<string>;

  constructor(query: Query) {
    this.#query = query;
    this.#sequences = query.terms.map(sequenceOf).filter(({ keys }) => keys.length > 0);
    this.#from = new Set(query.from);
    const senders = query.from.map((key) => quoted([senderWord(key)]));
    this.expression = [
      ...this.#sequences.map(({ keys, isOpen }) => quoted(keys) + (isOpen ? " *" : "")),
      ...(senders.length === 0 ? [] : [`(${senders.join(" OR ")})`]),
    ].join(" AND ");
  }

  /** Finds the matched parts of a message, in order and not touching; `undefined` when it does not match. */
  marks(
    message: Pick<MessageFrame, "from" | "at" | "text" | "redacted" | "redacts" | "edits" | "reacts">,
  ): readonly Mark[] | undefined {
    const { from, at, text } = message;
    if (message.redacted || changesAnother(message)) return undefined; // What stands there was not said.
    const { before = Infinity, after = -Infinity } = this.#query;
    if (this.expression === "" || at >= before || at < after) return undefined;
    if (this.#from.size > 0 && !this.#from.has(nameKey(from))) return undefined;
    const tokens = wordsOf(text);
    const found = this.#sequences.map((sequence) => placesOf(sequence, tokens));
    return found.some((places) => places.length === 0) ? undefined : joined(found.flat(), text);
  }
}

/** Finds where a text names a member; the index is asked for texts that may, and this decides. */
export function marksOfName(text: string, name: string): readonly Mark[] {
  return joined(rangesOfName(text, name), text);
}

/** Makes the expression that asks the index for messages that may mention a name. */
export function expressionOfName(name: string): string {
  const { keys } = sequenceOf({ text: name, isPhrase: true });
  return keys.length === 0 ? "" : quoted(keys);
}

function sequenceOf({ text, isPhrase }: Term): WordSequence {
  const tokens = wordsOf(text);
  const last = tokens.at(-1);
  const isOpen = !isPhrase && last !== undefined && last.isWord && last.key.length >= SHORTEST_BEGINNING;
  return { keys: tokens.map(({ key }) => key), isOpen };
}

/** Quotes keys for FTS5. They have letters, digits and marks only, so no quotation can end early. */
function quoted(keys: readonly string[]): string {
  return `"${keys.join(" ")}"`;
}

function placesOf({ keys, isOpen }: WordSequence, tokens: readonly SearchWord[]): readonly Mark[] {
  const places: Mark[] = [];
  const end = keys.length - 1;
  for (let i = 0; i + end < tokens.length; i++) {
    const isHere = keys.every((key, k) => {
      const there = tokens[i + k]?.key ?? "";
      return isOpen && k === end ? there.startsWith(key) : there === key;
    });
    const [first, last] = [tokens[i], tokens[i + end]];
    if (isHere && first !== undefined && last !== undefined) places.push([first.from, last.to]);
  }
  return places;
}

/** Converts parts in UTF-16 units to code points, in order, touching ones joined; the first {@linkcode MAX_MARKS}. */
function joined(places: readonly Mark[], text: string): readonly Mark[] {
  const marks: [number, number][] = [];
  for (const [from, to] of [...places].sort((one, other) => one[0] - other[0])) {
    const last = marks.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else marks.push([from, to]);
  }
  let [units, points] = [0, 0];
  const pointsAt = (at: number): number => {
    points += Array.from(text.slice(units, at)).length;
    units = at;
    return points;
  };
  return marks.slice(0, MAX_MARKS).map(([from, to]) => [pointsAt(from), pointsAt(to)]);
}
