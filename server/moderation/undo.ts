/**
 * What people have just done to many, and can still take back.
 *
 * @module
 */

import { type Subject, subjectKey } from "./subject.ts";

/** A deed that can be taken back: a ban, or messages whose texts are remembered that long. */
export type Undoable =
  | { readonly kind: "ban"; readonly n: number }
  | {
    readonly kind: "messages";
    readonly room: string;
    readonly of: string;
    readonly texts: ReadonlyMap<number, string>;
  };

/** The last such deed of each person. */
export class UndoList {
  readonly #elapsed: () => number;
  readonly #last = new Map<
    string | Subject,
    { readonly what: Undoable; readonly at: number; readonly until: number }
  >();

  /** @param elapsed The time by the clock that never jumps, in ms. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Notes a deed. @param within For how long it can be taken back, in ms. */
  note(actor: Subject, what: Undoable, within: number): void {
    const at = this.#elapsed();
    this.#last.set(subjectKey(actor) ?? actor, { what, at, until: at + within });
  }

  /** Gives the last deed of somebody that can be taken back, and how long ago it was, in ms. @param key What they are known by, see {@linkcode subjectKey}, or they themselves. */
  find(key: string | Subject): { readonly what: Undoable; readonly age: number } | undefined {
    const last = this.#last.get(keyOf(key));
    const now = this.#elapsed();
    return last !== undefined && last.until >= now ? { what: last.what, age: now - last.at } : undefined;
  }

  /** Takes that deed: it can be taken back once. */
  take(key: string | Subject): Undoable | undefined {
    const last = this.find(key);
    this.#last.delete(keyOf(key));
    return last?.what;
  }

  /** Forgets what cannot be taken back any more. */
  sweep(): void {
    for (const [actor, { until }] of this.#last) if (until < this.#elapsed()) this.#last.delete(actor);
  }
}

function keyOf(key: string | Subject): string | Subject {
  return typeof key === "string" ? key : subjectKey(key) ?? key;
}
