/**
 * Which messages have been shown, so that none is shown twice and none is missed. Pure.
 *
 * @module
 */

import type { MessageFrame, WelcomeFrame } from "../protocol.ts";

/** New to us; asked for by `history`, so to be shown whether new or not; or shown already. */
export type Novelty = "new" | "asked" | "again";

/** The last message of each room that was shown here. */
export class Seen {
  #last: Map<string, number>;
  /** Where a room stood when we came in: what was said until then is not missed, even if nothing of it was shown. */
  #base = new Map<string, number>();
  /** Pages of the history that were asked for and have not all come. */
  #asked = 0;

  /** @param last The number of each room's last message that an earlier run has shown. */
  constructor(last: Readonly<Record<string, number>> = {}) {
    this.#last = new Map(Object.entries(last));
  }

  /** What to tell the server when we come back. */
  get after(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#base, ...this.#last]);
  }

  /**
   * We are in, perhaps again.
   *
   * @param isKnown Whether the server knew our token. Another log has other messages under the same numbers.
   */
  enter({ room, seq }: WelcomeFrame, isKnown: boolean): void {
    this.#asked = 0;
    const last = this.#last.get(room) ?? this.#base.get(room);
    if (isKnown && last !== undefined && seq >= last) return;
    this.#last.clear();
    this.#base = new Map([[room, seq]]);
  }

  /** A page of the history is on its way. */
  ask(): void {
    this.#asked++;
  }

  /** All of a page has come. */
  answered(): void {
    this.#asked = Math.max(0, this.#asked - 1);
  }

  /** Looks at a message that came, and remembers it. */
  take({ room, seq, past }: MessageFrame): Novelty {
    const last = this.#last.get(room);
    if (past === true && this.#asked > 0 && seq <= (last ?? this.#base.get(room) ?? 0)) return "asked";
    if (last !== undefined && seq <= last) return "again";
    this.#last.set(room, seq);
    return "new";
  }
}
