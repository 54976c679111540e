/**
 * What a person may be called, and when two names are the same. Pure.
 *
 * @module
 */

import { NAME_CHARS, ROOM_CHARS } from "./limits.ts";
import { countChars } from "./text.ts";

/** Letters, digits, `_`, `-`, `.` in any script; marks only after one of these, and nothing that cannot be seen. */
const NAME = /^[\p{L}\p{N}_\-.](?:[\p{L}\p{N}_\-.]|\p{M})*$/u;
/** What most names are made of: of these letters there is one form, and one way to fold their case. */
const PLAIN = /^[\w.-]+$/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Scripts with letters that look alike. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u];

/** Parses a name into the form in which it is shown: one for all the ways (NFKC) to write the same letters. `undefined` when it is not a name. */
export function parseName(written: string): string | undefined {
  return parse(written, NAME_CHARS);
}

/** Parses a room's name into the form that the wire has, without the `#` that people may write before it. `undefined` when it is not one. */
export function parseRoom(written: string): string | undefined {
  return parse(
    PLAIN.test(written) ? written : written.normalize("NFKC").trim().replace(/^#/, ""),
    ROOM_CHARS,
  );
}

function parse(written: string, most: number): string | undefined {
  if (PLAIN.test(written)) return written.length <= most ? written : undefined;
  const name = written.normalize("NFKC").trim();
  const isName = NAME.test(name) && !INVISIBLE.test(name) && isWithin(name, most);
  return isName && !isMixed(name) ? name : undefined;
}

/** The longest character in UTF-8: names stay as short in bytes as if each of their characters were one code point. */
const CHAR_BYTES = 4;

let segmenter: Intl.Segmenter | undefined;

/** Tells whether a text has `most` characters at most, as a reader counts them: a letter and its marks are one. */
function isWithin(text: string, most: number): boolean {
  if (countChars(text) <= most) return true;
  if (text.length > most * CHAR_BYTES || new TextEncoder().encode(text).length > most * CHAR_BYTES) {
    return false;
  }
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return [...segmenter.segment(text)].length <= most;
}

/**
 * Tells whether there are Latin, Greek or Cyrillic letters beside each other in a word, as in `аda` with a Cyrillic `а`, which
 * would be taken for somebody else. Between `_`, `-` and `.` they may change.
 */
export function isMixed(written: string): boolean {
  const words = written.normalize("NFKC").split(/[_.-]/);
  return words.some((word) => ALIKE.filter((script) => script.test(word)).length > 1);
}

/**
 * Makes the form in which names are compared: two members whose names have the same key would be taken for each other.
 * NFKC, then case folded by way of upper case (so `ß` is `ss`, and `ẞ`, which is its own upper case, as well),
 * with the two small sigmas made one.
 */
export function nameKey(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return name.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize(
    "NFKC",
  );
}
