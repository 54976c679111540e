/**
 * Codes in IRC texts that tell only how these look (https://modern.ircdocs.horse/formatting). Pure.
 *
 * @module
 */

/** Codes for colours (https://modern.ircdocs.horse/formatting): the code itself, and the numbers that belong to it. */
const COLOURS = new RegExp(
  String.raw`\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?`,
  "g",
);

/** Codes for bold, italics and the like, which have no numbers. */
const STYLES = new RegExp(String.raw`[\x02\x0f\x11\x16\x1d-\x1f]`, "g");

/** With what any of these begins. */
const CODES = new RegExp(String.raw`[\x02-\x04\x0f\x11\x16\x1d-\x1f]`);

/** Takes out the codes for how a text looks: our other doors have none. */
export function withoutFormatting(text: string): string {
  if (!CODES.test(text)) return text; // Most texts have none.
  return text.replace(COLOURS, "").replace(STYLES, "");
}
