/**
 * What there is of a line being typed. Pure.
 *
 * @module
 */

import type { SubmittedLine } from "../../../typing.ts";
import type { Problem } from "../../../protocol.ts";

/** What a key did, where it matters that the next does the same. */
export type Run = "typing" | "cutting" | "other";

/** What was there before a change. */
export interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

/** What the next key means. */
export type EditorMode =
  | { readonly kind: "typing" }
  /** Tab goes on to the next of `choices`, the one at `at` is in the text from `from` to the cursor. */
  | {
    readonly kind: "choosing";
    readonly from: number;
    readonly choices: readonly string[];
    readonly at: number;
  }
  /** Looks for lines with `query` in them; the line at `at` of the history is shown, `undefined` when there is none. */
  | {
    readonly kind: "searching";
    readonly query: string;
    readonly at: number | undefined;
    readonly before: Snapshot;
  }
  /** Changes the message of this number, which is in the text behind the command that does so. */
  | { readonly kind: "amending"; readonly seq: number }
  /** `text` has several lines; `chars` is how long the message with it would be. */
  | {
    readonly kind: "pasting";
    readonly text: string;
    readonly lines: number;
    readonly chars: number;
    readonly isBroken: boolean;
  };

/** What is typed. The cursor is in UTF-16 units and always between two graphemes. */
export interface Editor {
  readonly text: string;
  readonly cursor: number;
  readonly history: readonly string[];
  /** The line of the history that is shown; its length is the line being typed, kept in `draft` meanwhile. */
  readonly shown: number;
  readonly draft: string;
  /** What was there before each change, the last one at the end. */
  readonly past: readonly Snapshot[];
  /** What was cut last, for Ctrl-Y. */
  readonly cut: string;
  /** What the last key did, where a run of keys counts as one change. */
  readonly run: Run;
  /** Whether something came that is no UTF-8, with U+FFFD in its place: while that is in the text, it is not sent. */
  readonly isBroken: boolean;
  readonly mode: EditorMode;
}

/** The editor after a key, and what the key asks for beyond the line itself. */
export interface Edited {
  readonly editor: Editor;
  readonly request?: EditorRequest;
}

/** What a key asks of others: lines to take, a text to be sent as a file, a fresh screen, the room of this number (from 1) or the next in which something is new, to leave, to stop for a while (Ctrl-Z), to say why something is not taken. */
export type EditorRequest =
  | { readonly kind: "submit"; readonly lines: readonly SubmittedLine[] }
  | { readonly kind: "file"; readonly text: string }
  | { readonly kind: "redraw" }
  | { readonly kind: "room"; readonly which: number | "new" }
  | { readonly kind: "leave"; readonly by: "interrupt" | "end" }
  | { readonly kind: "suspend" }
  | { readonly kind: "refuse"; readonly problem: Problem };

/** What stands for bytes that are no UTF-8. */
export const REPLACEMENT = "\ufffd";

/** Tells whether a text has something in it that was no UTF-8 when it came. */
export function isUnreadable({ isBroken }: Pick<Editor, "isBroken">, text: string): boolean {
  return isBroken && text.includes(REPLACEMENT);
}

/** What is wrong with it. */
export const NOT_UTF8: EditorRequest = { kind: "refuse", problem: { code: "not-utf8" } };

/** Nothing but typing. */
export const TYPING: EditorMode = { kind: "typing" };

/** Makes an editor with nothing typed; `cut` is what Ctrl-Y puts in. */
export function emptyEditor(history: readonly string[] = [], cut = ""): Editor {
  return {
    text: "",
    cursor: 0,
    history,
    shown: history.length,
    draft: "",
    past: [],
    cut,
    run: "other",
    isBroken: false,
    mode: TYPING,
  };
}
