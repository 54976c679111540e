/**
 * Changes of a text with a cursor in it: putting in, taking out, moving. Pure.
 *
 * @module
 */

import type { Editor } from "./model.ts";
import { boundaryAfter, boundaryBefore, graphemes, textWidth } from "../../view.ts";

/** The longest text being typed, in UTF-16 units: far over any message, and still quick to paint at each key. */
export const TYPED_UNITS = 20_000;

/** Tells whether there is room for a text: it is put in whole, or not at all. */
export function hasRoom({ text }: Editor, added: string): boolean {
  return text.length + added.length <= TYPED_UNITS;
}

/** Puts a text in at the cursor, where there is room for it. */
export function insert(editor: Editor, added: string): Editor {
  if (!hasRoom(editor, added)) return { ...editor, run: "other" };
  const { text, cursor } = editor;
  return fit({
    ...editor,
    run: "other",
    text: text.slice(0, cursor) + added + text.slice(cursor),
    cursor: cursor + added.length,
  });
}

/** Takes out what stands from `from` to `to`. */
export function remove(editor: Editor, from: number, to: number): Editor {
  const text = editor.text.slice(0, from) + editor.text.slice(to);
  return fit({ ...editor, run: "other", text, cursor: from });
}

/** Takes out what stands from `from` to `to` and keeps it; cuts in a row are kept as one. */
export function cut(editor: Editor, from: number, to: number): Editor {
  const piece = editor.text.slice(from, to);
  if (piece === "") return { ...editor, run: "other" };
  const goesOn = editor.run === "cutting";
  const kept = !goesOn ? piece : from < editor.cursor ? piece + editor.cut : editor.cut + piece;
  return { ...remove(editor, from, to), cut: kept, run: "cutting" };
}

/** Puts the cursor somewhere between two graphemes. */
export function move(editor: Editor, cursor: number): Editor {
  return { ...editor, run: "other", cursor };
}

/** Moves the cursor behind its grapheme, as what came together may have become one. */
export function fit(editor: Editor): Editor {
  return { ...editor, cursor: boundaryAfter(editor.text, editor.cursor) };
}

/** Exchanges the graphemes before and after the cursor; at the end of a line, the two before it. */
export function transpose(editor: Editor): Editor {
  const { text } = editor;
  const isAtEnd = editor.cursor === lineEnd(editor);
  const middle = isAtEnd ? left(editor) : editor.cursor;
  const from = left({ ...editor, cursor: middle });
  const to = isAtEnd ? editor.cursor : right(editor);
  if (from < lineStart(editor) || from === middle || middle === to) return { ...editor, run: "other" };
  const exchanged = text.slice(middle, to) + text.slice(from, middle);
  return fit({ ...editor, run: "other", text: text.slice(0, from) + exchanged + text.slice(to), cursor: to });
}

/** Finds the place before the grapheme to the left. */
export function left({ text, cursor }: Editor): number {
  return cursor === 0 ? 0 : boundaryBefore(text, cursor - 1);
}

/** Finds the place behind the grapheme to the right. */
export function right({ text, cursor }: Editor): number {
  return boundaryAfter(text, cursor + 1);
}

/** Finds where the line with the cursor begins, in a text of several. */
export function lineStart({ text, cursor }: Editor): number {
  return text.lastIndexOf("\n", cursor - 1) + 1;
}

/** Finds where the line with the cursor ends. */
export function lineEnd({ text, cursor }: Editor): number {
  const end = text.indexOf("\n", cursor);
  return end < 0 ? text.length : end;
}

/** Finds the place one line up (-1) or down (1), as far to the right as the cursor is; `undefined` when there is no such line. */
export function verticalPlace(editor: Editor, by: -1 | 1): number | undefined {
  const { text } = editor;
  const start = lineStart(editor);
  const end = lineEnd(editor);
  if (by < 0 ? start === 0 : end === text.length) return undefined;
  const column = textWidth(text.slice(start, editor.cursor));
  const to = by < 0 ? lineStart({ ...editor, cursor: start - 1 }) : end + 1;
  let place = to;
  let width = 0;
  for (const cell of graphemes(text.slice(to, lineEnd({ ...editor, cursor: to })))) {
    width += cell.width;
    if (width > column) break;
    place = to + cell.at + cell.text.length;
  }
  return place;
}

/** Finds the beginning of the word before the cursor: letters, digits and marks. */
export function wordLeft(editor: Editor): number {
  return skipLeft(editor, isWord);
}

/** Finds the beginning of what stands between spaces before the cursor, as Ctrl-W has it in every shell. */
export function spaceLeft(editor: Editor): number {
  return skipLeft(editor, (text) => text.trim() !== "");
}

/** Finds the end of the word after the cursor. */
export function wordRight({ text, cursor }: Editor): number {
  const after = graphemes(text.slice(cursor));
  const inside = after.findIndex((grapheme) => isWord(grapheme.text));
  const outside = after.findIndex((grapheme, i) => i > inside && !isWord(grapheme.text));
  return inside < 0 || outside < 0 ? text.length : cursor + (after[outside]?.at ?? 0);
}

function skipLeft({ text, cursor }: Editor, wanted: (text: string) => boolean): number {
  const before = graphemes(text.slice(0, cursor));
  const inside = before.findLastIndex((grapheme) => wanted(grapheme.text));
  if (inside < 0) return 0;
  const outside = before.slice(0, inside).findLastIndex((grapheme) => !wanted(grapheme.text));
  return before[outside + 1]?.at ?? 0;
}

function isWord(grapheme: string): boolean {
  return /^[\p{L}\p{N}_]/u.test(grapheme);
}
