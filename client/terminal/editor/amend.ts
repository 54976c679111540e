/**
 * Up on an empty line: what was said last is there to be changed, as the command that changes it. Pure.
 *
 * @module
 */

import type { CompletionContext } from "../../../typing.ts";
import type { Key } from "../key.ts";
import { type Editor, emptyEditor } from "./model.ts";

/** Puts in what was said last, where a key wants that and there is something; `undefined` for any other key. */
export function startAmending(editor: Editor, key: Key, { lastSaid }: CompletionContext): Editor | undefined {
  const isUp = key.kind === "named" && key.name === "up";
  const isFresh = editor.text === "" && editor.shown === editor.history.length;
  if (!isUp || !isFresh || lastSaid === undefined || !isNext(editor, lastSaid.seq)) return undefined;
  const text = `${prefix(lastSaid.seq)}${lastSaid.text}`;
  return {
    ...editor,
    run: "other",
    text,
    cursor: text.length,
    mode: { kind: "amending", seq: lastSaid.seq },
  };
}

/** Tells whether what was said last is what Up brings: not after a command, which comes back itself. */
function isNext({ history }: Editor, seq: number): boolean {
  const last = history.at(-1) ?? "";
  return !last.startsWith("/") || last.startsWith(prefix(seq));
}

/** Gives up changing, at Escape; `undefined` for any other key. */
export function stopAmending(editor: Editor, key: Key): Editor | undefined {
  return key.kind === "named" && key.name === "escape" ? emptyEditor(editor.history, editor.cut) : undefined;
}

/** Goes on in this mode for as long as it is the same message that is changed. */
export function stillAmending(editor: Editor, seq: number): Editor {
  const isStill = editor.mode.kind === "typing" && editor.shown === editor.history.length &&
    editor.text.startsWith(prefix(seq));
  return isStill ? { ...editor, mode: { kind: "amending", seq } } : editor;
}

function prefix(seq: number): string {
  return `/edit @${seq} `;
}
