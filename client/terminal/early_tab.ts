/**
 * A Tab that was pressed before all rooms were known: it is pressed once more, in their place, when they are.
 *
 * @module
 */

import { completesRoom, type CompletionContext } from "../../typing.ts";
import type { Editor } from "./editor.ts";
import type { Key } from "./key.ts";

/** A Tab, and the line before it. */
export interface Tab {
  readonly before: Editor;
  readonly key: Key;
}

/** Remembers the last Tab, for as long as nothing is done after it. */
export class EarlyTab {
  #last: (Tab & { readonly after: Editor }) | undefined;

  /** Takes a key that was pressed. @returns Whether it completes a room. */
  pressed(before: Editor, key: Key, after: Editor, context: CompletionContext): boolean {
    const isTab = key.kind === "named" && (key.name === "tab" || key.name === "back-tab");
    const isFirst = before.mode.kind === "typing" && completesRoom(before.text, before.cursor, context);
    this.#last = isTab && isFirst ? { before, key, after } : undefined;
    return this.#last !== undefined;
  }

  /** Gives the Tab that `now` is the outcome of, once; `undefined` when something was typed since, or the line is another view's. */
  take(now: Editor): Tab | undefined {
    const last = this.#last;
    this.#last = undefined;
    return last?.after === now ? last : undefined;
  }
}
