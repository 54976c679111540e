/**
 * Doors that are known by the word with which a connection begins. Pure.
 *
 * @module
 */

import type { Recognition } from "../connection.ts";

/**
 * Tells whether bytes begin with one of some words, or could still.
 *
 * @param isCaseless Whether upper and lower case are the same; the words are in upper case then.
 */
export function claimWords(
  firstBytes: Uint8Array,
  words: readonly string[],
  isCaseless = false,
): Recognition {
  const begun = String.fromCharCode(...firstBytes);
  const text = isCaseless ? begun.toUpperCase() : begun;
  if (words.some((word) => text.startsWith(word))) return "yes";
  return words.some((word) => word.startsWith(text)) ? "wait" : "no";
}
