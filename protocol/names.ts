/**
 * What a person may be called, and when two names are the same. Pure.
 *
 * @module
 */

import { NAME_CHARS, ROOM_CHARS } from "./limits.ts";
import { cleanLine, countChars, firstChars } from "./text.ts";

/** Letters, digits, `_`, `-`, `.` in any script; marks only after one of these, and nothing that cannot be seen. */
const NAME = /^[\p{L}\p{N}_\-.](?:[\p{L}\p{N}_\-.]|\p{M})*$/u;
/** What most names are made of: of these letters there is one form, and one way to fold their case. */
const PLAIN = /^[\w.-]+$/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const NOT_IN_A_NAME = /[^\p{L}\p{N}\p{M}_\-.]|\p{Default_Ignorable_Code_Point}/gu;

const NOT_LATIN = /[\p{Script=Greek}\p{Script=Cyrillic}]/gu;

/** Scripts with letters that look alike. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u];

/** A name as it is shown: one form for all the ways (NFKC) to write the same letters. `undefined` when it is not a name. */
export function parseName(written: string): string | undefined {
  return parse(written, NAME_CHARS);
}

/** A room's name as the wire has it, without the `#` that people may write before it. `undefined` when it is not one. */
export function parseRoom(written: string): string | undefined {
  return parse(
    PLAIN.test(written) ? written : written.normalize("NFKC").trim().replace(/^#/, ""),
    ROOM_CHARS,
  );
}

function parse(written: string, most: number): string | undefined {
  if (PLAIN.test(written)) return written.length <= most ? written : undefined;
  const name = written.normalize("NFKC").trim();
  const isName = NAME.test(name) && !INVISIBLE.test(name) && countChars(name) <= most;
  return isName && !isMixed(name) ? name : undefined;
}

/**
 * Whether there are Latin, Greek or Cyrillic letters beside each other in a word, as in `аda` with a Cyrillic `а`, which
 * would be taken for somebody else. Between `_`, `-` and `.` they may change.
 */
export function isMixed(written: string): boolean {
  const words = written.normalize("NFKC").split(/[_.-]/);
  return words.some((word) => ALIKE.filter((script) => script.test(word)).length > 1);
}

/**
 * The form in which names are compared: two people whose names have the same key would be taken for each other.
 * NFKC, then case folded by way of upper case (so `ß` is `ss`, and `ẞ`, which is its own upper case, as well),
 * with the two small sigmas made one.
 */
export function nameKey(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return name.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize(
    "NFKC",
  );
}

/**
 * A name near to the one that was asked for, and free.
 *
 * @param wanted What was asked for, whatever it looks like.
 * @param fallback What to start from when nothing of `wanted` can be kept; a name itself.
 * @param taken Tells whether a name with this {@linkcode nameKey} is in use.
 */
export function suggestName(wanted: string, fallback: string, taken: (key: string) => boolean): string {
  const kept = cleanLine(wanted).normalize("NFKC").replace(/\s+/g, "_").replace(NOT_IN_A_NAME, "").replace(
    /^\p{M}+/u,
    "",
  );
  const plain = isMixed(kept) ? kept.replace(NOT_LATIN, "").replace(/^\p{M}+/u, "") : kept;
  const base = parseName(firstChars(plain, NAME_CHARS)) ?? fallback;
  if (!taken(nameKey(base))) return base;
  for (let number = 2;; number++) {
    const name = parseName(firstChars(base, NAME_CHARS - String(number).length) + number) ??
      `${fallback}${number}`;
    if (!taken(nameKey(name))) return name;
  }
}
