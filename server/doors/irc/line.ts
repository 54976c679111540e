/**
 * Lines of IRC: how they are read, and how they are written. Pure.
 *
 * Sources: RFC 2812, section 2.3, and IRCv3 message tags (https://ircv3.net/specs/extensions/message-tags).
 *
 * @module
 */

/** The longest line without its tags, in bytes, its end of two bytes included (RFC 2812, section 2.3). */
export const LINE_BYTES = 512;

/** What ends a line. */
const LINE_END = "\r\n";

/** The longest tags that a client may send, in bytes, `@` and the blank after them included. */
export const CLIENT_TAGS_BYTES = 4096;

/** The most bytes of a unit of a string. */
export const BYTES_A_UNIT = 3;

/** Tags by their names; an empty value is the same as none. */
export type Tags = ReadonlyMap<string, string>;

/** A line that a client sent. */
export interface IrcLine {
  readonly tags: Tags;
  /** In upper case. */
  readonly command: string;
  readonly params: readonly string[];
}

const NO_TAGS: Tags = new Map();

/** The name of a tag; no other is passed on, as nothing in a name can be escaped. */
const TAG_NAME = /^[A-Za-z0-9+./-]+$/;

/** Parses a line without its end; `undefined` for one that has no command. What stands as its source is dropped. */
export function parseLine(line: string): IrcLine | undefined {
  let rest = line;
  let tags = NO_TAGS;
  if (rest.startsWith("@")) {
    const end = rest.indexOf(" ");
    tags = parseTags(end < 0 ? rest.slice(1) : rest.slice(1, end));
    rest = end < 0 ? "" : trimStart(rest, end);
  }
  if (rest.startsWith(":")) {
    const end = rest.indexOf(" ");
    rest = end < 0 ? "" : trimStart(rest, end);
  }
  const [command = "", ...params] = splitParams(rest);
  return command === "" ? undefined : { tags, command: command.toUpperCase(), params };
}

/** Splits into parameters at blanks; the one that begins with `:` is the rest of the line. */
function splitParams(text: string): readonly string[] {
  const parts: string[] = [];
  let at = trimmed(text, 0);
  while (at < text.length) {
    if (text[at] === ":" && parts.length > 0) {
      parts.push(text.slice(at + 1));
      break;
    }
    const blank = text.indexOf(" ", at);
    const end = blank < 0 ? text.length : blank;
    parts.push(text.slice(at, end));
    at = trimmed(text, end);
  }
  return parts;
}

function trimmed(text: string, from: number): number {
  let at = from;
  while (text[at] === " ") at++;
  return at;
}

function trimStart(text: string, from: number): string {
  return text.slice(trimmed(text, from));
}

function parseTags(text: string): Tags {
  const tags = new Map<string, string>();
  for (const part of text.split(";")) {
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    if (TAG_NAME.test(name)) tags.set(name, equals < 0 ? "" : unescapeTag(part.slice(equals + 1)));
  }
  return tags;
}

/** What a character after a backslash stands for in the value of a tag. */
const UNESCAPED: Readonly<Record<string, string>> = { ":": ";", s: " ", r: "\r", n: "\n" };
const ESCAPED: Readonly<Record<string, string>> = {
  ";": "\\:",
  " ": "\\s",
  "\\": "\\\\",
  "\r": "\\r",
  "\n": "\\n",
};

function unescapeTag(value: string): string {
  return value.replaceAll(/\\(.?)/gs, (_, char: string) => UNESCAPED[char] ?? char);
}

function escapeTag(value: string): string {
  return value.replaceAll(/[; \\\r\n]/g, (char) => ESCAPED[char] ?? char);
}

/** Writes tags with `@` before them and a blank after; nothing where there are none. */
export function formatTags(tags: Iterable<readonly [name: string, value: string]>): string {
  let text = "";
  for (const [name, value] of tags) {
    text += `${text === "" ? "@" : ";"}${name}${value === "" ? "" : `=${escapeTag(value)}`}`;
  }
  return text === "" ? "" : `${withoutEnds(text)} `;
}

/**
 * Writes a line with its end. The last parameter may have blanks; in the others they would end it, so nothing that a
 * person chose stands there unless it can have none.
 *
 * @param source Who it is from, without `:`.
 */
export function formatLine(source: string, command: string, params: readonly string[]): string {
  const last = params.length - 1;
  let text = `:${source} ${command}`;
  params.forEach((param, index) => {
    const isOpen = index === last && (param === "" || param.startsWith(":") || param.includes(" "));
    text += isOpen ? ` :${param}` : ` ${param}`;
  });
  return withoutEnds(text) + LINE_END;
}

/**
 * Cuts a line with its end that is longer than IRC has it, between characters: what clients say to each other is never so long,
 * but a topic that was set at another door may be, a reason, or what somebody asked for and is told again.
 */
export function cutLine(line: string): string {
  if (!isLonger(line, LINE_BYTES)) return line;
  let [end, size] = [0, LINE_END.length];
  for (const { segment, index } of graphemes(line)) {
    size += byteLength(segment);
    if (size > LINE_BYTES) break;
    end = index + segment.length;
  }
  return line.slice(0, end) + LINE_END;
}

function graphemes(text: string): Intl.Segments {
  return new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text);
}

/** Writes a line without a source, whose only parameter may have blanks. */
export function formatBare(command: string, param: string): string {
  return `${withoutEnds(`${command} :${param}`)}\r\n`;
}

/** Takes out what would end a line within it, whoever let it come so far (RFC 2812, section 2.3.1). */
export function withoutEnds(text: string): string {
  return /[\0\r\n]/.test(text) ? text.replaceAll(/[\0\r\n]/g, "") : text;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Copies a part of a line that is kept for long: the engine keeps the whole line with it, tags of 4,096 bytes too. */
export function copyOf(part: string): string {
  return decoder.decode(encoder.encode(part));
}

/** Counts the bytes of a text in UTF-8. Encodes nothing: each message is counted several times. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes++;
    else if (unit < 0x800) bytes += 2;
    else if (isHigh(unit) && isLow(text.charCodeAt(at + 1))) {
      bytes += 4;
      at++;
    } else bytes += 3; // Half of a pair is written as U+FFFD, which has three as well.
  }
  return bytes;
}

/** Tells whether a text has more bytes in UTF-8. Most are so short that nothing needs to be counted. */
export function isLonger(text: string, most: number): boolean {
  return text.length * BYTES_A_UNIT > most && byteLength(text) > most;
}

/** Tells whether a unit of UTF-16 is the first of a pair, and whether it is the second. */
function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** Splits a text into pieces of at most so many bytes in UTF-8, at blanks where that is possible, and never within a character. */
export function splitBytes(text: string, most: number): readonly string[] {
  if (!isLonger(text, most)) return [text];
  const pieces: string[] = [];
  let [piece, size, blank] = ["", 0, 0];
  for (const { segment } of graphemes(text)) {
    const bytes = byteLength(segment);
    if (size + bytes > most && piece !== "") {
      const cut = blank > piece.length / 2 ? blank : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut).replace(/^ /, "");
      size = byteLength(piece);
      blank = 0;
    }
    piece += segment;
    size += bytes;
    if (segment === " ") blank = piece.length - 1;
  }
  return [...pieces, piece];
}
