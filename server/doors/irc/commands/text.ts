/**
 * What the text of an IRC message means. Pure.
 *
 * @module
 */

/** What stands at both ends of a request between clients (https://modern.ircdocs.horse/ctcp). */
const CTCP = "\x01";

/** What begins a request that is none: it says what somebody does. */
const ACTION = "ACTION ";

/** What somebody says or does, or a request between clients that is not passed on. */
export type MeantText =
  | { readonly kind: "text" | "action"; readonly text: string }
  | { readonly kind: "ctcp" };

/** Gives what a text means. */
export function meaningOf(written: string): MeantText {
  if (!written.startsWith(CTCP)) return { kind: "text", text: written };
  const whole = written.slice(CTCP.length, written.endsWith(CTCP) ? -CTCP.length : undefined); // Its end may be left out.
  return whole.startsWith(ACTION) ? { kind: "action", text: whole.slice(ACTION.length) } : { kind: "ctcp" };
}
