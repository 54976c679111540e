/**
 * Breaking what is shown into rows: at spaces, with the further rows under the beginning of the text. Pure. No row but the
 * first of a line begins at the margin, where it could pass for somebody's message: so the terminal never breaks one itself.
 *
 * @module
 */

import { graphemes, mostClusterWidth, mostWidth, textWidth } from "./width.ts";

/** Something to show: `text` may have several lines; all rows but the first begin `indent` columns from the margin. */
export interface IndentedText {
  readonly text: string;
  readonly indent: number;
  /** Set when the first `indent` characters are a column of their own, and what follows is another that stays beside it. */
  readonly isColumn?: true;
}

/** What can be shown: a line that begins at the margin, or one whose further rows do not. */
export type DisplayLine = string | IndentedText;

/** Colours and links: what takes no room. Only what this client writes itself has them; what came from others is clean. */
const CODE = String.raw`\x1b(?:\[[0-9;]*m|\]8;;[^\x1b]*\x1b\\)`;
const CODES = new RegExp(CODE, "g");
const CODE_FIRST = new RegExp(`^${CODE}`);

/** How much of a narrow screen an indent takes at most, but for one column that it has wherever a letter has space beside it. */
const INDENT_PART = 4;
const NARROWEST = 3;

/** How far the further rows of a line are indented that says nothing of it. */
const HANGING = 4;

/** The columns between two tab stops. */
const TAB = 8;

/** The end of a link, and what begins one. */
const LINK_END = "\x1b]8;;\x1b\\";
const LINK = "\x1b]8;;";

/** The same for a first column. Where it takes more, the second one is below it, this far from the margin. */
const COLUMN_PART = 2;
const BELOW = 6;

/** Removes colours and links from a text. */
export function withoutCodes(text: string): string {
  return text.includes("\x1b") ? text.replace(CODES, "") : text;
}

/** Counts the columns that a line takes, whatever its colours. */
export function shownWidth(text: string): number {
  return textWidth(withoutCodes(text));
}

/** Breaks a line into rows, none of which is wider than the screen on any terminal. A word wider than a row is broken where it must be. */
export function wrap(shown: DisplayLine, columns: number): readonly string[] {
  const { text, indent } = typeof shown === "string" ? { text: shown, indent: HANGING } : shown;
  if (typeof shown !== "string" && shown.isColumn === true) return wrapColumn(text, indent, columns);
  const least = columns < NARROWEST ? 0 : 1;
  const most = Math.max(least, Math.min(indent, Math.floor(columns / INDENT_PART)));
  return text.split("\n").flatMap((line, i) => new Rows(columns, most).fill(line, i === 0 ? 0 : most));
}

/** Wraps a text whose first `indent` characters are a column. */
function wrapColumn(text: string, indent: number, columns: number): readonly string[] {
  if (indent <= columns / COLUMN_PART) return new Rows(columns, indent).fill(text, 0);
  const second = { text: " ".repeat(BELOW) + text.slice(indent), indent: BELOW };
  return [...wrap(text.slice(0, indent).trimEnd(), columns), ...wrap(second, columns)];
}

/** Renders a line as plain text, for plain mode with its one line a message. */
export function inOneLine(shown: DisplayLine): string {
  const text = typeof shown === "string" ? shown : shown.text;
  return withoutCodes(text).split("\n").map((line) => line.trim()).filter((line) => line !== "").join(" / ");
}

/** The rows of one line while it is laid out. */
class Rows {
  readonly #columns: number;
  readonly #indent: number;
  readonly #rows: string[] = [];
  #row = "";
  #width = 0;

  constructor(columns: number, indent: number) {
    this.#columns = columns;
    this.#indent = indent;
  }

  fill(line: string, indent: number): readonly string[] {
    const first = " ".repeat(indent) + line;
    if (first.length <= this.#columns && /^[\x20-\x7e]*$/.test(first)) return [first];
    this.#row = " ".repeat(indent);
    this.#width = indent;
    for (const word of line.match(/ +|\t|[^ \t]+/g) ?? []) this.#place(word === "\t" ? this.#tab() : word);
    this.#rows.push(this.#row);
    return this.#rows;
  }

  /** A tab as spaces: a terminal's own may end in the next row. */
  #tab(): string {
    return " ".repeat(TAB - this.#width % TAB);
  }

  #place(word: string): void {
    const width = mostWidth(withoutCodes(word));
    if (this.#width + width <= this.#columns) return this.#add(word, width);
    if (word.startsWith(" ")) return this.#next(); // What separates words needs not be at the edge.
    const fitsBelow = width <= this.#columns - this.#indent;
    const isLink = /^[^a-z]*https?:/i.test(withoutCodes(word));
    if (this.#width > this.#indent && (fitsBelow || isLink)) this.#next();
    if (fitsBelow) this.#add(word, width);
    else this.#cut(word);
  }

  #cut(word: string): void {
    let link = "";
    let rest = word;
    while (rest !== "") {
      const [code] = CODE_FIRST.exec(rest) ?? [];
      if (code !== undefined) {
        if (code.startsWith(LINK)) link = code === LINK_END ? "" : code;
        this.#row += code;
        rest = rest.slice(code.length);
        continue;
      }
      const next = rest.indexOf("\x1b");
      const piece = next < 0 ? rest : rest.slice(0, next);
      for (const cell of graphemes(piece)) this.#letter(cell.text, link);
      rest = rest.slice(piece.length);
    }
  }

  /** Adds a letter with all that belongs to it; one of more columns than a row has is broken, too. `link` is the one that it is part of. */
  #letter(letter: string, link: string): void {
    const width = mostClusterWidth(letter);
    const chars = Array.from(letter);
    if (width > this.#columns - this.#indent && chars.length > 1) {
      for (const char of chars) this.#letter(char, link);
      return;
    }
    if (this.#width + width > this.#columns && this.#width > this.#indent) {
      if (link !== "") this.#row += LINK_END;
      this.#next();
      this.#row += link;
    }
    this.#add(letter, width);
  }

  #add(text: string, width: number): void {
    this.#row += text;
    this.#width += width;
  }

  #next(): void {
    this.#rows.push(this.#row.trimEnd());
    this.#row = " ".repeat(this.#indent);
    this.#width = this.#indent;
  }
}
