/**
 * Kicks that are over, on a server that lets in one by one: whom they hit waits at the door like somebody new.
 *
 * @module
 */

import type { Ban } from "./ban_list.ts";
import { type Subject, subjectKey } from "./subject.ts";

/** Who was sent out, and has not been let in since. */
export class SentOut {
  readonly #lift: (ban: Ban) => void;
  /** By what people are known by. */
  readonly #kicks = new Map<string, Ban>();

  /** @param lift Has a kick that is remembered no more be over in the log, too. */
  constructor(lift: (ban: Ban) => void) {
    this.#lift = lift;
  }

  /** Every kick that is remembered, the oldest first. */
  get kicks(): readonly Ban[] {
    return [...new Set(this.#kicks.values())];
  }

  /** Tells whether somebody was sent out. */
  has(subject: Subject): boolean {
    return this.#kicks.has(subjectKey(subject) ?? "");
  }

  /** Keeps a kick until whom it hit is let in again; `false` where nobody could be known again by it. */
  remember(kick: Ban): boolean {
    const keys = kick.marks.flatMap(({ kind, value }) =>
      kind === "account" ? `a${value}` : kind === "seat" ? `s${value}` : []
    );
    for (const key of keys) {
      const before = this.#kicks.get(key);
      if (before !== undefined) this.#lift(before);
      this.#kicks.set(key, kick);
    }
    return keys.length > 0;
  }

  /** Notes that somebody was let in. */
  letIn(subject: Subject): void {
    const key = subjectKey(subject) ?? "";
    const kick = this.#kicks.get(key);
    this.#kicks.delete(key);
    if (kick !== undefined) this.#lift(kick);
  }

  /** Forgets a kick that the log has no more. */
  forget(n: number): void {
    for (const [key, kick] of this.#kicks) if (kick.n === n) this.#kicks.delete(key);
  }

  /** Forgets what was before a time, in the log as well. */
  forgetBefore(time: number): void {
    for (const [key, kick] of this.#kicks) {
      if (kick.at >= time) continue;
      this.#kicks.delete(key);
      this.#lift(kick);
    }
  }
}
