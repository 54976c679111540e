/**
 * Of what in each room its reader is told who does not look at it: kept in this browser, also without the room.
 *
 * @module
 */

import { isFields, isText } from "../../protocol/fields.ts";
import { type Loudness, parseLoudness } from "../../protocol/loudness.ts";
import { nameKey } from "../../protocol/names.ts";
import { keep, parsed, recall } from "../storage.ts";

/** Where it is kept: an object of rooms. */
const NAME = "chat.told";

/** What its reader has chosen, room by room. */
export class RoomLoudness {
  readonly #rooms = new Map<string, Loudness>();
  /** Called when it is another one in a room. */
  onChange = (): void => {};

  constructor() {
    const stored = parsed(recall("localStorage", NAME));
    for (const [room, how] of isFields(stored) ? Object.entries(stored) : []) {
      const known = isText(how) ? parseLoudness(how) : undefined;
      if (known !== undefined) this.#rooms.set(room, known);
    }
  }

  /** Tells of what in a room its reader is told. */
  of(room: string): Loudness {
    return this.#rooms.get(nameKey(room)) ?? "mentions";
  }

  /** Changes that. */
  set(room: string, how: Loudness): void {
    if (how === "mentions") this.#rooms.delete(nameKey(room));
    else this.#rooms.set(nameKey(room), how);
    const all = JSON.stringify(Object.fromEntries(this.#rooms));
    keep("localStorage", NAME, this.#rooms.size === 0 ? undefined : all);
    this.onChange();
  }
}
