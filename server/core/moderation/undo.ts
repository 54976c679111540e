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

/** A deed that can be taken back: how long ago it was done, and how long it can still be, in ms. */
export interface Taken {
  readonly what: Undoable;
  readonly age: number;
  readonly left: number;
}

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
    this.#last.set(keyOf(actor), { what, at, until: at + within });
  }

  /** Gives the last deed of somebody that can be taken back. @param key What they are known by, see {@linkcode subjectKey}, or they themselves. */
  find(key: string | Subject): Taken | undefined {
    const last = this.#last.get(keyOf(key));
    const now = this.#elapsed();
    if (last === undefined || last.until < now) return undefined;
    return { what: last.what, age: now - last.at, left: last.until - now };
  }

  /** Takes that deed: it can be taken back once. */
  take(key: string | Subject): Taken | undefined {
    const last = this.find(key);
    this.#last.delete(keyOf(key));
    return last;
  }

  /** Has a deed that was taken be there again, as it was not taken back; unless they have done another one since. */
  putBack(actor: Subject, { what, age, left }: Taken): void {
    if (this.find(actor) !== undefined) return;
    const now = this.#elapsed();
    this.#last.set(keyOf(actor), { what, at: now - age, until: now + left });
  }

  /** Forgets what cannot be taken back any more. */
  sweep(): void {
    for (const [actor, { until }] of this.#last) if (until < this.#elapsed()) this.#last.delete(actor);
  }
}

function keyOf(key: string | Subject): string | Subject {
  return typeof key === "string" ? key : subjectKey(key) ?? key;
}
