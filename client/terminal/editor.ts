/**
 * The line being typed, as a pure function of the line and a key. It has five modes: typing, choosing with Tab, searching
 * older lines (Ctrl-R), changing what was said last, and deciding what to do with a paste.
 *
 * Owns: the line's text, cursor, mode, undo steps and history.
 * Must not know: the screen, how keys are read, or what is done with a finished line.
 * Called by: the terminal's input, with each key; the display reads the result.
 * On close: nothing; everything here is pure.
 *
 * @module
 */

import { isPlainText } from "../../protocol/plain_text.ts";
import { cleanText, countChars, withoutLastNewlines } from "../../protocol/text.ts";
import { type CompletionContext, sentAs } from "../../typing.ts";
import { press } from "./editor/press.ts";
import { search, startSearch } from "./editor/search.ts";
import { startAmending, stillAmending, stopAmending } from "./editor/amend.ts";
import { choose, startChoosing } from "./editor/choose.ts";
import { hasRoom, insert, TYPED_UNITS } from "./editor/change.ts";
import {
  type Edited,
  type Editor,
  type EditorMode,
  emptyEditor,
  isUnreadable,
  NOT_UTF8,
  REPLACEMENT,
  TYPING,
} from "./editor/model.ts";
import { addToHistory } from "./editor/recall.ts";
import type { Key } from "./key.ts";

export { TYPED_UNITS } from "./editor/change.ts";
export { emptyEditor, isUnreadable, NOT_UTF8 } from "./editor/model.ts";
export type { Edited, Editor, EditorMode, EditorRequest } from "./editor/model.ts";
export { HISTORY_LINES } from "./editor/recall.ts";

/** How many changes can be undone. */
export const UNDO_STEPS = 500;

/** Makes the line after a key. */
export function edit(editor: Editor, key: Key, context: CompletionContext): Edited {
  const edited = editInMode(editor, key, context);
  return { ...edited, editor: remember(editor, edited.editor) };
}

function editInMode(editor: Editor, key: Key, context: CompletionContext): Edited {
  const { mode } = editor;
  switch (mode.kind) {
    case "pasting":
      return key.kind === "paste"
        ? paste(
          editor,
          { ...key, text: mode.text + key.text, isBroken: mode.isBroken || key.isBroken },
          context,
        )
        : answer(editor, mode, key, context);
    case "searching": {
      if (key.kind === "paste" && key.tooLong !== undefined) return tooLong(editor, key.tooLong, context);
      const found = search(editor, mode, key);
      return found.isOver ? editInMode(found.editor, key, context) : { editor: found.editor };
    }
    case "choosing": {
      const chosen = choose(editor, mode, key);
      return chosen === undefined
        ? editInMode({ ...editor, mode: TYPING }, key, context)
        : { editor: chosen };
    }
    case "amending": {
      const stopped = stopAmending(editor, key);
      if (stopped !== undefined) return { editor: stopped };
      const edited = editInMode({ ...editor, mode: TYPING }, key, context);
      return { ...edited, editor: stillAmending(edited.editor, mode.seq) };
    }
    case "typing":
      break;
  }
  const amending = startAmending(editor, key, context);
  if (amending !== undefined) return { editor: amending };
  if (key.kind === "paste") return paste(editor, key, context);
  if (!hasRoom(editor, typedText(editor, key))) {
    return tooLong(editor, countChars(editor.text) + countChars(typedText(editor, key)), context);
  }
  if (key.kind === "ctrl" && key.letter === "r") return { editor: startSearch(editor) };
  if (key.kind === "named" && key.name === "tab") return { editor: startChoosing(editor, context, 1) };
  if (key.kind === "named" && key.name === "back-tab") {
    return { editor: startChoosing(editor, context, -1) };
  }
  return asked(press(editor, key), context);
}

/** Puts a text back to be typed on, or, where it is too long for that, as a paste that waits for its answer; `undefined` while something else is in the line. */
export function putBack({ history, cut, text: typed, mode }: Editor, text: string): Editor | undefined {
  if (typed !== "" || mode.kind !== "typing") return undefined;
  const line = emptyEditor(history, cut);
  return hasRoom(line, text)
    ? { ...line, text, cursor: text.length }
    : { ...line, mode: pasting(text, countChars(text), false) };
}

/** Asks what to do with a text that was typed and is too long for a message, as with a paste. */
function asked(edited: Edited, context: CompletionContext): Edited {
  const { editor, request } = edited;
  const [line, ...others] = request?.kind === "submit" ? request.lines : [];
  if (line === undefined || others.length > 0 || !isPlainText(line.text)) return edited;
  const chars = countChars(line.text);
  if (sentAs(chars, context) !== "file") return edited;
  return { editor: { ...editor, mode: pasting(line.text, chars, false) } };
}

