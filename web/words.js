// @ts-check
/**
 * The page's sentences, in the browser's language.
 *
 * @module
 */

/**
 * What the server makes of its catalogue.
 *
 * @typedef {{
 *   readonly lang: string,
 *   readonly people: readonly [string, string],
 *   readonly left: Readonly<Record<string, string>>,
 *   readonly bye: Readonly<Record<string, string>>,
 *   readonly problem: Readonly<Record<string, string>>,
 *   readonly commands: readonly Command[],
 *   readonly leaving: readonly string[],
 * } & Readonly<Record<Sentence, string>>} Words
 *
 * @typedef {{
 *   readonly names: readonly string[],
 *   readonly args: string,
 *   readonly usage: string,
 *   readonly does: string,
 * }} Command
 *
 * @typedef {keyof import("../words/en.ts").Words["page"] | "joined" | "leftWith" | "renamed" | "gap" | "slowed" |
 *   "askName" | "helpTitle" | "nothingEarlier"} Sentence
 */

/** The sentences, in the language that the browser asked for. @returns {Words} */
export function readWords() {
  return JSON.parse(document.querySelector("meta[name=words]")?.getAttribute("content") ?? "");
}

/**
 * A sentence with its `{names}` filled in.
 *
 * @param {string} sentence
 * @param {Readonly<Record<string, unknown>>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

/**
 * Writes every sentence that the document itself has.
 *
 * @param {Words} words
 */
export function label(words) {
  document.documentElement.lang = words.lang;
  const texts = new Map(Object.entries(words));
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = String(texts.get(element.getAttribute("data-word") ?? ""));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", String(texts.get(element.getAttribute("data-label") ?? "")));
  }
}
