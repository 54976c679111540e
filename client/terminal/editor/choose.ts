/**
 * Going through what a word can become: Tab forwards, Shift-Tab backwards, any other key takes what is there. Pure.
 *
 * @module
 */

import { complete, type Vocabulary } from "../../../typing.ts";
import type { Editor, EditorMode } from "./model.ts";
import type { Key } from "../key.ts";
import { fit } from "./change.ts";

type Choosing = Extract<EditorMode, { kind: "choosing" }>;

/** Puts in the first choice (`by` 1) or the last (`by` -1). Nothing changes when there is none. */
export function startChoosing(editor: Editor, vocabulary: Vocabulary, by: 1 | -1): Editor {
  const { from, choices } = complete(editor.text, editor.cursor, vocabulary);
  if (choices.length === 0) return { ...editor, run: "other" };
  return put(editor, from, choices, by > 0 ? 0 : choices.length - 1);
}

/** Puts in the next choice or the one before; `undefined` for a key that ends the choosing. */
export function choose(editor: Editor, { from, choices, at }: Choosing, key: Key): Editor | undefined {
  if (choices.length < 2 || key.kind !== "named") return undefined;
  const by = key.name === "tab" ? 1 : key.name === "back-tab" ? -1 : 0;
  if (by === 0) return undefined;
  return put(editor, from, choices, (at + by + choices.length) % choices.length);
}

function put(editor: Editor, from: number, choices: readonly string[], at: number): Editor {
  const chosen = choices[at] ?? "";
  const text = editor.text.slice(0, from) + chosen + editor.text.slice(editor.cursor);
  const mode: EditorMode = choices.length > 1 ? { kind: "choosing", from, choices, at } : { kind: "typing" };
  return fit({ ...editor, run: "other", text, cursor: from + chosen.length, mode });
}
