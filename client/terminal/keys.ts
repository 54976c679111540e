/**
 * What a terminal in raw mode sends, to keys. Pure, and the same however the bytes are cut: a state and a byte give the
 * next state. So a lone Escape waits for what follows it, and with a letter means Alt, as in every shell.
 *
 * A line feed is Ctrl-J, a new line, to a person; to a script that drives a terminal it is Enter, and so it is when it
 * was typed before the terminal became raw. People's Enter is a carriage return: a line feed is Enter until one came.
 *
 * @module
 */

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
  | "end";

/** A key that was pressed. `text` is one character (Unicode code point); letters of `ctrl` and `alt` are lower case, Ctrl-_ is the letter `_`. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "ctrl"; readonly letter: string }
  | { readonly kind: "alt"; readonly letter: string }
  | { readonly kind: "named"; readonly name: NamedKey }
  /** No key, but the terminal's answer to where its cursor is; row and column count from 1. */
  | { readonly kind: "position"; readonly row: number; readonly column: number };

/** A paste longer than this, in bytes, comes in pieces. */
export const PASTE_BYTES = 1024 * 1024;

/** Longer sequences than this are not keys but noise. */
const SEQUENCE_BYTES = 32;

const ESC = 0x1b;
const PASTE_END = Uint8Array.of(ESC, 0x5b, 0x32, 0x30, 0x31, 0x7e); // ESC [ 201 ~

type Reading =
  | { readonly in: "ground" }
  | {
    readonly in: "character";
    readonly bytes: readonly number[];
    readonly length: number;
    readonly alt: boolean;
  }
  | { readonly in: "escape" }
  | { readonly in: "sequence"; readonly opener: "[" | "O"; readonly body: string }
  | { readonly in: "paste" };

const GROUND: Reading = { in: "ground" };

/** Reads keys from bytes, over as many pieces as they come in. */
export class KeyReader {
  #readMarks: Reading = GROUND;
  /** The paste that is coming, its end mark included as far as it came. */
  #paste: number[] = [];
  #keys: Key[] = [];
  #hasReturned = false;

  /** The keys that are complete with these bytes. Never throws. */
  push(bytes: Uint8Array): readonly Key[] {
    this.#keys = [];
    for (const byte of bytes) this.#readMarks = this.#step(byte);
    return this.#keys;
  }

  #step(byte: number): Reading {
    const reading = this.#readMarks;
    switch (reading.in) {
      case "ground":
        return this.#ground(byte, false);
      case "escape":
        if (byte === 0x5b) return { in: "sequence", opener: "[", body: "" };
        if (byte === 0x4f) return { in: "sequence", opener: "O", body: "" };
        return this.#ground(byte, true);
      case "character":
        return this.#character(reading, byte);
      case "sequence":
        return this.#sequence(reading, byte);
      case "paste":
        return this.#pasted(byte);
    }
  }

  #ground(byte: number, alt: boolean): Reading {
    if (byte === ESC) return { in: "escape" };
    if (byte < 0x20 || byte === 0x7f) {
      if (byte === 0x0d && !alt) this.#hasReturned = true;
      const key = controlKey(byte, alt, this.#hasReturned);
      if (key !== undefined) this.#keys.push(key);
      return GROUND;
    }
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length === 0 || byte > 0xf4) return GROUND; // Not the beginning of a character.
    return this.#complete([byte], length, alt);
  }

  #character(reading: Extract<Reading, { in: "character" }>, byte: number): Reading {
    if ((byte & 0xc0) !== 0x80) return this.#ground(byte, false); // The character was cut off.
    return this.#complete([...reading.bytes, byte], reading.length, reading.alt);
  }

  #complete(bytes: readonly number[], length: number, alt: boolean): Reading {
    if (bytes.length < length) return { in: "character", bytes, length, alt };
    const text = decodeLoosely(bytes);
    if (text.includes("\ufffd") && length > 1 && !isReplacement(bytes)) return GROUND;
    this.#keys.push(alt ? { kind: "alt", letter: text.toLowerCase() } : { kind: "text", text });
    return GROUND;
  }

  #sequence({ opener, body }: Extract<Reading, { in: "sequence" }>, byte: number): Reading {
    if (byte < 0x20 || byte >= 0x7f || body.length >= SEQUENCE_BYTES) return this.#ground(byte, false);
    const char = String.fromCharCode(byte);
    if (byte < 0x40 || (opener === "[" && body === "" && char === "[")) {
      return { in: "sequence", opener, body: body + char };
    }
    if (body + char === "200~") return { in: "paste" };
    const [, row, column] = char === "R" ? /^(\d{1,5});(\d{1,5})$/.exec(body) ?? [] : [];
    if (row !== undefined) this.#keys.push({ kind: "position", row: Number(row), column: Number(column) });
    const name = sequenceKey(body, char);
    if (name !== undefined) this.#keys.push({ kind: "named", name });
    return GROUND;
  }

  #pasted(byte: number): Reading {
    this.#paste.push(byte);
    const tail = this.#paste.length - PASTE_END.length;
    const ended = tail >= 0 && PASTE_END.every((expected, i) => this.#paste[tail + i] === expected);
    if (!ended && this.#paste.length < PASTE_BYTES) return { in: "paste" };
    const text = decodeLoosely(ended ? this.#paste.slice(0, tail) : this.#paste);
    this.#paste = [];
    this.#keys.push({ kind: "paste", text });
    return ended ? GROUND : { in: "paste" };
  }
}

function controlKey(byte: number, alt: boolean, hasReturned: boolean): Key | undefined {
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

/** Sequences of xterm, the Linux console, rxvt and PuTTY. A modifier (`1;5C` is Ctrl-Right) makes left and right go by words. */
function sequenceKey(body: string, final: string): NamedKey | undefined {
  if (body.startsWith("[")) return undefined; // The Linux console's function keys: ESC [ [ A.
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
      return "enter"; // The keypad's.
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

const loose = new TextDecoder("utf-8", { ignoreBOM: true });

function decodeLoosely(bytes: readonly number[]): string {
  return loose.decode(Uint8Array.from(bytes));
}

function isReplacement(bytes: readonly number[]): boolean {
  return bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbf && bytes[2] === 0xbd;
}
