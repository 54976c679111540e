/**
 * Lines that were sent before, and the way back to what is being typed. Pure.
 *
 * @module
 */

import type { Editor, Snapshot } from "./model.ts";

/** How many lines Up goes back. */
export const HISTORY_LINES = 500;

/** Shows the line at `wanted` of the history; its length is the line being typed. */
export function recall(editor: Editor, wanted: number): Editor {
  const { history, shown } = editor;
  if (wanted < 0 || wanted > history.length) return { ...editor, run: "other" };
  const draft = shown === history.length ? editor.text : editor.draft;
  const text = history[wanted] ?? draft;
  return { ...editor, run: "other", text, cursor: text.length, shown: wanted, draft };
}

/** Lines that have a password in them. */
const SECRET = /^\s*\/(?:claim\s+(?!password\s*$)|password\s)/i;

/** Adds a line to the history; neither an empty one, nor the same again, nor one with a password in it. */
export function addToHistory(history: readonly string[], text: string): readonly string[] {
  const isWorthIt = text.trim() !== "" && text !== history.at(-1) && !SECRET.test(text);
  return isWorthIt ? [...history, text].slice(-HISTORY_LINES) : history;
}

/** Takes back the last change. */
export function undo(editor: Editor): Editor {
  const last: Snapshot | undefined = editor.past.at(-1);
  if (last === undefined) return { ...editor, run: "other" };
  return { ...editor, ...last, run: "other", past: editor.past.slice(0, -1) };
}
