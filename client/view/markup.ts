/**
 * How a message's text is dressed for a screen: the reader's name stands out, links can be clicked, code is set apart. Pure.
 *
 * @module
 */

import { bold, inverse, rgb8 } from "@std/fmt/colors";
import { linksIn } from "../../protocol/links.ts";
import { rangesOfName } from "../../protocol/mentions.ts";

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

/** Colours code line by line, as the rows between them may be indented. */
function dressCode(code: string, { color }: MarkupStyle): string {
  if (!color) return code;
  return code.split("\n").map((line) => line === "" ? line : rgb8(line, CODE_COLOR)).join("\n");
}

function dressLinks(text: string, style: MarkupStyle): string {
  let out = "";
  let at = 0;
  for (const [from, to] of linksIn(text)) {
    const link = text.slice(from, to);
    out += dressName(text.slice(at, from), style);
    out += style.links ? `\x1b]8;;${asUri(link)}\x1b\\${link}\x1b]8;;\x1b\\` : link;
    at = to;
  }
  return out + dressName(text.slice(at), style);
}

/** Encodes a link's address: it may only have what a URI has. */
function asUri(link: string): string {
  return link.replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char));
}

function dressName(text: string, { color, me }: MarkupStyle): string {
  if (!color) return text;
  let out = "";
  let at = 0;
  for (const [from, to] of rangesOfName(text, me)) {
    out += text.slice(at, from) + bold(inverse(text.slice(from, to)));
    at = to;
  }
  return out + text.slice(at);
}
