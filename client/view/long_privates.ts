/**
 * Long texts that one person alone was sent, as long as this view lasts: a screen shows them short, and nothing but this
 * could show them again. Pure.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { PrivateFrame } from "../../protocol.ts";

/** Of how many people the last long text is kept. */
const MOST_PEOPLE = 20;

/** A text that takes one row of a narrow screen is never shortened. */
const SHORT = 40;

/** The last long text between this person and each of a few others. */
export class LongPrivates {
  readonly #byOther = new Map<string, PrivateFrame>();

  /** Keeps a text that may have been shortened. @param other Whom one writes with. */
  receive(frame: PrivateFrame, other: string): void {
    if (frame.text.length < SHORT) return;
    const key = nameKey(other);
    this.#byOther.delete(key);
    this.#byOther.set(key, frame);
    const [oldest] = this.#byOther.keys();
    if (this.#byOther.size > MOST_PEOPLE && oldest !== undefined) this.#byOther.delete(oldest);
  }

  /** Finds the last text that was kept; `undefined` for none. */
  of(other: string): PrivateFrame | undefined {
    return this.#byOther.get(nameKey(other));
  }
}
