/**
 * What looks like the beginning of a line of this door within a text. A terminal that is full goes on at the beginning of its next row, and
 * with nc nobody knows where that is: so what could be taken there for somebody else's line is given a row of its own, set in. Pure.
 *
 * @module
 */

import { VISIBLE } from "../../../protocol/text.ts";
import { columnsAtMost } from "./padding.ts";

/** What stands before each line of a message after its first, so that none looks like a message of another person. */
const INDENT = "    ";

/** No row of a screen of 40 columns or more begins before that column, also where a sign two columns wide had no place any more. */
const FIRST_UNSAFE = 39;

/** So much stands at most before the sign that makes a beginning of what has a row of its own: there it cannot be moved to the next. */
const LONGEST = FIRST_UNSAFE - INDENT.length - 1;

const BLANK = String.raw`(?!${VISIBLE.source})`;
const DASH = String.raw`[\p{Pd}\u2212\u2500]`;

const STAR = String.raw`[*\u066d\u204e\u2217\ufe61\uff0a]`;
const IS_STAR = new RegExp(STAR, "u");

const SEEN = new RegExp(VISIBLE.source, "gu");
const LETTER_OR_BLANK = /[\s\p{L}]/gu;

/** Colons, asterisks, arrows, dashes and brackets, and what looks like them (UTS #39). A wide colon brings its own blank. */
const SIGNS = new RegExp(
  [
    String
      .raw`(?<colon>\uff1a|[:\u02d0\u02f8\u0589\u05c3\u0703\u0704\u0903\u0a83\u16ec\u1803\u1809\u205a\u2236\ua4fd\ua789\ufe13\ufe30\ufe55]${BLANK})`,
    String.raw`${STAR}${BLANK}`,
    String.raw`(?:[<\uff1c\u2039]${DASH}{2}|[\u2014\u2015]{2})${BLANK}`,
    // Only from its first dash on: from each of thousands all that follow would be looked at.
    String.raw`(?<!${DASH})(?:${DASH}{2,}[>\uff1e\u203a]|${DASH}{3,})${BLANK}`,
    String.raw`[[\uff3b](?=[#\uff03]|\p{L}[^\]\uff3d]{0,19}[\]\uff3d]\s)`,
  ].join("|"),
  "gu",
);

/** What names are made of, and all that looks like that: anything but punctuation. */
const OF_NAME = /[^\s\p{P}]|[.\p{Pc}\p{Pd}]/u;

