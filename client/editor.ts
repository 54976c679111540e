/**
 * The line being typed, as a pure function of what is there and a key. Undo, yank, search in the history and new lines
 * by key are to come: each is another row of {@linkcode edit}.
 *
 * @module
 */

import { cleanText } from "../protocol/text.ts";
import { complete, type Vocabulary } from "./complete.ts";
import { boundaryAfter, boundaryBefore, graphemes } from "./graphemes.ts";
import type { Key, NamedKey } from "./keys.ts";

/** The longest text being typed, in UTF-16 units: far over any message, and still quick to paint at each key. */
export const TYPED_UNITS = 20_000;

/** How many lines Up goes back. */
export const HISTORY_LINES = 500;

/** What is typed. The cursor is in UTF-16 units and always between two graphemes. */
export interface Editor {
  readonly text: string;
  readonly cursor: number;
  readonly history: readonly string[];
  /** The line of the history that is shown; its length is the line being typed, kept in `draft` meanwhile. */
  readonly shown: number;
  readonly draft: string;
}

/** The editor after a key, and what the key asks for beyond the line itself. */
export interface Edited {
  readonly editor: Editor;
  readonly wish?: EditorWish;
}

/** What a key asks of others: a line to take, a fresh screen, to leave, choices to show for a completion. */
export type EditorWish =
  | { readonly kind: "submit"; readonly text: string }
  | { readonly kind: "redraw" }
  | { readonly kind: "leave"; readonly by: "interrupt" | "end" }
  | { readonly kind: "choices"; readonly choices: readonly string[] };

/** An editor with nothing typed. */
export function emptyEditor(history: readonly string[] = []): Editor {
  return { text: "", cursor: 0, history, shown: history.length, draft: "" };
}

/** What a key makes of the line. */
export function edit(editor: Editor, key: Key, vocabulary: Vocabulary): Edited {
  switch (key.kind) {
    case "text":
    case "paste": // Its line ends become part of the text: a paste never sends by itself.
      return { editor: insert(editor, cleanText(key.text).replaceAll("\t", "    ")) };
    case "ctrl":
      return control(editor, key.letter);
    case "alt":
      if (key.letter === "b") return { editor: move(editor, wordLeft(editor)) };
      if (key.letter === "f") return { editor: move(editor, wordRight(editor)) };
      return { editor };
    case "named":
      return named(editor, key.name, vocabulary);
  }
}

function control(editor: Editor, letter: string): Edited {
  const { text, cursor } = editor;
  switch (letter) {
    case "a":
      return { editor: move(editor, 0) };
    case "e":
      return { editor: move(editor, text.length) };
    case "b":
      return { editor: move(editor, left(editor)) };
    case "f":
      return { editor: move(editor, right(editor)) };
    case "k":
      return { editor: remove(editor, cursor, text.length) };
    case "u":
      return { editor: remove(editor, 0, cursor) };
    case "w":
      return { editor: remove(editor, spaceLeft(editor), cursor) };
    case "l":
      return { editor, wish: { kind: "redraw" } };
    case "p":
      return { editor: recall(editor, editor.shown - 1) };
    case "n":
      return { editor: recall(editor, editor.shown + 1) };
    case "c":
      if (text !== "") return { editor: emptyEditor(editor.history) };
      return { editor, wish: { kind: "leave", by: "interrupt" } };
    case "d":
      if (text !== "") return { editor: remove(editor, cursor, right(editor)) };
      return { editor, wish: { kind: "leave", by: "end" } };
    default:
      return { editor };
  }
}

function named(editor: Editor, name: NamedKey, vocabulary: Vocabulary): Edited {
  const { text, cursor } = editor;
  switch (name) {
    case "enter":
      return submit(editor);
    case "alt-enter":
      return { editor: insert(editor, "\n") };
    case "tab":
      return completed(editor, vocabulary);
    case "back-tab":
      return { editor };
    case "backspace":
      return { editor: remove(editor, left(editor), cursor) };
    case "alt-backspace":
      return { editor: remove(editor, wordLeft(editor), cursor) };
    case "delete":
      return { editor: remove(editor, cursor, right(editor)) };
    case "left":
      return { editor: move(editor, left(editor)) };
    case "right":
      return { editor: move(editor, right(editor)) };
    case "word-left":
      return { editor: move(editor, wordLeft(editor)) };
    case "word-right":
      return { editor: move(editor, wordRight(editor)) };
    case "home":
      return { editor: move(editor, 0) };
    case "end":
      return { editor: move(editor, text.length) };
    case "up":
      return { editor: recall(editor, editor.shown - 1) };
    case "down":
      return { editor: recall(editor, editor.shown + 1) };
  }
}

