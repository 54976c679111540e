/**
 * The page's sentences, in the document and with what they are about.
 *
 * @module
 */

import type { PageWords } from "../../words/en.ts";

/**
 * Fills in the `{names}` of a sentence.
 *
 * @param values What stands for each name. A name that is not among them stays as it is.
 */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  const texts = new Map(Object.entries(values));
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(texts.get(name) ?? whole));
}

/** Writes the sentences of the document itself: those of elements with `data-word`, `data-label` or `data-title`. */
export function writeSentences({ page, plain }: PageWords): void {
  const texts = new Map<string, string>([...Object.entries(page), ["askName", plain.askName]]);
  const attributes = [["data-label", "aria-label"], ["data-title", "title"]] as const;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = texts.get(element.getAttribute("data-word") ?? "") ?? "";
  }
  for (const [from, to] of attributes) {
    for (const element of document.querySelectorAll(`[${from}]`)) {
      element.setAttribute(to, texts.get(element.getAttribute(from) ?? "") ?? "");
    }
  }
}