/** What a line in a room, or one for one person alone, begins with, behind its bracket. */
const BRACKETED = /^\[(?:#|[\p{L} ]{1,20}\]\s+\S{1,48}\s+->)/u;

/** So many UTF-16 units are looked at for that. */
const LOOKED_AT = 120;

/**
 * Gives to what looks like the beginning of a line a row of its own, where a terminal's row might begin with it.
 *
 * @param before What stands before the text's first line; `undefined` if it stands somewhere in a row.
 * @returns The text, with newlines where rows are parted, to be set in by {@linkcode indentLines}.
 */
export function setApart(text: string, before?: string): string {
  if (text.search(SIGNS) < 0) return text;
  const column = before === undefined ? FIRST_UNSAFE : columnsIn(before);
  return text.split("\n").map((line, at) => apart(line, at === 0 ? column : INDENT.length)).join("\n");
}

/** Sets in the lines of a text after its first. */
export function indentLines(text: string): string {
  return text.replaceAll("\n", `\n${INDENT}`);
}

/** Says a sentence of the door that has a person's words in it, the beginnings of lines in them set apart. */
export function quoting(text: string, say: (text: string) => string): string {
  if (setApart(text) === text) return say(indentLines(text));
  const [before] = say(PLACE).split(PLACE);
  return say(indentLines(setApart(text, before)));
}

/** Stands for a person's words while it is found out what is before them: no text has it. */
const PLACE = "\0";

function columnsIn(text: string): number {
  let columns = 0;
  for (const char of text) columns += columnsAtMost(char);
  return columns;
}

function apart(line: string, column: number): string {
  const rows: string[] = [];
  let row = 0; // Where the row that is looked at begins.
  let seen = 0; // How far it was looked at, and how many columns that is.
  let columns = column;
  const isNamed = namesIn(line);
  for (const sign of line.matchAll(SIGNS)) {
    const end = sign.index + sign[0].length;
    columns += columnsIn(line.slice(seen, end));
    seen = end;
    if (columns <= FIRST_UNSAFE) continue;
    const head = headOf(line, row, sign, isNamed);
    if (head === undefined || columns - columnsIn(line.slice(head.last, end)) < FIRST_UNSAFE) continue;
    const cut = cutBefore(line, row, head);
    rows.push(withoutLastBlank(line.slice(row, cut)));
    row = cut;
    columns = INDENT.length + columnsIn(line.slice(cut, end));
  }
  return rows.length === 0 ? line : [...rows, line.slice(row)].join("\n");
}

/** What looks like the beginning of a line: where it begins, at the latest for a name's last letter, and the sign behind a name. */
interface Head {
  readonly first: number;
  readonly last: number;
  readonly colon?: number;
}

function headOf(
  line: string,
  row: number,
  sign: RegExpExecArray,
  isNamed: (from: number) => boolean,
): Head | undefined {
  const { index } = sign;
  const [signs] = sign;
  if (sign.groups?.colon !== undefined) {
    const first = back(line, row, index, isOfName).at;
    return first === index ? undefined : { first, last: index - 1, colon: index };
  }
  if (signs === "[" || signs === "\uff3b") {
    const rest = line.slice(index, index + LOOKED_AT).normalize("NFKC");
    return BRACKETED.test(rest) ? { first: index, last: index } : undefined;
  }
  if (IS_STAR.test(signs)) {
    return isNamed(index + 1) ? { first: index, last: index } : undefined;
  }
  const last = index + Math.max(0, signs.length - 3); // Of more dashes, those that are enough.
  return { first: last, last };
}

/**
 * Makes what tells whether a word is seen next behind a place, and no number to multiply by, as behind a star at the beginning of a
 * line. To be asked from left to right: what was looked at is not looked at again, however many stars there are.
 */
function namesIn(line: string): (from: number) => boolean {
  let looked = 0;
  let end = -1;
  return (from) => {
    const seen = indexFrom(line, SEEN, from);
    if (seen < looked || seen > end) [looked, end] = [seen, indexFrom(line, LETTER_OR_BLANK, seen)];
    return /^\p{L}/u.test(line.slice(end, end + 2));
  };
}

/** Finds a sign from a place on; where the line ends if there is none. */
function indexFrom(line: string, sign: RegExp, from: number): number {
  sign.lastIndex = from;
  return sign.exec(line)?.index ?? line.length;
}

/** Finds where a row ends: between words, before the name where a word is long, and behind it where that is in an address. */
function cutBefore(line: string, row: number, { first, last, colon }: Head): number {
  const word = back(line, row, last, isOfWord);
  if (word.isWhole) return word.at;
  if (colon !== undefined && /:\/\/\S*$/u.test(line.slice(row, first))) return colon;
  return first;
}

function isOfName(char: string): boolean {
  return OF_NAME.test(char);
}

function isOfWord(char: string): boolean {
  return char !== " " && !/\s/u.test(char);
}

/** Goes back from a place while signs are so, as far as a row of its own has space. */
function back(
  line: string,
  row: number,
  from: number,
  isSo: (char: string) => boolean,
): { readonly at: number; readonly isWhole: boolean } {
  let columns = 0;
  let at = from;
  while (at > row) {
    const isPair = (line.charCodeAt(at - 1) & 0xfc00) === 0xdc00;
    const char = line.slice(Math.max(row, at - (isPair ? 2 : 1)), at);
    if (!isSo(char)) break;
    columns += columnsAtMost(char);
    if (columns > LONGEST) return { at, isWhole: false };
    at -= char.length;
  }
  return { at, isWhole: true };
}

function withoutLastBlank(row: string): string {
  return /\s$/u.test(row) ? row.slice(0, -1) : row;
}