function pasting(text: string, chars: number, isBroken: boolean): EditorMode {
  return { kind: "pasting", text, lines: text.split("\n").length, chars, isBroken };
}

/** Returns what a key puts in, where there may be no room for it. */
function typedText({ cut }: Editor, key: Key): string {
  if (key.kind === "text") return key.text;
  if (key.kind === "broken") return REPLACEMENT;
  return key.kind === "ctrl" && key.letter === "y" ? cut : "";
}

/** A paste, which may be several that came one after the other. */
interface Pasted {
  readonly text: string;
  readonly isBroken?: boolean | undefined;
  readonly tooLong?: number;
}

/** Inserts a paste of one line; asks what to do with one of several lines, or that is too long for a message. Takes it whole or not at all, and sends nothing. */
function paste(editor: Editor, pasted: Pasted, context: CompletionContext): Edited {
  const text = withoutLastNewlines(cleanText(pasted.text).replaceAll("\t", "    "));
  const isBroken = pasted.isBroken === true;
  const chars = countChars(editor.text) + countChars(text) + (pasted.tooLong ?? 0);
  if (pasted.tooLong !== undefined) return tooLong(editor, chars, context);
  if (!text.includes("\n") && sentAs(chars, context) !== "file") {
    return put(editor, text, chars, isBroken, context);
  }
  return { editor: { ...editor, run: "other", mode: pasting(text, chars, isBroken) } };
}

/** Puts a paste into the line, if there is room for it; `chars` is how long the line would be. */
function put(
  editor: Editor,
  text: string,
  chars: number,
  isBroken: boolean,
  context: CompletionContext,
): Edited {
  if (!hasRoom(editor, text)) return tooLong(editor, chars, context);
  return {
    editor: { ...insert(editor, text), mode: TYPING, isBroken: editor.isBroken || isBroken },
  };
}

function tooLong(editor: Editor, length: number, { messageChars = TYPED_UNITS }: CompletionContext): Edited {
  return { editor, request: { kind: "refuse", problem: { code: "too-long", limit: messageChars, length } } };
}

/** Does with a paste of several lines what a key says. */
function answer(
  editor: Editor,
  { text, chars, isBroken }: Extract<EditorMode, { kind: "pasting" }>,
  key: Key,
  context: CompletionContext,
): Edited {
  const typing: Editor = { ...editor, mode: TYPING };
  const isRefused = isUnreadable({ isBroken: isBroken || editor.isBroken }, editor.text + text);
  switch (answerOf(key)) {
    case "send": {
      if (isRefused) return { editor, request: NOT_UTF8 };
      const { cursor } = editor;
      const whole = editor.text.slice(0, cursor) + text + editor.text.slice(cursor);
      const way = sentAs(chars, context);
      if (way === "message") return taken(editor, [whole], editor.text.slice(0, cursor).trim() === "", whole);
      if (way === "file") {
        return { editor: emptyEditor(editor.history, editor.cut), request: { kind: "file", text: whole } };
      }
      return taken(editor, whole.split("\n").filter((line) => line.trim() !== ""), true, undefined);
    }
    case "edit":
      return put(editor, text, chars, isBroken, context);
    case "cancel":
      return { editor: typing };
    case undefined:
      return { editor };
  }
}

/** No letter sends a paste or throws it away: whoever types on has not seen the question. */
function answerOf(key: Key): "send" | "edit" | "cancel" | undefined {
  if (key.kind === "alt" || (key.kind === "named" && key.name === "enter")) return "edit"; // Escape, and whatever key comes next.
  if (key.kind !== "ctrl") return undefined;
  if (key.letter === "y") return "send";
  return ["c", "g", "d"].includes(key.letter) ? "cancel" : undefined;
}

function taken(
  { history, cut }: Editor,
  lines: readonly string[],
  literal: boolean,
  worthKeeping: string | undefined,
): Edited {
  return {
    editor: emptyEditor(worthKeeping === undefined ? history : addToHistory(history, worthKeeping), cut),
    request: { kind: "submit", lines: lines.map((text) => ({ text, literal })) },
  };
}

/** Keeps what was there before a change, so that it can be undone; what a run of keys types or chooses is one change. */
function remember(before: Editor, after: Editor): Editor {
  const { text, cursor } = before.mode.kind === "searching" ? before.mode.before : before;
  const isUnsettled = after.mode.kind === "searching";
  if (isUnsettled || after.text === text || after.past !== before.past) return after;
  if (after.run === "typing" && before.run === "typing") return after;
  if (after.mode.kind === "choosing" && before.mode.kind === "choosing") return after;
  return { ...after, past: [...before.past, { text, cursor }].slice(-UNDO_STEPS) };
}
