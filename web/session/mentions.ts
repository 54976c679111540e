// @ts-check
/**
 * What named me since this page was opened.
 *
 * @module
 */

import { mentions } from "../view/nodes.ts";

/** @typedef {import("../../protocol.ts").MessageFrame} MessageFrame */
/** @typedef {import("../../protocol.ts").HitFrame} HitFrame */

/** How many are remembered. */
const MOST = 100;

/** The messages that named me. */
export class Mentions {
  /** @type {HitFrame[]} */
  #hits = [];

  /** The oldest first. @returns {readonly HitFrame[]} */
  get all() {
    return this.#hits;
  }

  /** @param {MessageFrame} message @param {string} me */
  take({ room, seq, at, from, text, action }, me) {
    if (!mentions(text, me)) return;
    /** @type {HitFrame} */
    const hit = { type: "hit", room, seq, at, from, text, marks: [], ...(action && { action }) };
    this.#hits = [...this.#hits.filter((one) => one.room !== room || one.seq !== seq), hit].slice(-MOST);
  }

  /** Forgets all. */
  clear() {
    this.#hits = [];
  }
}
