/**
 * How a message's text is dressed for a screen: the reader's name stands out, links can be clicked, code is set apart. Pure.
 *
 * @module
 */

import { bold, inverse, rgb8 } from "@std/fmt/colors";

/** What can be used to dress a text. */
export interface MarkupStyle {
  readonly color: boolean;
  /** Whether the terminal knows links (OSC 8). */
  readonly links: boolean;
  /** The reader's own name, "" before there is one. */
  readonly me: string;
}

/** The colour of code: one of the 256, legible on black and on white. */
const CODE_COLOR = 37;

/** Code between backticks, one or three of them; the three may have lines between them. */
const CODE = /```[^]+?```|`[^`\n]+`/g;

/** A link with all that belongs to it; what ends a sentence does not. */
const LINK = /\bhttps?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/gi;

/** Dresses a text of several lines that has been cleaned. */
export function renderMarkup(text: string, style: MarkupStyle): string {
  if (!style.color && !style.links) return text;
  let out = "";
  let at = 0;
  for (const found of text.matchAll(CODE)) {
    out += dressLinks(text.slice(at, found.index), style) + dressCode(found[0], style);
    at = found.index + found[0].length;
  }
  return out + dressLinks(text.slice(at), style);
}

/** Whether a text has this name in it as a word of its own. */
export function mentions(text: string, name: string): boolean {
  return name !== "" && text.toLowerCase().includes(name.toLowerCase()) && namePattern(name).test(text);
}

/** Each line gets its own colour, as the rows between them may be indented. */
function dressCode(code: string, { color }: MarkupStyle): string {
  if (!color) return code;
  return code.split("\n").map((line) => line === "" ? line : rgb8(line, CODE_COLOR)).join("\n");
}

function dressLinks(text: string, style: MarkupStyle): string {
  let out = "";
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const [link] = found;
    out += dressName(text.slice(at, found.index), style);
    out += style.links ? `\x1b]8;;${asUri(link)}\x1b\\${link}\x1b]8;;\x1b\\` : link;
    at = found.index + link.length;
  }
  return out + dressName(text.slice(at), style);
}

/** A link's address may only have what a URI has. */
function asUri(link: string): string {
  return link.replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char));
}

function dressName(text: string, { color, me }: MarkupStyle): string {
  if (!color || !mentions(text, me)) return text;
  return text.replace(namePattern(me), (found) => bold(inverse(found)));
}

function namePattern(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "giu");
}
