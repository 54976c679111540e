/**
 * Breaking what is shown into rows: at spaces, with the further rows under the beginning of the text. Pure.
 *
 * @module
 */

import { graphemes, textWidth } from "./width.ts";

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

/** How much of a narrow screen an indent takes at most. */
const INDENT_PART = 4;

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

/**
 * Breaks a line into rows. A word wider than the room that it has is broken where it must be, but a link is left whole: the
 * terminal breaks it, and knows that it is one.
 */
export function wrap(shown: DisplayLine, columns: number): readonly string[] {
  const { text, indent } = typeof shown === "string" ? { text: shown, indent: 0 } : shown;
  if (typeof shown !== "string" && shown.isColumn === true) return wrapColumn(text, indent, columns);
  const most = Math.min(indent, Math.floor(columns / INDENT_PART));
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
    for (const word of line.match(/ +|[^ ]+/g) ?? []) this.#place(word);
    this.#rows.push(this.#row);
    return this.#rows;
  }

  #place(word: string): void {
    const width = shownWidth(word);
    if (this.#width + width <= this.#columns) return this.#add(word, width);
    if (word.startsWith(" ")) return this.#next(); // What separates words needs not be at the edge.
    const isLink = /^[^a-z]*https?:/i.test(withoutCodes(word));
    const fitsBelow = width <= this.#columns - this.#indent;
    if (this.#width > this.#indent && (fitsBelow || isLink)) this.#next();
    if (fitsBelow) return this.#add(word, width);
    if (isLink) {
      this.#add(word, width);
      this.#width = this.#width % this.#columns || this.#columns;
      return;
    }
    this.#cut(word);
  }

  #cut(word: string): void {
    let rest = word;
    while (rest !== "") {
      const [code] = CODE_FIRST.exec(rest) ?? [];
      if (code !== undefined) {
        this.#row += code;
        rest = rest.slice(code.length);
        continue;
      }
      const next = rest.indexOf("\x1b");
      const piece = next < 0 ? rest : rest.slice(0, next);
      for (const cell of graphemes(piece)) {
        if (this.#width + cell.width > this.#columns && this.#width > this.#indent) this.#next();
        this.#add(cell.text, cell.width);
      }
      rest = rest.slice(piece.length);
    }
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
