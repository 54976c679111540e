/**
 * Whether a typed line is something to say, whatever commands there are. Pure.
 *
 * @module
 */

import { firstWord } from "./text.ts";

/** Words that leave, besides `/quit` and `/exit`: those of the programs that this one grows out of. */
export const QUIT_WORDS: readonly string[] = ["{quit}", "!quit", "{close}"];

/** Tells whether a line is said as it stands: it is no command, no word that leaves, and does not begin with `//`. */
export function isPlainText(line: string): boolean {
  const word = firstWord(line.trim())[0].toLowerCase();
  return !word.startsWith("/") && !QUIT_WORDS.includes(word);
}
