/**
 * Where a text names a member: the one decision for search, terminal and page. Pure.
 *
 * @module
 */

import { nameKey } from "./names.ts";

/** A part of a text: from and up to, in UTF-16 units. */
export type TextRange = readonly [from: number, to: number];

/** A letter with its marks, as one unit of comparison; the parts of a Korean syllable belong together. */
const LETTER = /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?\p{M}*|\P{M}\p{M}*|\p{M}+/gu;

/** What a name goes on with on either side of it. */
const IN_A_WORD = /^[\p{L}\p{N}\p{M}_]/u;

/**
 * More marks than any name has on a letter, as UTF-16 units: such a letter is none of a name's. Bringing marks into their order
 * takes quadratic time.
 */
const MOST_MARKS = 128;
const STACKED = /\p{M}{64}/u;

const IS_ASCII = /^\p{ASCII}*$/u;

/** A text as it is compared, character by character, and where each of them begins. */
interface Folded {
  readonly chars: readonly string[];
  /** In UTF-16 units, and last where the text ends; `undefined` within a letter of several, as `ß` is `ss`. */
  readonly offsets: readonly (number | undefined)[];
}

/** Tells whether a text names a member, in any case and any Unicode form of the name. */
export function mentions(text: string, name: string): boolean {
  return rangesOfName(text, name).length > 0;
}

/**
 * Finds a member's name in a text, in order and apart. The name must stand as a whole one: a letter, digit or `_`
 * beside it makes it part of a longer name, and so does a single `-` or `.` with one of these behind it, as in `ci-bot`.
 * `ci.`, `ci...ok` and `ci--ok` do name `ci`. Letters are compared as `nameKey` compares them. An empty name is nowhere.
 */
export function rangesOfName(text: string, name: string): readonly TextRange[] {
  const key = nameKey(name);
  if (key === "" || (!STACKED.test(text) && !nameKey(text).includes(key))) return [];
  const folded = fold(text);
  const { chars } = fold(name);
  const ranges: TextRange[] = [];
  for (let at = 0; at + chars.length <= folded.chars.length;) {
    const [from, to] = [folded.offsets[at], folded.offsets[at + chars.length]];
    if (from !== undefined && to !== undefined && isAt(chars, folded, at)) {
      ranges.push([from, to]);
      at += chars.length;
    } else {
      at++;
    }
  }
  return ranges;
}

function fold(text: string): Folded {
  const offsets: (number | undefined)[] = [];
  if (IS_ASCII.test(text)) {
    for (let i = 0; i <= text.length; i++) offsets.push(i);
    return { chars: Array.from(text.toLowerCase()), offsets };
  }
  const chars: string[] = [];
  for (const { 0: letter, index } of text.matchAll(LETTER)) {
    const compared = letter.length > MOST_MARKS ? "\u0301" : nameKey(letter);
    for (const [i, char] of Array.from(compared).entries()) {
      chars.push(char);
      offsets.push(i === 0 ? index : undefined);
    }
  }
  offsets.push(text.length);
  return { chars, offsets };
}

/** Tells whether a name stands here, and does not go on before or behind. */
function isAt(name: readonly string[], folded: Folded, at: number): boolean {
  return name.every((char, i) => folded.chars[at + i] === char) &&
    !goesOn(folded, at, -1) && !goesOn(folded, at + name.length - 1, 1);
}

/** Tells whether a name that ends with this character goes on in a direction. */
function goesOn({ chars }: Folded, at: number, step: 1 | -1): boolean {
  const next = chars[at + step] ?? "";
  if (IN_A_WORD.test(next)) return true;
  return (next === "-" || next === ".") && IN_A_WORD.test(chars[at + 2 * step] ?? "");
}
