/**
 * What people have just done to many, and can still take back.
 *
 * @module
 */

import type { Subject } from "./subject.ts";

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
  readonly #last = new Map<Subject, { readonly what: Undoable; readonly until: number }>();

  /** @param elapsed The time by the clock that never jumps, in ms. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Notes a deed. @param within For how long it can be taken back, in ms. */
  note(actor: Subject, what: Undoable, within: number): void {
    this.#last.set(actor, { what, until: this.#elapsed() + within });
  }

  /** Takes the last deed of somebody, if that is not too long ago: it can be taken back once. */
  take(actor: Subject): Undoable | undefined {
    const last = this.#last.get(actor);
    this.#last.delete(actor);
    return last !== undefined && last.until >= this.#elapsed() ? last.what : undefined;
  }

  /** Forgets what cannot be taken back any more. */
  sweep(): void {
    for (const [actor, { until }] of this.#last) if (until < this.#elapsed()) this.#last.delete(actor);
  }
}
