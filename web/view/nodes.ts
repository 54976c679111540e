/**
 * What people write, as nodes: text is always text. Links and code are shown as such; nothing is fetched for them.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import { type TextPart, textParts } from "./text_parts.ts";

/** How many colours names have: classes `c0` and so on in the style sheet. */
const COLORS = 12;

/** What was written, by the element that shows it: signs that make something bold are not in what is shown. */
const WRITTEN = new WeakMap<Element, string>();

/** Shows a text in an element. */
export function showText(element: HTMLElement, text: string): void {
  element.append(textNodes(text));
  WRITTEN.set(element, text);
}

/** Returns the text that an element shows, as it was written. */
export function writtenIn(element: Element | null): string {
  return element === null ? "" : WRITTEN.get(element) ?? element.textContent ?? "";
}

/** Makes the nodes of a text. */
export function textNodes(text: string): DocumentFragment {
  const nodes = document.createDocumentFragment();
  nodes.append(...textParts(text).map(partNode));
  return nodes;
}

/** Makes an element with a text in it. */
export function element(tag: string, text: string, className: string = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** Gives an element these children, in this order: one that stays where it is is not touched, so that a press on it, or its focus, is not lost. */
export function arrange(parent: Element, children: readonly Element[]): void {
  const focused = document.activeElement;
  const wanted = new Set<Element>(children);
  for (const one of [...parent.children]) if (!wanted.has(one)) one.remove();
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
  refocus(focused);
}

/** Gives the focus back to what lost it as it was moved, if it is there still. */
export function refocus(focused: Element | null): void {
  if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus();
}

/** Makes a button that does something. */
export function button(label: string | Node, act: () => void, className: string = ""): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.append(label);
  if (className !== "") made.className = className;
  made.addEventListener("click", act);
  return made;
}

/**
 * Makes the nodes of a text with parts of it marked.
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

/** Makes a name in its colour. It cannot turn the direction of what stands around it. */
export function nameElement(name: string): HTMLElement {
  return element("bdi", name, `name c${colorOf(name)}`);
}

/** Returns the number of the colour that a name always has, whoever looks. */
export function colorOf(name: string): number {
  let hash = 0x811c9dc5; // FNV-1a: short, and it spreads short names well.
  for (const char of nameKey(name)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % COLORS;
}

/** Makes the node of a part of a text. */
function partNode(part: TextPart): Node {
  switch (part.kind) {
    case "block":
      return codeBlock(part.text, part.lang);
    case "code":
      return element("code", part.text);
    case "link":
      return link(part.text);
    case "plain":
      return document.createTextNode(part.text);
    case "bold":
      return around("b", part.parts);
    case "italic":
      return around("i", part.parts);
    case "strike":
      return around("s", part.parts);
    case "quote":
      return around("blockquote", part.parts);
    case "list": {
      const list = element(part.start === undefined ? "ul" : "ol", "");
      if (list instanceof HTMLOListElement) list.start = part.start ?? 1;
      list.append(...part.items.map((item) => around("li", item)));
      return list;
    }
  }
}

function around(tag: string, parts: readonly TextPart[]): HTMLElement {
  const made = element(tag, "");
  made.append(...parts.map(partNode));
  return made;
}

/** Makes a block of code, with its language named above it. */
function codeBlock(text: string, lang: string): Node {
  const block = element("pre", "");
  if (lang !== "") block.append(element("span", lang, "lang"));
  block.append(element("code", text));
  return block;
}

/** Makes a link; a text where the address is none. */
function link(url: string): Node {
  if (!URL.canParse(url)) return document.createTextNode(url);
  const made = document.createElement("a");
  made.href = url;
  made.textContent = url;
  made.target = "_blank";
  made.rel = "noopener noreferrer nofollow ugc";
  return made;
}
