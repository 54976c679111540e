/**
 * What the text of an IRC message means. Pure.
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

/** What stands at both ends of a request between clients (https://modern.ircdocs.horse/ctcp). */
const CTCP = "\x01";

/** What somebody says or does, or a request between clients that is not passed on. */
export type MeantText =
  | { readonly kind: "text" | "action"; readonly text: string }
  | { readonly kind: "ctcp" };

/** Gives what a text means, without the codes for how it looks: our other doors have none. */
export function meaningOf(written: string): MeantText {
  if (!written.startsWith(CTCP)) return { kind: "text", text: withoutFormatting(written) };
  const [, action] = /^.ACTION (.*?).?$/s.exec(written) ?? [];
  return action === undefined ? { kind: "ctcp" } : { kind: "action", text: withoutFormatting(action) };
}

/** Takes out the codes for how a text looks. */
export function withoutFormatting(text: string): string {
  if (!CODES.test(text)) return text; // Most texts have none.
  return text.replace(COLOURS, "").replace(STYLES, "");
}
