import { type PictureRows, showPicture } from "./picture_rows.ts";
import { type DisplayLine, type Grapheme, graphemes, shownWidth, type StatusPart, wrap } from "../view.ts";

/** The terminal's size, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The line being typed. The cursor is in UTF-16 units of `text`; `prompt` is one line. */
export interface InputLine {
  readonly prompt: string;
  readonly text: string;
  readonly cursor: number;
  /** What stands above it for as long as it is so, as lines on their way: one row each, cut at the edge. */
  readonly above?: readonly string[];
  /** What helps with it, below. */
  readonly hint?: string;
  /** What stands there when there is no hint: one row, of which what matters most stays when not all fits. */
  readonly status?: readonly StatusPart[];
}

/** What can be shown above the input. */
export type Shown = DisplayLine | PictureRows;

/** The rows that an input takes, and where its cursor is. */
export interface Layout {
  readonly rows: readonly string[];
  readonly row: number;
  /** What stands before the cursor in its row. */
  readonly before: string;
}

/** The most rows of a hint, and of what stands above the input. */
const HINT_ROWS = 4;
const ABOVE_ROWS = 5;

const CLEAR_BELOW = "\x1b[J";
const CLEAR_ALL = "\x1b[H\x1b[2J";
// A terminal may think otherwise than we of how wide an emoji is; without wrapping, a row stays one row even so: what others
// wrote never goes on at the margin.
const WRAP_OFF = "\x1b[?7l";
const WRAP_ON = "\x1b[?7h";

/** Breaks an input into rows, and shows those around the cursor when there are more than the screen has. */
export function layoutInput(input: InputLine, { columns, rows: height }: Size): Layout {
  const rows: string[] = [];
  let row = "";
  let width = 0;
  let at: { readonly row: number; readonly before: string } | undefined;
  const end = (): void => {
    rows.push(row);
    row = "";
    width = 0;
  };
  const place = (cell: Grapheme, position: number): void => {
    const wide = Math.min(cell.width, columns);
    if (cell.text !== "\n" && width + wide > columns) end();
    if (at === undefined && position >= input.cursor) at = { row: rows.length, before: row };
    if (cell.text === "\n") return end();
    row += cell.width > columns ? "?" : cell.text;
    width += wide;
  };
  for (const cell of graphemes(input.prompt)) place(cell, -1);
  for (const cell of graphemes(input.text)) place(cell, cell.at);
  if (at === undefined && width >= columns) end(); // The cursor is behind a full row.
  at ??= { row: rows.length, before: row };
  rows.push(row);
  const most = Math.max(1, height - 1);
  const first = Math.max(0, Math.min(at.row - Math.floor(most / 2), rows.length - most));
  return { rows: rows.slice(first, first + most), row: at.row - first, before: at.before };
}

/** Lays out all that is painted over at each frame: what stands above the input, the input, its hint. The input has its space first. */
export function compose(input: InputLine, size: Size): Layout {
  const typed = layoutInput(input, size);
  const room = Math.max(0, size.rows - 1 - typed.rows.length);
  const below = input.hint === undefined
    ? statusRow(input.status ?? [], size)
    : wrap(input.hint, size.columns).slice(0, HINT_ROWS);
  const hint = below.slice(0, room);
  const mostAbove = Math.min(room - hint.length, ABOVE_ROWS);
  const above = mostAbove === 0 ? [] : (input.above ?? []).slice(-mostAbove).map((row) => fitRow(row, size));
  return {
    rows: [...above, ...typed.rows, ...hint],
    row: above.length + typed.row,
    before: typed.before,
  };
}

/** Fits the status into one row: all of it, or what weighs more, or as much of that as there is space for. */
function statusRow(parts: readonly StatusPart[], size: Size): readonly string[] {
  const rows = [0, 1, 2].map((least) => parts.filter(({ weight }) => weight >= least))
    .filter((some) => some.length > 0)
    .map((some) => some.map(({ text }) => text).join("  "));
  const row = rows.find((row) => shownWidth(row) <= size.columns) ?? rows.at(-1);
  return row === undefined ? [] : [fitRow(row, size)];
}

function fitRow(row: string, { columns }: Size): string {
  if (shownWidth(row) <= columns) return row;
  let fitting = "";
  let width = 0;
  for (const cell of graphemes(row)) {
    if (width + cell.width > columns - 1) break;
    fitting += cell.text;
    width += cell.width;
  }
  return fitting + "…";
}

/** Knows what is painted, and makes the text that changes it. */
export class Painter {
  /** What is on the screen now: the rows of the input, the cursor in one of them. */
  #painted: Layout = { rows: [""], row: 0, before: "" };

  /**
   * Makes one frame: `lines` appear above, the input below them.
   *
   * @param column Where the cursor is after a change of the width, counted from 1, if the terminal has told.
   */
  frame(lines: readonly Shown[], input: InputLine, size: Size, column?: number): string {
    const layout = compose(input, size);
    const shown = lines.length === 0 ? "" : WRAP_OFF + lines.map((line) => rowsOfShown(line, size)).join("");
    const out = this.#toTop(size, column) + CLEAR_BELOW + shown + paint(layout);
    this.#painted = layout;
    return out;
  }

  /** Makes an empty screen with the input on top. What scrolled away stays. */
  clear(input: InputLine, size: Size): string {
    this.#painted = { rows: [""], row: 0, before: "" };
    return CLEAR_ALL + this.frame([], input, size);
  }

  /** Forgets what was painted, as others have used the terminal meanwhile. */
  forget(): void {
    this.#painted = { rows: [""], row: 0, before: "" };
  }

  /** Makes the last frame: `lines`, and no input any more. */
  finish(lines: readonly Shown[], size: Size): string {
    return this.frame(lines, { prompt: "", text: "", cursor: 0 }, size);
  }

  /** Moves to the first row of the input. After a resize, terminals have broken its rows anew; that is reckoned here. */
  #toTop({ columns }: Size, column: number | undefined): string {
    const { rows, row, before } = this.#painted;
    const above = rows.slice(0, row).reduce((sum, text) => sum + rowsOf(shownWidth(text), columns), 0);
    const up = above + brokenRows(shownWidth(before), columns, column);
    return "\r" + (up > 0 ? `\x1b[${up}A` : "");
  }
}

function rowsOfShown(shown: Shown, size: Size): string {
  if (typeof shown !== "string" && "drawing" in shown) return showPicture(shown, size);
  return wrap(shown, size.columns).map((row) => row + "\r\n").join("");
}

/**
 * Reckons into how many rows above the cursor its row was broken, where `width` columns are before the cursor: none, for a
 * terminal that cuts the row off (the cursor is in the last column), and where it is not clear.
 */
function brokenRows(width: number, columns: number, column: number | undefined): number {
  if (width <= columns || column === undefined || column === columns) return 0;
  return column - 1 === width % columns ? Math.floor(width / columns) : 0;
}

/** Makes the text that paints rows. The cursor gets to its place by writing again what is before it: so it is there by the terminal's own measure. */
function paint({ rows, row, before }: Layout): string {
  const below = rows.length - 1 - row;
  const back = (below > 0 ? `\x1b[${below}A` : "") + "\r" + before;
  const isAtEnd = below === 0 && rows[row] === before;
  return WRAP_OFF + rows.join("\r\n") + (isAtEnd ? "" : back) + WRAP_ON;
}

function rowsOf(width: number, columns: number): number {
  return Math.max(1, Math.ceil(width / columns));
}
