/**
 * Tells the server what has been read: soon, once for many messages.
 *
 * @module
 */

import type { ClientFrame } from "../../protocol.ts";
import type { Place, Places } from "../view.ts";

/** How long a reader stays before the server learns that something was read, in ms. */
const READ_AFTER = 700;

/** What the server knows to be read. */
export class ReadMarks {
  readonly #places: Places;
  readonly #send: (frame: ClientFrame) => boolean;
  /** Up to which number the server knows each room to be read. */
  readonly #known: Map<Place, number> = new Map();
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(places: Places, send: (frame: ClientFrame) => boolean) {
    this.#places = places;
    this.#send = send;
  }

  /** What the server says of a room that somebody enters. */
  entered(place: Place, read: number): void {
    this.#known.set(place, read);
    this.soon();
  }

  /** Something has been read. */
  soon(): void {
    this.#waiting ??= setTimeout(() => this.now(), READ_AFTER);
  }

  /** Tells it now, as somebody goes. */
  now(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    for (const place of this.#places.rooms) {
      const { read } = place.memory;
      if (read <= (this.#known.get(place) ?? 0)) continue;
      if (this.#send({ type: "read", room: place.name, seq: read })) this.#known.set(place, read);
    }
  }

  /** A place is left. */
  left(place: Place): void {
    this.#known.delete(place);
  }
}
