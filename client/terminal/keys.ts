/**
 * What a terminal in raw mode sends, to keys. Pure, and the same however the bytes are cut: a state and a byte give the
 * next state. So a lone Escape waits for what follows it, and with a letter means Alt, as in every shell.
 *
 * Sequences and strings that are no keys end where ECMA-48 says that they end, and are dropped.
 *
 * @module
 */

import { decodeUtf8 } from "../../net/lines.ts";
import { ANSWER_BYTES, answerOfSequence, answerOfString, type TerminalAnswer } from "./answers.ts";
import { controlKey, type Key, sequenceKey } from "./key.ts";

/** Of a paste longer than this, in bytes, only the length is kept. */
export const PASTE_BYTES = 1024 * 1024;

/** Longer sequences than this, in bytes, are no keys of ours; they are read to their end all the same. */
const SEQUENCE_BYTES = 64;

/** What follows `ESC [ M` in a mouse report: the button, the column and the row, as characters. */
const MOUSE_NUMBERS = 3;

const ESC = 0x1b;
const BELL = 0x07;
const PASTE_END = Uint8Array.of(ESC, 0x5b, 0x32, 0x30, 0x31, 0x7e); // ESC [ 201 ~

type Sequence = { readonly in: "sequence"; readonly opener: "[" | "O"; readonly body: string };

/** A control string, what opened it, and the beginning of what is in it; see {@linkcode Reading}. */
interface StringReading {
  readonly in: "string";
  readonly opener: string;
  readonly body: string;
  readonly end: "" | "escape" | "c1";
}

/** What the bytes until now are the beginning of. */
type Reading =
  | { readonly in: "ground" }
  | {
    readonly in: "character";
    readonly bytes: readonly number[];
    readonly length: number;
    readonly alt: boolean;
  }
  | { readonly in: "escape" }
  | Sequence
  /** A control string (ECMA-48, 5.6), as a terminal's answer about its colours; `end` is how much of its end has come. */
  | StringReading
  /** `isWide` after a byte that may be the first of two. */
  | { readonly in: "mouse"; readonly left: number; readonly isWide: boolean }
  | { readonly in: "paste" };

const GROUND: Reading = { in: "ground" };

/** What begins with these letters after ESC, or with these C1 controls alone: sequences, and strings. */
const INTRODUCERS: Readonly<Record<string, Reading>> = {
  "[": { in: "sequence", opener: "[", body: "" },
  "O": { in: "sequence", opener: "O", body: "" },
  "]": stringOf("]"), // OSC
  "P": stringOf("P"), // DCS
  "X": stringOf("X"), // SOS
  "^": stringOf("^"), // PM
  "_": stringOf("_"), // APC
};

function stringOf(opener: string): StringReading {
  return { in: "string", opener, body: "", end: "" };
}

/** Reads keys from bytes, over as many pieces as they come in. */
export class KeyReader {
  #reading: Reading = GROUND;
  /** The paste that is coming, its end mark included as far as it came. */
  #paste: number[] = [];
  /** How many characters were dropped of a paste that is too long. */
  #dropped = 0;
  #keys: Key[] = [];
  #hasReturned = false;

  /** Returns the keys that are complete with these bytes. Never throws. */
  push(bytes: Uint8Array): readonly Key[] {
    this.#keys = [];
    for (const byte of bytes) this.#reading = this.#step(byte);
    return this.#keys;
  }

  /** Whether something has begun that a terminal sends in one go, and has not ended: nobody types slowly within it. */
  get isUnfinished(): boolean {
    return !["ground", "escape", "character"].includes(this.#reading.in);
  }

  /** Whether Escape came, which may be a key, or the beginning of one. */
  get hasEscape(): boolean {
    return this.#reading.in === "escape";
  }

  /** Takes an Escape that {@linkcode hasEscape} for a key. */
  takeEscape(): Key {
    this.#reading = GROUND;
    return { kind: "named", name: "escape" };
  }

  /** Ends what {@linkcode isUnfinished} after a silence, and returns the keys in it: of a paste all that came, else none. */
  giveUp(): readonly Key[] {
    this.#keys = [];
    if (!this.isUnfinished) return [];
    this.#reading = GROUND;
    if (this.#paste.length > 0 || this.#dropped > 0) {
      this.#flushPaste(this.#paste.length - endMarkLength(this.#paste));
    }
    return this.#keys;
  }

  #step(byte: number): Reading {
    const reading = this.#reading;
    switch (reading.in) {
      case "ground":
        return this.#ground(byte, false);
      case "escape":
        return INTRODUCERS[String.fromCharCode(byte)] ?? this.#ground(byte, true);
      case "character":
        return this.#character(reading, byte);
      case "sequence":
        return this.#sequence(reading, byte);
      case "string":
        return this.#string(reading, byte);
      case "mouse":
        return this.#mouse(reading, byte);
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
    if (length === 0 || byte > 0xf4) return this.#broken(); // Not the beginning of a character.
    return this.#complete([byte], length, alt);
  }

  #character(reading: Extract<Reading, { in: "character" }>, byte: number): Reading {
    if ((byte & 0xc0) !== 0x80) { // The character was cut off.
      this.#broken();
      return this.#ground(byte, false);
    }
    return this.#complete([...reading.bytes, byte], reading.length, reading.alt);
  }

