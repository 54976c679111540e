/**
 * Whom and what the next text answers, above the box.
 *
 * @module
 */

import { isPlainText } from "../../protocol/plain_text.ts";
import type { WindowWords } from "../../words/en.ts";
import { button, element, fill, nameElement, type SaidAs, type ShownLine } from "../view.ts";

/** The most that is shown of a message, in UTF-16 units: it is cut where the bar ends. */
const MOST_SHOWN = 200;

/** How a line begins that is said without its first sign: `//help`. */
const ESCAPED = "//";

/** Makes what has the next text answer a message. @param seq The number of the message. @param giveUp Called when nothing is to be answered. */
export function answerBar(
  { from, text }: ShownLine,
  seq: number,
  { page }: WindowWords,
  giveUp: () => void,
): SaidAs {
  const bar = element("div", "");
  bar.id = "answering";
  const [before = "", behind = ""] = fill(page.answering, { name: "\n" }).split("\n");
  const told = element("p", before);
  told.append(nameElement(from), `${behind} `, element("span", text.slice(0, MOST_SHOWN), "quiet"));
  const close = button("✕", giveUp, "icon");
  close.ariaLabel = close.title = page.answerNot;
  bar.append(told, close);
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    giveUp();
  });
  return { bar, lineOf: (said) => lineOf(said.trim(), seq) };
}

function lineOf(said: string, seq: number): string | undefined {
  if (said.startsWith(ESCAPED)) return `/answer @${seq} ${said.slice(1)}`;
  return isPlainText(said) ? `/answer @${seq} ${said}` : undefined;
}
