/**
 * Where a text has links: the one decision for terminal and page. Pure.
 *
 * @module
 */

import type { TextRange } from "./mentions.ts";

/** What a link begins with; not within a word. Letter by letter, as a pattern without regard to case takes `ſ` for `s`. */
const SCHEME = /(?<![\p{L}\p{N}\p{M}_])[hH][tT][tT][pP][sS]?:\/\//gu;

/** What ends a link wherever it stands, besides white space. */
const STOPS: ReadonlySet<string> = new Set('<>"`');

/** What belongs to the sentence and not to the link that it follows. */
const SENTENCE_ENDS: ReadonlySet<string> = new Set(".,;:!?'*_~…’”»");

/** Brackets by the one that closes them: those belong to a link that were opened in it. */
const OPENED_BY: ReadonlyMap<string, string> = new Map([[")", "("], ["]", "["], ["}", "{"]]);

const WHITE_SPACE = /\s/;

/** The part of a string that finding the end of a link needs. */
export type Chars = Pick<string, "length" | "charAt">;

/** Finds every link of a text, in order: `http://` or `https://` in any case, and all that belongs to it. Linear in time. */
export function linksIn(text: string): readonly TextRange[] {
  const links: TextRange[] = [];
  let last = 0;
  for (const { 0: { length }, index } of text.matchAll(SCHEME)) {
    if (index < last) continue; // An address within an address, as archives have them.
    const body = index + length;
    last = bodyEnd(text, body);
    const end = linkEnd(text, body, last);
    if (end > body) links.push([index, end]);
  }
  return links;
}

/** Finds where an address stops that begins here, what may end its sentence included. */
export function bodyEnd(text: Chars, from: number): number {
  let end = from;
  while (end < text.length && !isStop(text.charAt(end))) end++;
  return end;
}

function isStop(char: string): boolean {
  return STOPS.has(char) || WHITE_SPACE.test(char);
}

/** Finds where a link ends whose address stops at `to`: without what ends its sentence, and without brackets that it closes only. */
export function linkEnd(text: Chars, from: number, to: number): number {
  const surplus = new Map<string, number>(); // By opening bracket: how many more close than open.
  for (let i = from; i < to; i++) {
    const char = text.charAt(i);
    const opened = OPENED_BY.get(char);
    if (opened !== undefined) surplus.set(opened, (surplus.get(opened) ?? 0) + 1);
    else if ("([{".includes(char)) surplus.set(char, (surplus.get(char) ?? 0) - 1);
  }
  let end = to;
  while (end > from) {
    const char = text.charAt(end - 1);
    const opened = OPENED_BY.get(char) ?? "";
    const isSurplus = (surplus.get(opened) ?? 0) > 0;
    if (!isSurplus && !SENTENCE_ENDS.has(char)) return end;
    if (isSurplus) surplus.set(opened, (surplus.get(opened) ?? 0) - 1);
    end--;
  }
  return end;
}
