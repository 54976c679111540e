/**
 * The line being typed, as a pure function of what is there and a key. Four moods: typing, choosing with Tab, looking for
 * an older line (Ctrl-R), and being asked what to do with a paste.
 *
 * @module
 */

import { cleanText, countChars } from "../../protocol/text.ts";
import type { Vocabulary } from "../../conversation.ts";
import { press } from "./editor/press.ts";
import { search, startSearch } from "./editor/search.ts";
import { choose, startChoosing } from "./editor/choose.ts";
import { insert } from "./editor/change.ts";
import { type Edited, type Editor, emptyEditor, type Mood, TYPING } from "./editor/model.ts";
import { kept } from "./editor/recall.ts";
import type { Key } from "./keys.ts";

export { TYPED_UNITS } from "./editor/change.ts";
export { emptyEditor } from "./editor/model.ts";
export type { Edited, Editor, EditorWish, Mood, Spoken } from "./editor/model.ts";
export { HISTORY_LINES } from "./editor/recall.ts";

/** How many changes can be undone. */
export const UNDO_STEPS = 500;

/** What the keys are pressed in the midst of. */
export interface Surroundings extends Vocabulary {
  /** How many characters a message may have; no limit unless given. */
  readonly messageChars?: number;
}

/** What a key makes of the line. */
export function edit(editor: Editor, key: Key, surroundings: Surroundings): Edited {
  const edited = inMood(editor, key, surroundings);
  return { ...edited, editor: remember(editor, edited.editor) };
}

/** Whether a message of `chars` is one that the server takes. */
export function fits(chars: number, { messageChars = Infinity }: Surroundings): boolean {
  return chars <= messageChars;
}

function inMood(editor: Editor, key: Key, surroundings: Surroundings): Edited {
  const { mood } = editor;
  switch (mood.kind) {
    case "pasting":
      return key.kind === "paste"
        ? paste(editor, mood.text + key.text)
        : answer(editor, mood, key, surroundings);
    case "searching": {
      const found = search(editor, mood, key);
      return found.isOver ? inMood(found.editor, key, surroundings) : { editor: found.editor };
    }
    case "choosing": {
      const chosen = choose(editor, mood, key);
      return chosen === undefined
        ? inMood({ ...editor, mood: TYPING }, key, surroundings)
        : { editor: chosen };
    }
    case "typing":
      break;
  }
  if (key.kind === "paste") return paste(editor, key.text);
  if (key.kind === "ctrl" && key.letter === "r") return { editor: startSearch(editor) };
  if (key.kind === "named" && key.name === "tab") return { editor: startChoosing(editor, surroundings, 1) };
  if (key.kind === "named" && key.name === "back-tab") {
    return { editor: startChoosing(editor, surroundings, -1) };
  }
  return press(editor, key);
}

/** A paste of one line is simply there; of several lines it is asked what to do with them. Nothing is ever sent by it. */
function paste(editor: Editor, pasted: string): Edited {
  const text = cleanText(pasted).replaceAll("\t", "    ").replace(/\n+$/, "");
  if (!text.includes("\n")) return { editor: { ...insert(editor, text), mood: TYPING } };
  const lines = text.split("\n").length;
  const chars = countChars(editor.text) + countChars(text);
  return { editor: { ...editor, run: "other", mood: { kind: "pasting", text, lines, chars } } };
}

/** What is to become of a paste of several lines. */
function answer(
  editor: Editor,
  { text, chars }: Extract<Mood, { kind: "pasting" }>,
  key: Key,
  surroundings: Surroundings,
): Edited {
  const typing: Editor = { ...editor, mood: TYPING };
  switch (answerOf(key)) {
    case "one": {
      if (!fits(chars, surroundings)) return { editor };
      const { cursor } = editor;
      const whole = editor.text.slice(0, cursor) + text + editor.text.slice(cursor);
      return taken(editor, [whole], editor.text.slice(0, cursor).trim() === "", whole);
    }
    case "lines": {
      const { cursor } = editor;
      const whole = (editor.text.slice(0, cursor) + text + editor.text.slice(cursor)).split("\n");
      return taken(editor, whole.filter((line) => line.trim() !== ""), true, undefined);
    }
    case "edit":
      return { editor: insert(typing, text) };
    case "cancel":
      return { editor: typing };
    case undefined:
      return { editor };
  }
}

function answerOf(key: Key): "one" | "lines" | "edit" | "cancel" | undefined {
  if (key.kind === "named" && key.name === "enter") return "one";
  if (key.kind === "ctrl" && ["c", "g", "d"].includes(key.letter)) return "cancel";
  if (key.kind !== "text") return undefined;
  switch (key.text.toLowerCase()) {
    case "m":
      return "one";
    case "l":
      return "lines";
    case "e":
      return "edit";
    case "c":
      return "cancel";
    default:
      return undefined;
  }
}

function taken(
  { history, cut }: Editor,
  lines: readonly string[],
  literal: boolean,
  worthKeeping: string | undefined,
): Edited {
  return {
    editor: emptyEditor(worthKeeping === undefined ? history : kept(history, worthKeeping), cut),
    wish: { kind: "submit", lines: lines.map((text) => ({ text, literal })) },
  };
}

/** Keeps what was there before a change, so that it can be undone; what a run of keys types or chooses is one change. */
function remember(before: Editor, after: Editor): Editor {
  const { text, cursor } = before.mood.kind === "searching" ? before.mood.before : before;
  const isUnsettled = after.mood.kind === "searching";
  if (isUnsettled || after.text === text || after.past !== before.past) return after;
  if (after.run === "typing" && before.run === "typing") return after;
  if (after.mood.kind === "choosing" && before.mood.kind === "choosing") return after;
  return { ...after, past: [...before.past, { text, cursor }].slice(-UNDO_STEPS) };
}
