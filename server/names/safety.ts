/**
 * Which letters and marks may stand beside each other in a name: UTS #39, sections 5.2 and 5.4. Pure.
 *
 * @module
 */

import { SCRIPTS } from "./confusables.ts";

/** The most marks that a letter may have, as UTS #39 puts it. Vietnamese needs two, Hebrew and Myanmar four. */
const MOST_MARKS = 4;

/** What stands between the words of a name; each word is judged by itself. */
const BETWEEN_WORDS = /[_.-]+/;
const ASCII = /^[\0-\x7f]*$/;
const LATIN = /[\p{Script_Extensions=Latin}\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/u;
const NONSPACING = /[\p{Mn}\p{Me}]/u;

/** Japanese, Chinese and Korean are each written in several scripts, and often with Latin letters between. */
const TOGETHER = [["Latin", "Han", "Hiragana", "Katakana"], ["Latin", "Han", "Bopomofo"], [
  "Latin",
  "Han",
  "Hangul",
]];

/** Scripts of most names first, as a name is tried with one after the other. */
const COMMONEST = ["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Thai", "Armenian"];

/** Tests for words that are wholly in one script, or in several that go together; made when the first is needed. */
let wholes: readonly RegExp[] | undefined;
/** Any letter of a script that the table knows. */
let known: RegExp | undefined;

/**
 * Tells whether a word of a name is not at the level "Highly Restrictive": its letters are of several scripts, and
 * these are not written together in Japanese, Chinese or Korean.
 */
export function isMixedScript(name: string): boolean {
  return !ASCII.test(name) && name.normalize("NFKC").split(BETWEEN_WORDS).some(isMixedWord);
}

function isMixedWord(word: string): boolean {
  if (ASCII.test(word)) return false;
  wholes ??= [...COMMONEST.map((script) => [script]), ...TOGETHER, ...allScripts().map((script) => [script])]
    .map((scripts) => new RegExp(`^${anyOf([...scripts, "Common", "Inherited"])}*$`, "u"));
  if (wholes.some((whole) => whole.test(word))) return false;
  known ??= new RegExp(anyOf(allScripts()), "u");
  // Letters of a script that is younger than the table, in a word of their own.
  return known.test(word);
}

function allScripts(): readonly string[] {
  return SCRIPTS.trim().split(/\s+/);
}

function anyOf(scripts: readonly string[]): string {
  return `[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join("")}]`;
}

/** Leaves out each mark that is the same as the one before it, and those after the fourth on one letter. */
function fewMarks(name: string): string {
  let marks: readonly string[] = [];
  const kept = Array.from(name.normalize("NFD")).filter((char) => {
    const isMark = NONSPACING.test(char);
    const isKept = !isMark || (marks.at(-1) !== char && marks.length < MOST_MARKS);
    if (!isMark) marks = [];
    else if (isKept) marks = [...marks, char];
    return isKept;
  });
  return kept.join("").normalize("NFKC");
}

/** Tells whether a name may be given out, as far as its letters go: they are of one script, with few marks each. */
export function isSafe(name: string): boolean {
  return ASCII.test(name) || (!isMixedScript(name) && fewMarks(name) === name.normalize("NFKC"));
}

/** Gives what is left of a name without what {@linkcode isSafe} minds: of mixed words the Latin letters. Perhaps nothing. */
export function safePart(name: string): string {
  if (isSafe(name)) return name;
  const words = fewMarks(name).split(/([_.-]+)/);
  return words.map((word) => isMixedScript(word) ? latinOf(word) : word).join("");
}

function latinOf(word: string): string {
  return Array.from(word).filter((char) => LATIN.test(char)).join("").replace(/^\p{M}+/u, "");
}
