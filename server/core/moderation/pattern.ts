/**
 * Patterns of names, as `spam*` or `bob?`. Pure.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import { skeletonsOf } from "../../names.ts";

/** The longest pattern, in characters: comparing costs a pattern's length times a name's. */
const MOST = 64;

/** Tells whether a text is a pattern: it has `*` or `?` in it, and something that names have besides. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text) && /[^*?\s]/.test(text) && !/\s/.test(text) && text.length <= MOST;
}

/** Tells whether a pattern is that of a name: `*` is any letters or none, `?` any one letter; case and spelling do not count. */
function matches(pattern: string, name: string): boolean {
  const [wanted, given] = [Array.from(nameKey(pattern)), Array.from(nameKey(name))];
  let [at, from, star, tried] = [0, 0, -1, 0];
  while (from < given.length) {
    if (wanted[at] === "*") {
      star = at++;
      tried = from;
    } else if (wanted[at] === "?" || wanted[at] === given[from]) {
      at++;
      from++;
    } else if (star >= 0) { // The last `*` takes one letter more.
      at = star + 1;
      from = ++tried;
    } else return false;
  }
  while (wanted[at] === "*") at++;
  return at === wanted.length;
}

/** Gives a name or a pattern as it is written, and as what it looks like. */
export function formsOf(written: string): readonly string[] {
  return [...new Set([written, ...skeletonsOf(written)])];
}

/** Tells whether one of the {@linkcode formsOf} a pattern is that of one of a name: `*ull*` is that of `bu11y`, too. */
export function fits(patterns: readonly string[], names: readonly string[]): boolean {
  return patterns.some((pattern) => names.some((name) => matches(pattern, name)));
}
