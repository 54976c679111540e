/**
 * Keys, and which one a control byte or a sequence of a terminal is. Pure.
 *
 * A line feed is Ctrl-J, a new line, to a person; to a script that drives a terminal it is Enter, and so it is when it
 * was typed before the terminal became raw. People's Enter is a carriage return: a line feed is Enter until one came.
 *
 * @module
 */

import type { TerminalAnswer } from "./answers.ts";

/** Keys that have a name of their own. */
export type NamedKey =
  | "enter"
  | "newline"
  | "tab"
  | "back-tab"
  | "backspace"
  | "alt-backspace"
  | "delete"
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "up"
  | "down"
  | "home"
  | "end"
  /** Only where somebody waits for it: else it is the beginning of another key. */
  | "escape";

/** A key that was pressed. A `broken` one is bytes that are no UTF-8, as of a terminal set to Latin-1; a paste with such says so. `text` is one character (Unicode code point); letters of `ctrl` and `alt` are lower case, Ctrl-_ is the letter `_`. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "broken" }
  /** `isBroken` when some of it was no UTF-8; `tooLong` is the length in characters of one that was too long to be kept. */
  | {
    readonly kind: "paste";
    readonly text: string;
    readonly isBroken?: true;
    readonly tooLong?: number;
  }
  | { readonly kind: "ctrl"; readonly letter: string }
  | { readonly kind: "alt"; readonly letter: string }
  | { readonly kind: "named"; readonly name: NamedKey }
  /** No key, but what the terminal says of itself when it is asked. */
  | { readonly kind: "answer"; readonly answer: TerminalAnswer };

/** Returns what a control byte is, with Alt or without. @param hasReturned Whether a carriage return came before. */
export function controlKey(byte: number, alt: boolean, hasReturned: boolean): Key | undefined {
  switch (byte) {
    case 0x00:
      return undefined;
    case 0x08:
    case 0x7f:
      return { kind: "named", name: alt ? "alt-backspace" : "backspace" };
    case 0x09:
      return { kind: "named", name: "tab" };
    case 0x0a:
      return { kind: "named", name: alt || hasReturned ? "newline" : "enter" };
    case 0x0d:
      return { kind: "named", name: alt ? "newline" : "enter" };
    case 0x1f:
      return { kind: "ctrl", letter: "_" };
    default:
      return byte > 0x1a ? undefined : { kind: "ctrl", letter: String.fromCharCode(byte + 0x60) };
  }
}

/** Returns what a sequence is: those of xterm, the Linux console, rxvt and PuTTY. A modifier (`1;5C` is Ctrl-Right) makes left and right go by words. */
export function sequenceKey(opener: "[" | "O", body: string, final: string): NamedKey | undefined {
  const modified = /;[3-8]$/.test(body);
  switch (final) {
    case "A":
      return "up";
    case "B":
      return "down";
    case "C":
      return modified ? "word-right" : "right";
    case "D":
      return modified ? "word-left" : "left";
    case "H":
      return "home";
    case "F":
      return "end";
    case "M":
      return opener === "O" ? "enter" : undefined; // The keypad's; after `[` it is a mouse.
    case "Z":
      return "back-tab";
    case "~":
      return NUMBERED[body.replace(/;.*$/, "")];
    default:
      return undefined;
  }
}

const NUMBERED: Readonly<Record<string, NamedKey>> = {
  "1": "home",
  "3": "delete",
  "4": "end",
  "7": "home",
  "8": "end",
};
