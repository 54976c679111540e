/**
 * What named me since this page was opened.
 *
 * @module
 */

import type { HitFrame, MessageFrame } from "../../protocol.ts";
import { mentions } from "../view.ts";

/** How many are remembered. */
const MOST = 100;

/** The messages that named me. */
export class Mentions {
  #hits: HitFrame[] = [];

  /** The oldest first. */
  get all(): readonly HitFrame[] {
    return this.#hits;
  }

  record({ room, seq, at, from, text, action }: MessageFrame, me: string): void {
    if (!mentions(text, me)) return;
    const hit: HitFrame = { type: "hit", room, seq, at, from, text, marks: [], ...(action && { action }) };
    this.#hits = [...this.#hits.filter((one) => one.room !== room || one.seq !== seq), hit].slice(-MOST);
  }

  /** Forgets all. */
  clear(): void {
    this.#hits = [];
  }
}
