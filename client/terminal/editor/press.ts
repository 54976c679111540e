/**
 * What each key does to the line being typed: one row a key. Pure.
 *
 * @module
 */

import { cleanText } from "../../../protocol/text.ts";
import { type Edited, type Editor, emptyEditor, isUnreadable, NOT_UTF8, REPLACEMENT } from "./model.ts";
import type { Key, NamedKey } from "../key.ts";
import {
  cut,
  insert,
  left,
  lineEnd,
  lineStart,
  move,
  remove,
  right,
  spaceLeft,
  transpose,
  verticalPlace,
  wordLeft,
  wordRight,
} from "./change.ts";
import { addToHistory, recall, undo } from "./recall.ts";

/** Makes the line after a key, where nothing else is going on. */
export function press(editor: Editor, key: Key): Edited {
  switch (key.kind) {
    case "text":
      return { editor: type(editor, key.text) };
    case "broken":
      return { editor: { ...insert(editor, REPLACEMENT), isBroken: true } };
    case "paste": // The facade sees to pastes,
    case "answer": // and the terminal to what it is asked.
      return { editor };
    case "ctrl":
      return control(editor, key.letter);
    case "alt":
      if (/^[1-9]$/.test(key.letter)) return { editor, request: { kind: "room", which: Number(key.letter) } };
      if (key.letter === "a") return { editor, request: { kind: "room", which: "new" } };
      return { editor: alt(editor, key.letter) };
    case "named":
      return named(editor, key.name);
  }
}

/** Types a letter, which goes on with the run of those before it; a space begins a new one, so that undoing goes by words. */
function type(editor: Editor, text: string): Editor {
  const typed = insert(editor, cleanText(text).replaceAll("\t", "    "));
  if (typed.text === editor.text) return editor;
  return { ...typed, run: text === " " ? "other" : "typing" };
}

function control(editor: Editor, letter: string): Edited {
  const { text, cursor } = editor;
  switch (letter) {
    case "a":
      return { editor: move(editor, lineStart(editor)) };
    case "e":
      return { editor: move(editor, lineEnd(editor)) };
    case "b":
      return { editor: move(editor, left(editor)) };
    case "f":
      return { editor: move(editor, right(editor)) };
    case "k": // At the end of a line, the line end goes.
      return { editor: cut(editor, cursor, cursor === lineEnd(editor) ? right(editor) : lineEnd(editor)) };
    case "u":
      return { editor: cut(editor, cursor === lineStart(editor) ? left(editor) : lineStart(editor), cursor) };
    case "w":
      return { editor: cut(editor, spaceLeft(editor), cursor) };
    case "y":
      return { editor: insert(editor, editor.cut) };
    case "t":
      return { editor: transpose(editor) };
    case "_":
      return { editor: undo(editor) };
    case "l":
      return { editor, request: { kind: "redraw" } };
    case "z":
      return { editor, request: { kind: "suspend" } };
    case "p":
      return { editor: recall(editor, editor.shown - 1) };
    case "n":
      return { editor: recall(editor, editor.shown + 1) };
    case "c": // A line that was cleared by mistake can be undone.
      if (text !== "") return { editor: { ...remove(editor, 0, text.length), shown: editor.history.length } };
      return { editor, request: { kind: "leave", by: "interrupt" } };
    case "d":
      if (text !== "") return { editor: remove(editor, cursor, right(editor)) };
      return { editor, request: { kind: "leave", by: "end" } };
    default:
      return { editor };
  }
}

function alt(editor: Editor, letter: string): Editor {
  switch (letter) {
    case "b":
      return move(editor, wordLeft(editor));
    case "f":
      return move(editor, wordRight(editor));
    case "d":
      return cut(editor, editor.cursor, wordRight(editor));
    default:
      return editor;
  }
}

function named(editor: Editor, name: NamedKey): Edited {
  const { cursor } = editor;
  switch (name) {
    case "enter":
      return enter(editor);
    case "newline":
      return { editor: insert(editor, "\n") };
    case "tab":
    case "back-tab":
    case "escape":
      return { editor };
    case "backspace":
      return { editor: remove(editor, left(editor), cursor) };
    case "alt-backspace":
      return { editor: cut(editor, wordLeft(editor), cursor) };
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
      return { editor: move(editor, lineStart(editor)) };
    case "end":
      return { editor: move(editor, lineEnd(editor)) };
    case "up":
      return { editor: vertical(editor, -1) };
    case "down":
      return { editor: vertical(editor, 1) };
  }
}

/** Sends, unless the line ends in a backslash: that asks for one more line. */
function enter(editor: Editor): Edited {
  const { text, cursor, history } = editor;
  if (cursor === text.length && text.endsWith("\\")) {
    return { editor: insert(remove(editor, left(editor), cursor), "\n") };
  }
  if (isUnreadable(editor, text)) return { editor, request: NOT_UTF8 };
  return {
    editor: {
      ...emptyEditor(addToHistory(history, text), editor.cut),
      isBroken: isUnreadable(editor, editor.cut), // Ctrl-Y brings it back.
    },
    request: { kind: "submit", lines: [{ text, literal: false }] },
  };
}

/** Moves a line up or down in a text of several; past its first or last line, through the history. */
function vertical(editor: Editor, by: -1 | 1): Editor {
  const place = verticalPlace(editor, by);
  return place === undefined ? recall(editor, editor.shown + by) : move(editor, place);
}
