/**
 * Something secret that is typed: it is not shown, completed, remembered or cut for later. Pure.
 *
 * @module
 */

import { edit, type Edited, type Editor, isUnreadable, NOT_UTF8 } from "./editor.ts";
import type { Key, NamedKey } from "./key.ts";

/** Something secret that is asked for, and what is typed of it. */
export interface SecretQuestion {
  readonly question: string;
  readonly editor: Editor;
  /** Takes the answer; nothing when there will be none. */
  resolve(answer: string | undefined): void;
}

/** Keys that look for something, or begin another line. */
const WITHOUT_USE: readonly NamedKey[] = ["tab", "back-tab", "newline"];

/** Makes the line after a key. Of a paste only its first line counts. */
export function editSecretly(editor: Editor, key: Key): Edited {
  if (key.kind === "named" && WITHOUT_USE.includes(key.name)) return { editor };
  if (key.kind === "ctrl" && key.letter === "r") return { editor };
  if (key.kind === "named" && key.name === "enter") {
    if (isUnreadable(editor, editor.text)) return { editor, request: NOT_UTF8 };
    return { editor, request: { kind: "submit", lines: [{ text: editor.text, literal: true }] } };
  }
  return edit(editor, key.kind === "paste" ? { ...key, text: firstLine(key.text) } : key, { names: [] });
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? "";
}
