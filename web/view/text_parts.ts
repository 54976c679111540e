/**
 * What stands out in what people write: code between backticks, and links. Pure.
 *
 * @module
 */

import { linksIn } from "../../protocol/links.ts";

/** A part of a text: plain, a link, code within a line, or a block of code. */
export interface TextPart {
  readonly kind: "plain" | "link" | "code" | "block";
  readonly text: string;
}

const CODE = /```\n?([^]+?)\n?```|`([^`\n]+)`/g;

/** A few signs and nothing else. */
const EMOJI =
  /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]|\s){1,16}$/u;

/** Splits a text into its parts, in order; nothing of it is lost but the backticks around code. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { 0: { length }, 1: block, 2: code, index } of text.matchAll(CODE)) {
    parts.push(...withLinks(text.slice(at, index)));
    parts.push(block === undefined ? { kind: "code", text: code ?? "" } : { kind: "block", text: block });
    at = index + length;
  }
  parts.push(...withLinks(text.slice(at)));
  return parts;
}

/** Tells whether a text is a few emoji, to be shown large. */
export function isEmoji(text: string): boolean {
  return EMOJI.test(text);
}

/** Splits a text without code. */
function withLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  const plain = (part: string): void => {
    if (part !== "") parts.push({ kind: "plain", text: part });
  };
  let at = 0;
  for (const [from, to] of linksIn(text)) {
    plain(text.slice(at, from));
    parts.push({ kind: "link", text: text.slice(from, to) });
    at = to;
  }
  plain(text.slice(at));
  return parts;
}