  #complete(bytes: readonly number[], length: number, alt: boolean): Reading {
    if (bytes.length < length) return { in: "character", bytes, length, alt };
    const text = decodeLoosely(bytes);
    if (text.includes("\ufffd") && length > 1 && !isReplacement(bytes)) return this.#broken();
    const [lead = 0, second = 0] = bytes;
    // A C1 control means the same as ESC and a letter. The others are no keys.
    if (lead === 0xc2 && second < 0xa0) return INTRODUCERS[String.fromCharCode(second - 0x40)] ?? GROUND;
    this.#keys.push(alt ? { kind: "alt", letter: text.toLowerCase() } : { kind: "text", text });
    return GROUND;
  }

  /** Records a byte, or the beginning of a character, that is no UTF-8. */
  #broken(): Reading {
    this.#keys.push({ kind: "broken" });
    return GROUND;
  }

  #sequence({ opener, body }: Sequence, byte: number): Reading {
    if (byte < 0x20 || byte >= 0x7f) return this.#ground(byte, false);
    const char = String.fromCharCode(byte);
    if (byte < 0x40 || (opener === "[" && body === "" && char === "[")) {
      return { in: "sequence", opener, body: (body + char).slice(0, SEQUENCE_BYTES + 1) };
    }
    if (opener === "[" && body === "" && char === "M") {
      return { in: "mouse", left: MOUSE_NUMBERS, isWide: false };
    }
    if (opener === "[") this.#answer(answerOfSequence(body, char));
    // Those with a private parameter or an intermediate byte are no keys, as mouse reports.
    if (!/^[\d;:]*$/.test(body) || body.length > SEQUENCE_BYTES) return GROUND;
    if (opener === "[" && body + char === "200~") return { in: "paste" };
    const name = sequenceKey(opener, body, char);
    if (name !== undefined) this.#keys.push({ kind: "named", name });
    return GROUND;
  }

  /** Reads a control string to its end, which is ST, or BEL as xterm has it. A key that cannot be in one ends it, too. */
  #string(reading: StringReading, byte: number): Reading {
    const { end, opener, body } = reading;
    if (end === "escape" && byte !== 0x5c) {
      return INTRODUCERS[String.fromCharCode(byte)] ?? this.#ground(byte, true);
    }
    if (end === "escape" || byte === BELL || (end === "c1" && byte === 0x9c)) {
      this.#answer(answerOfString(opener, body));
      return GROUND;
    }
    if (byte === ESC) return { ...reading, end: "escape" };
    const isInString = byte >= 0x20 || (byte >= 0x08 && byte <= 0x0d);
    if (!isInString) return this.#ground(byte, false);
    const more = body.length > ANSWER_BYTES ? body : body + String.fromCharCode(byte);
    return { ...reading, body: more, end: byte === 0xc2 ? "c1" : "" };
  }

  #answer(answer: TerminalAnswer | undefined): void {
    if (answer !== undefined) this.#keys.push({ kind: "answer", answer });
  }

  /** Reads the rest of a mouse report. Each number is 32 more than it means, in one byte, or in two as UTF-8. */
  #mouse({ left, isWide }: Extract<Reading, { in: "mouse" }>, byte: number): Reading {
    const isSecond = isWide && (byte & 0xc0) === 0x80;
    if (byte < 0x20 || (left === 0 && !isSecond)) return this.#ground(byte, false);
    if (isSecond) return left === 0 ? GROUND : { in: "mouse", left, isWide: false };
    if (byte >= 0xc2 && byte < 0xe0) return { in: "mouse", left: left - 1, isWide: true };
    return left === 1 ? GROUND : { in: "mouse", left: left - 1, isWide: false };
  }

  #pasted(byte: number): Reading {
    this.#paste.push(byte);
    const ended = byte === PASTE_END.at(-1) && endMarkLength(this.#paste) === PASTE_END.length;
    if (!ended && this.#paste.length < PASTE_BYTES) return { in: "paste" };
    if (ended) this.#flushPaste(this.#paste.length - PASTE_END.length);
    else this.#dropped += countStarts(this.#paste.splice(0, PASTE_BYTES - PASTE_END.length));
    return ended ? GROUND : { in: "paste" };
  }

  #flushPaste(length: number): void {
    const bytes = this.#paste.slice(0, length);
    const dropped = this.#dropped;
    this.#paste = [];
    this.#dropped = 0;
    if (dropped > 0) {
      return void this.#keys.push({ kind: "paste", text: "", tooLong: dropped + countStarts(bytes) });
    }
    const isBroken = decodeUtf8(Uint8Array.from(bytes)) === undefined;
    this.#keys.push({ kind: "paste", text: decodeLoosely(bytes), ...(isBroken && { isBroken }) });
  }
}

/** Counts the characters that begin in these bytes. */
function countStarts(bytes: readonly number[]): number {
  return bytes.filter((byte) => (byte & 0xc0) !== 0x80).length;
}

/** Counts how many of the last bytes are the beginning of the mark that ends a paste. */
function endMarkLength(bytes: readonly number[]): number {
  for (let length = Math.min(PASTE_END.length, bytes.length); length > 0; length--) {
    const tail = bytes.length - length;
    if (PASTE_END.subarray(0, length).every((expected, i) => bytes[tail + i] === expected)) return length;
  }
  return 0;
}

const loose = new TextDecoder("utf-8", { ignoreBOM: true });

function decodeLoosely(bytes: readonly number[]): string {
  return loose.decode(Uint8Array.from(bytes));
}

function isReplacement(bytes: readonly number[]): boolean {
  return bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbf && bytes[2] === 0xbd;
}
