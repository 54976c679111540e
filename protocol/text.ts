/**
 * Makes what one person wrote safe to show on another person's screen. Pure.
 *
 * @module
 */

/** What makes a text worth a second look; most texts have none of it. Code by code: `\p{Cc}` would take twice as long. */
const SUSPECT = new RegExp(
  String.raw`[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]`,
);

/** ECMA-48's control sequences (colours, cursor moves): introducer, parameters, intermediates, final byte. */
const CONTROL_SEQUENCE = String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]`;

/** ECMA-48's strings (titles, links, device control) up to their end. A body never runs over the next opener: linear time. */
const CONTROL_STRING = String
  .raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)`;

/** Everything else that begins with ESC. */
const SHORT_SEQUENCE = String.raw`\x1b[ -/]*[0-~]`;

/** Whole escape sequences, taken out whole so that `ESC [ 3 1 m` does not leave `[31m` behind. */
const ESCAPES = new RegExp([CONTROL_SEQUENCE, CONTROL_STRING, SHORT_SEQUENCE].join("|"), "g");

/** Line ends of every kind, of which only `\n` stays. */
const LINE_ENDS = /\r\n|[\r\u2028\u2029]/g;

/** Controls but tab and newline; bidirectional embeddings, overrides and isolates; byte order and annotation marks. */
const CONTROLS = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;

/**
 * Cleans a text of several lines: no escape sequence, no control but tab and newline, no bidirectional
 * override, no half of a surrogate pair. Joiners, accents, right-to-left letters and emoji stay as they are.
 */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  if (!SUSPECT.test(whole)) return whole;
  return whole.replace(ESCAPES, "").replace(LINE_ENDS, "\n").replace(CONTROLS, "");
}

/** Cleans as {@linkcode cleanText} does and leaves one line: newlines and tabs become spaces, the ends are trimmed. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/[\n\t]+/g, " ").trim();
}

/**
 * A sign that can be seen by itself: no space, no mark, nothing that is ignored (fillers, joiners, tags), and none of the few
 * that are blank though they count as signs: an empty Braille cell, a null note head, Egyptian blanks, an object's place.
 */
export const VISIBLE =
  /[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{M}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/u;

/** Tells whether a text has anything that can be seen. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** Counts the characters (Unicode code points) of a text. */
export function countChars(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const isPair = (text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800;
    if (isPair) count--;
  }
  return count;
}

/** Cuts a text to its first `limit` characters (Unicode code points). */
export function firstChars(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return Array.from(text).slice(0, limit).join("");
}

/** Splits a text into its first word and what follows it, trimmed. Linear in time, also for a line full of spaces. */
export function firstWord(text: string): readonly [first: string, rest: string] {
  const gap = text.search(/\s/); // One pattern for both parts would take quadratic time.
  return gap < 0 ? [text, ""] : [text.slice(0, gap), text.slice(gap).trim()];
}

/** Makes one line of several: each end of a line, with the white space around it, becomes the separator. Linear in time. */
export function joinLines(text: string, separator: string): string {
  if (!text.includes("\n")) return text; // One pattern for it all would take quadratic time in a run of spaces.
  const lines = text.split("\n");
  const last = lines.length - 1;
  return lines
    .map((line, at) => at === 0 ? line.trimEnd() : at === last ? line.trimStart() : line.trim())
    .filter((line, at) => line !== "" || at === 0 || at === last)
    .join(separator);
}

/** Takes off the newlines that a text ends with. Linear in time. */
export function withoutLastNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "\n") end--;
  return text.slice(0, end);
}
