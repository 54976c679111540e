/**
 * `chat send`: says something and goes, once it is in the log.
 *
 * @module
 */

import { type ByteSource, decodeUtf8, type Line, LineReader } from "../../net/lines.ts";
import type { ClientFrame, Problem } from "../../protocol.ts";
import { LINE_BYTES, MESSAGE_CHARS } from "../../protocol/limits.ts";
import { cleanText, countChars } from "../../protocol/text.ts";
import type { InputPosition } from "./stdio.ts";

/** What a message's frame takes besides its text, in bytes, at most. */
const AROUND = 512;

/** The longest line that is read whole, in bytes; a longer one is refused. */
export const READ_BYTES = 1024 * 1024;

/** What is to be said. */
export interface SendOptions {
  /** A text that was given; without one, what comes in is said. */
  readonly text: string | undefined;
  readonly room: string;
  /** Whether all that comes in is as few messages as it takes, and not one for each line. */
  readonly block: boolean;
}

/** Makes the messages to send, and knows of which lines each is made. */
export class SendInput {
  readonly #options: SendOptions;
  readonly #lines: LineReader;
  readonly #refuse: (problem: Problem, line: number) => void;
  /** The line that was read last, and the first of those that the last message is made of. */
  #number = 0;
  #first = 1;
  #last = 1;
  #hasEnded = false;
  /** Of a block: what is gathered, and the line from which on it is not said because one of it was refused. */
  #gathered: string[] = [];
  #brokenOff: number | undefined;
  #hasRefused = false;

  /** @param refuse Called with what is wrong with a line, and its number. */
  constructor(options: SendOptions, input: ByteSource, refuse: (problem: Problem, line: number) => void) {
    this.#options = options;
    this.#lines = new LineReader(input, READ_BYTES, Infinity);
    this.#refuse = refuse;
  }

  /** Whether a line was refused. */
  get hasRefused(): boolean {
    return this.#hasRefused;
  }

  /** The line from which on a block is not said, as one in it was refused; `undefined` while all of it is. */
  get brokenOff(): number | undefined {
    return this.#brokenOff;
  }

  /** How far the input has been read. */
  get position(): InputPosition {
    const isMore = this.#gathered.length > 0 || this.#lines.buffered.length > 0;
    return {
      first: this.#first,
      last: this.#last,
      hasMore: this.#hasEnded ? false : isMore ? true : undefined,
    };
  }

  /** Makes the messages: of the text that was given, of each line that comes in, or of all of them. */
  async *frames(): AsyncGenerator<ClientFrame, void, undefined> {
    const { text, block, room } = this.#options;
    const parts = text !== undefined ? splitMessage(text) : block ? this.#block() : this.#messages();
    if (text !== undefined) this.#hasEnded = true;
    if (text?.trim() === "") { // Somebody's variable was empty: that is a mistake, and nothing was said.
      this.#hasRefused = true;
      return this.#refuse({ code: "empty" }, 1);
    }
    for await (const part of parts) yield { type: "say", room, text: part };
  }

  async *#messages(): AsyncGenerator<string, void, undefined> {
    for await (const line of this.#lines) {
      const text = this.#read(line);
      this.#first = this.#last = this.#number;
      yield* splitMessage(text ?? "");
    }
    this.#hasEnded = true;
  }

  /** Makes messages of all lines; what is full goes, so that no input is too long for the memory. A hole is never said. */
  async *#block(): AsyncGenerator<string, void, undefined> {
    let from = 1;
    for await (const line of this.#lines) {
      const text = this.#read(line);
      if (text === undefined) {
        this.#brokenOff = from;
        this.#gathered = [];
        this.#hasEnded = true;
        return;
      }
      this.#gathered.push(text);
      const parts = splitMessage(this.#gathered.join("\n"));
      if (parts.length < 2) continue;
      this.#gathered = [parts.at(-1) ?? ""];
      [this.#first, this.#last] = [from, this.#number];
      yield* parts.slice(0, -1);
      from = this.#number;
    }
    this.#hasEnded = true;
    [this.#first, this.#last] = [from, this.#number];
    const rest = this.#gathered.join("\n").trimEnd();
    this.#gathered = [];
    if (rest !== "") yield rest;
  }

  /** Reads a line; refuses one that cannot be said as it is. */
  #read(line: Line): string | undefined {
    this.#number++;
    const text = line.kind === "line" ? decodeUtf8(line.bytes) : undefined;
    if (text !== undefined) return cleanText(text);
    this.#hasRefused = true;
    this.#refuse(
      line.kind === "line" ? { code: "not-utf8" } : { code: "line-too-long", limit: READ_BYTES },
      this.#number,
    );
    return undefined;
  }
}

/** Splits a text into parts that each fit into a message, at line ends where there are some. */
export function splitMessage(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  const put = (): void => {
    if (part.trim() !== "") parts.push(part);
    part = "";
  };
  for (const line of text.split("\n").flatMap(pieces)) {
    const longer = part === "" ? line : `${part}\n${line}`;
    if (fits(longer)) part = longer;
    else {
      put();
      part = line;
    }
  }
  put();
  return parts;
}

/** Splits a line into pieces that each fit. */
function pieces(line: string): readonly string[] {
  if (fits(line)) return [line];
  const chars = Array.from(line);
  const size = Math.floor((LINE_BYTES - AROUND) / 6); // A character takes at most six bytes in JSON.
  return Array.from(
    { length: Math.ceil(chars.length / size) },
    (_, i) => chars.slice(i * size, (i + 1) * size).join(""),
  );
}

function fits(text: string): boolean {
  if (text.length < MESSAGE_CHARS / 4) return true;
  return countChars(text) <= MESSAGE_CHARS &&
    new TextEncoder().encode(JSON.stringify(text)).length <= LINE_BYTES - AROUND;
}
