/**
 * What was half-typed in each view: it stays there when the person looks elsewhere, so that a private word never goes along
 * into a room. Pure.
 *
 * @module
 */

import { roomKey } from "../../conversation.ts";
import type { Target } from "../../protocol/commands.ts";
import { nameKey } from "../../protocol/names.ts";
import type { Editor } from "./editor.ts";
import { emptyEditor } from "./editor.ts";

/** So many are kept; of more the oldest go. */
const MOST_KEPT = 100;

/** The drafts of one person. */
export class Drafts {
  readonly #kept = new Map<string, Editor>();
  #view: Target | undefined;

  /** Tells whether a view is the one that is looked at, as far as that is known. */
  isInView(view: Target): boolean {
    return this.#view === undefined || isSameView(this.#view, view);
  }

  /** Looks at another view: keeps what is being typed, and gives what was begun there; the same when it is the same view. */
  goTo(view: Target, editor: Editor): Editor {
    const before = this.#view;
    this.#view = view;
    if (before === undefined || isSameView(before, view)) return editor;
    this.#keep(keyOf(before), editor);
    const { history, cut } = editor;
    const begun = this.#take(view);
    return begun === undefined
      ? emptyEditor(history, cut)
      : { ...begun, history, cut, shown: history.length };
  }

  /** Goes on in the same view, which is called something else. */
  follow(view: Target): void {
    if (this.#view !== undefined) this.#view = view;
  }

  #keep(key: string, editor: Editor): void {
    this.#kept.delete(key);
    if (editor.text === "" && editor.mode.kind !== "pasting") return;
    this.#kept.set(key, editor);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  #take(view: Target): Editor | undefined {
    const key = keyOf(view);
    const begun = this.#kept.get(key);
    this.#kept.delete(key);
    return begun;
  }
}

/** Tells whether plain text goes to the same room or person. */
export function isSameView(one: Target, other: Target): boolean {
  if (one.kind !== "person" || other.kind !== "person") return keyOf(one) === keyOf(other);
  if (one.person !== undefined && other.person !== undefined) return one.person === other.person;
  return nameKey(one.name) === nameKey(other.name);
}

function keyOf(view: Target): string {
  switch (view.kind) {
    case "room":
      return `#${roomKey(view.room)}`;
    case "person":
      return `@${view.person ?? nameKey(view.name)}`;
    case "nowhere":
      return "";
  }
}
