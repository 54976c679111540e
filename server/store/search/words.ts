/**
 * The words of a text, for searching: without regard to case and accents, and letter by letter in scripts that put no
 * spaces between words. Pure.
 *
 * The index is given words that are made here, so SQLite's own ideas about letters do not matter: its tokenizer
 * `ascii` splits at ASCII that is neither letter nor digit, and folds the case of ASCII, as this does.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";

/** A word, or a letter of a script without spaces: its key for comparing, and its place in the text (in UTF-16 units). */
export interface SearchWord {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Whether it is a word, whose prefixes may be searched; a letter by itself is not. */
  readonly isWord: boolean;
}

/** Letters, digits and marks in a row; invisible joiners do not end a word; a pictogram is a word of its own. */
const RUN = /[\p{L}\p{N}\p{M}\xad\u200c\u200d\u2060]+|\p{Extended_Pictographic}/gu;

/** One of them by itself: what one letter is short for may have signs in it, as "㈠" has brackets. */
const LETTER = /[\p{L}\p{N}\p{M}]|\p{Extended_Pictographic}/gu;

/** Scripts that put no spaces between words. */
const SOLID = String
  .raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}`;
const PIECE = new RegExp(`[${SOLID}][\u3099\u309a\uff9e\uff9f]?|[^${SOLID}]+`, "gu");
const IS_SOLID = new RegExp(`^[${SOLID}]`, "u");

/** Accents, points and vowel signs that readers of their scripts can do without, and what is not seen at all. */
const DROPPED =
  /[\xad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/gu;

/** Letters that people without them on their keys write otherwise, and that Unicode takes for letters of their own. */
const PLAIN: Readonly<Record<string, string>> = {
  "ø": "o",
  "đ": "d",
  "ð": "d",
  "ł": "l",
  "ħ": "h",
  "ı": "i",
  "æ": "ae",
  "œ": "oe",
  "þ": "th",
};
const NOT_PLAIN = /[øđðłħıæœþ]/g;

const IS_ASCII = /^\p{ASCII}*$/u;

/** The character before a sender's name in the index: no text has it as a letter. */
const SENDER = "\ue000";

/** Splits a text into its words, in order. */
export function wordsOf(text: string): readonly SearchWord[] {
  const words: SearchWord[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (IS_ASCII.test(run)) {
      words.push({ key: run.toLowerCase(), from: index, to: index + run.length, isWord: true });
      continue;
    }
    for (const { 0: piece, index: within } of run.matchAll(PIECE)) {
      const from = index + within;
      const isWord = !IS_SOLID.test(piece);
      for (const key of keysOf(piece, isWord)) words.push({ key, from, to: from + piece.length, isWord });
    }
  }
  return words;
}

/** Makes the text that the index gets of a message. */
export function indexText(sender: string, text: string): string {
  const words = IS_ASCII.test(text) ? text : wordsOf(text).map(({ key }) => key).join(" ");
  return `${senderWord(nameKey(sender))} ${words}`;
}

/** Makes the word of the index that stands for a sender. Two senders may share one: the names must be compared, too. */
export function senderWord(key: string): string {
  return SENDER + key.replace(/[^\p{L}\p{N}\p{M}]/gu, "\ue001");
}

/** The keys of recent pieces: to fold a word costs more than to remember it. */
const seen = new Map<string, readonly string[]>();
const MAX_SEEN = 10_000;
const LONGEST_SEEN = 40;

function keysOf(piece: string, isWord: boolean): readonly string[] {
  const known = seen.get(piece);
  if (known !== undefined) return known;
  const keys = Array.from(folded(piece).matchAll(isWord ? RUN : LETTER), ([key]) => key);
  if (seen.size >= MAX_SEEN) seen.clear();
  if (piece.length <= LONGEST_SEEN) seen.set(piece, keys);
  return keys;
}

function folded(piece: string): string {
  return piece.normalize("NFKD").replace(DROPPED, "").toLowerCase().toUpperCase().toLowerCase()
    .replaceAll("ς", "σ").replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter)
    .normalize("NFKD").replace(DROPPED, "").normalize("NFC");
}
