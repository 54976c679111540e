/**
 * Looking for a line that was sent before, as Ctrl-R does in every shell. Pure.
 *
 * @module
 */

import type { Editor, EditorMode } from "./model.ts";
import { cleanLine } from "../../../protocol/text.ts";
import type { Key } from "../key.ts";
import { boundaryBefore } from "../../view.ts";

type Searching = Extract<EditorMode, { kind: "searching" }>;

/** What a key makes of the search; when that `isOver`, the key is still to be pressed on what was found. */
export interface Searched {
  readonly editor: Editor;
  readonly isOver: boolean;
}

/** Begins to look for something. */
export function startSearch(editor: Editor): Editor {
  const { text, cursor } = editor;
  return {
    ...editor,
    run: "other",
    mode: { kind: "searching", query: "", at: undefined, before: { text, cursor } },
  };
}

/** Goes on with the search: more or less to look for, an older line, giving up, or taking what is found. */
export function search(editor: Editor, mode: Searching, key: Key): Searched {
  const { query } = mode;
  if (key.kind === "text") return goOn(searchBack(editor, mode, query + key.text, editor.history.length - 1));
  if (key.kind === "paste") {
    return goOn(searchBack(editor, mode, query + cleanLine(key.text), editor.history.length - 1));
  }
  if (key.kind === "named" && key.name === "backspace") {
    const shorter = query.slice(0, boundaryBefore(query, query.length - 1));
    return goOn(searchBack(editor, mode, shorter, editor.history.length - 1));
  }
  if (key.kind === "ctrl" && key.letter === "r") {
    return goOn(
      query === "" ? editor : searchBack(editor, mode, query, (mode.at ?? editor.history.length) - 1),
    );
  }
  const found: Editor = { ...editor, mode: { kind: "typing" } };
  if (key.kind === "ctrl" && (key.letter === "g" || key.letter === "c")) {
    return goOn({ ...found, ...mode.before });
  }
  return { editor: found, isOver: true };
}

function goOn(editor: Editor): Searched {
  return { editor, isOver: false };
}

/** Finds the newest line at or before `from` with the query in it. When there is none, what is shown stays. */
function searchBack(editor: Editor, mode: Searching, query: string, from: number): Editor {
  if (query === "") return { ...editor, ...mode.before, mode: { ...mode, query, at: undefined } };
  const wanted = query.toLowerCase();
  const at = editor.history.findLastIndex((line, i) => i <= from && line.toLowerCase().includes(wanted));
  const text = editor.history[at];
  if (text === undefined) return { ...editor, mode: { ...mode, query, at: undefined } };
  return { ...editor, text, cursor: text.length, mode: { ...mode, query, at } };
}
