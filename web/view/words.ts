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
 *   readonly particular: Readonly<Record<string, string>>,
 *   readonly badQuery: Readonly<Record<string, string>>,
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
 * @typedef {keyof import("../../words/en.ts").Words["page"] | "joined" | "crowd" | "leftWith" | "renamed" | "gap" | "slowed" | "waitsFor" |
 *   "askName" | "helpTitle" | "nothingEarlier" | "onlyMessages" | "noMentions" | "hidden" | "shownAgain" |
 *   "hiddenOnes" | "hiddenNobody"} Sentence
 */

/** The sentences, in the language that the browser asked for. @returns {Words} */
export function readWords() {
  return JSON.parse(document.querySelector("meta[name=words]")?.getAttribute("content") ?? "");
}

/**
 * A sentence with its `{names}` filled in.
 *
 * @param {string} sentence
 * @param {object} values
 */
export function fill(sentence, values) {
  const texts = new Map(Object.entries(values));
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(texts.get(name) ?? whole));
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
  for (const [from, to] of [["data-label", "aria-label"], ["data-title", "title"]]) {
    for (const element of document.querySelectorAll(`[${from}]`)) {
      element.setAttribute(to ?? "", String(texts.get(element.getAttribute(from ?? "") ?? "")));
    }
  }
}
