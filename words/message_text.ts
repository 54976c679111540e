/**
 * The text of a message as a person reads it, where texts are all that can be shown. Pure.
 *
 * @module
 */

import type { MessageFrame } from "../protocol.ts";
import { cleanLine } from "../protocol/text.ts";
import type { PageWords } from "./en.ts";

/** Gives the text with what it is about before it, and what became of it behind it. */
export function readableText(message: MessageFrame, { deeds }: Pick<PageWords, "deeds">): string {
  const { text, redacted, edits, now, reacts, emoji, off, quote, edited, reactions, file } = message;
  if (redacted) return deeds.deleted;
  if (edits !== undefined) return now === undefined ? deeds.edits(edits) : `${deeds.edits(edits)}: ${now}`;
  if (reacts !== undefined && emoji !== undefined) {
    const to = quote === undefined ? `@${reacts}` : quoted(quote);
    return off ? deeds.reactsNoMore(emoji, to) : deeds.reacts(emoji, to);
  }
  const below = reactions?.map(({ emoji, count }) => count === 1 ? emoji : `${emoji} ${count}`).join(" ");
  return [
    ...(quote === undefined ? [] : [`[${quoted(quote)}]`]),
    text,
    ...(edited === undefined || file === undefined ? [] : [`[${cleanLine(file.name)}]`]),
    ...(edited === undefined ? [] : [deeds.edited]),
    ...(below === undefined ? [] : [`(${cleanLine(below)})`]),
  ].join(" ");
}

function quoted({ from, text }: { readonly from: string; readonly text: string }): string {
  return text === "" ? cleanLine(from) : `${cleanLine(from)}: ${cleanLine(text)}`;
}
