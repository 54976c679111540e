/**
 * What the text of an IRC message means. Pure.
 *
 * @module
 */

/** What stands at both ends of a request between clients (https://modern.ircdocs.horse/ctcp). */
const CTCP = "\x01";

/** What somebody says or does, or a request between clients that is not passed on. */
export type MeantText =
  | { readonly kind: "text" | "action"; readonly text: string }
  | { readonly kind: "ctcp" };

/** Gives what a text means. */
export function meaningOf(written: string): MeantText {
  if (!written.startsWith(CTCP)) return { kind: "text", text: written };
  const [, action] = /^.ACTION (.*?).?$/s.exec(written) ?? [];
  return action === undefined ? { kind: "ctcp" } : { kind: "action", text: action };
}
