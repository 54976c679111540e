/**
 * How a text begins, so that it can be shown without being fetched. Pure.
 *
 * @module
 */

import { cleanText, firstChars } from "../../../protocol/text.ts";

/** So much of a text is shown where it is sent: lines, characters. */
const FIRST = { lines: 5, chars: 400 };

/** Gives the first lines of a text; nothing where they are empty. @param head Its first bytes, in UTF-8. */
export function beginningOf(head: Uint8Array): string {
  const text = cleanText(new TextDecoder().decode(head, { stream: true }));
  const lines = text.split("\n", FIRST.lines + 1);
  const first = lines.slice(0, FIRST.lines).map((line) => line.trimEnd()).join("\n").trimEnd();
  const shown = firstChars(first, FIRST.chars);
  return shown === first ? shown : `${shown}…`;
}
