/**
 * What people write, as nodes: text is always text. Links and code are shown as such; nothing is fetched for them.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";

/** How many colours names have: classes `c0` and so on in the style sheet. */
const COLORS = 12;

/** What stands out in a text: code between backticks, and what looks like an address of the web. */
const PARTS = /```\n?([^]+?)\n?```|`([^`\n]+)`|(https?:\/\/[^\s<>"\u0060]+)/g;

/** A few signs and nothing else. */
const EMOJI =
  /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]|\s){1,16}$/u;

/** A text as nodes. */
export function textNodes(text: string): DocumentFragment {
  const nodes = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(PARTS)) {
    const [whole, block, code, address] = match;
    const url = address === undefined ? "" : trimAddress(address);
    const length = address === undefined ? whole.length : url.length;
    nodes.append(text.slice(at, match.index));
    if (block !== undefined) nodes.append(element("pre", block));
    else if (code !== undefined) nodes.append(element("code", code));
    else nodes.append(link(url));
    at = match.index + length;
  }
  nodes.append(text.slice(at));
  return nodes;
}

/** Whether a text is a few emoji, to be shown large. */
export function isEmoji(text: string): boolean {
  return EMOJI.test(text);
}

/** An element with a text in it. */
export function element(tag: string, text: string, className: string = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** A button that does something. */
export function button(label: string | Node, act: () => void, className: string = ""): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.append(label);
  if (className !== "") made.className = className;
  made.addEventListener("click", act);
  return made;
}

/**
 * A text with parts of it marked.
 *
 * @param marks From and up to, in characters (code points), in their order.
 */
export function markedNodes(text: string, marks: readonly (readonly [number, number])[]): DocumentFragment {
  const chars = Array.from(text);
  const nodes = document.createDocumentFragment();
  let at = 0;
  for (const [from, to] of marks) {
    nodes.append(chars.slice(at, from).join(""), element("mark", chars.slice(from, to).join("")));
    at = to;
  }
  nodes.append(chars.slice(at).join(""));
  return nodes;
}

/** A name in its colour. It cannot turn the direction of what stands around it. */
export function nameElement(name: string): HTMLElement {
  return element("bdi", name, `name c${colorOf(name)}`);
}

/** Whether a text has this name in it, as a word. */
export function mentions(text: string, name: string): boolean {
  const exact = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return name !== "" && new RegExp(`(?<![\\p{L}\\p{N}_])${exact}(?![\\p{L}\\p{N}_])`, "iu").test(text);
}

/** The colour that a name always has, whoever looks. */
function colorOf(name: string): number {
  let hash = 0x811c9dc5; // FNV-1a: short, and it spreads short names well.
  for (const char of nameKey(name)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % COLORS;
}

/** An address without what ends the sentence that it stands in. */
function trimAddress(address: string): string {
  let url = address.replace(/[.,;:!?'*_~]+$/, "");
  while (url.endsWith(")") && url.split(")").length > url.split("(").length) {
    url = url.slice(0, -1).replace(/[.,;:!?'*_~]+$/, "");
  }
  return url;
}

function link(url: string): Text | HTMLAnchorElement {
  if (!URL.canParse(url)) return document.createTextNode(url);
  const made = document.createElement("a");
  made.href = url;
  made.textContent = url;
  made.target = "_blank";
  made.rel = "noopener noreferrer nofollow ugc";
  return made;
}