function submit({ text, history }: Editor): Edited {
  const worthKeeping = text.trim() !== "" && text !== history.at(-1);
  const kept = worthKeeping ? [...history, text].slice(-HISTORY_LINES) : history;
  return { editor: emptyEditor(kept), wish: { kind: "submit", text } };
}

function completed(editor: Editor, vocabulary: Vocabulary): Edited {
  const found = complete(editor.text, editor.cursor, vocabulary);
  const text = editor.text.slice(0, found.from) + found.insert + editor.text.slice(editor.cursor);
  const changed = fit({ ...editor, text, cursor: found.from + found.insert.length });
  if (found.choices.length < 2) return { editor: changed };
  return { editor: changed, wish: { kind: "choices", choices: found.choices } };
}

function insert(editor: Editor, added: string): Editor {
  const room = Math.max(0, TYPED_UNITS - editor.text.length);
  const fitting = added.length <= room ? added : added.slice(0, room).toWellFormed().replace(/\ufffd$/, "");
  const { text, cursor } = editor;
  return fit({
    ...editor,
    text: text.slice(0, cursor) + fitting + text.slice(cursor),
    cursor: cursor + fitting.length,
  });
}

function remove(editor: Editor, from: number, to: number): Editor {
  return fit({ ...editor, text: editor.text.slice(0, from) + editor.text.slice(to), cursor: from });
}

function move(editor: Editor, cursor: number): Editor {
  return { ...editor, cursor };
}

/** What came together may have become one grapheme: the cursor goes behind it. */
function fit(editor: Editor): Editor {
  return { ...editor, cursor: boundaryAfter(editor.text, editor.cursor) };
}

function recall(editor: Editor, wanted: number): Editor {
  const { history, shown } = editor;
  if (wanted < 0 || wanted > history.length) return editor;
  const draft = shown === history.length ? editor.text : editor.draft;
  const text = history[wanted] ?? draft;
  return { ...editor, text, cursor: text.length, shown: wanted, draft };
}

function left({ text, cursor }: Editor): number {
  return cursor === 0 ? 0 : boundaryBefore(text, cursor - 1);
}

function right({ text, cursor }: Editor): number {
  return boundaryAfter(text, cursor + 1);
}

/** The beginning of the word before the cursor: letters, digits and marks. */
function wordLeft(editor: Editor): number {
  return skipLeft(editor, isWord);
}

/** The beginning of what stands between spaces before the cursor, as Ctrl-W has it in every shell. */
function spaceLeft(editor: Editor): number {
  return skipLeft(editor, (text) => text.trim() !== "");
}

function skipLeft({ text, cursor }: Editor, wanted: (text: string) => boolean): number {
  const before = graphemes(text.slice(0, cursor));
  const inside = before.findLastIndex((grapheme) => wanted(grapheme.text));
  if (inside < 0) return 0;
  const outside = before.slice(0, inside).findLastIndex((grapheme) => !wanted(grapheme.text));
  return before[outside + 1]?.at ?? 0;
}

/** The end of the word after the cursor. */
function wordRight({ text, cursor }: Editor): number {
  const after = graphemes(text.slice(cursor));
  const inside = after.findIndex((grapheme) => isWord(grapheme.text));
  const outside = after.findIndex((grapheme, i) => i > inside && !isWord(grapheme.text));
  return inside < 0 || outside < 0 ? text.length : cursor + (after[outside]?.at ?? 0);
}

function isWord(grapheme: string): boolean {
  return /^[\p{L}\p{N}_]/u.test(grapheme);
}
