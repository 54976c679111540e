// @ts-check
/**
 * Tells the server what has been read: soon, once for many messages.
 *
 * @module
 */

/** @typedef {import("../view/place.ts").Place} Place */

/** How long a reader stays before the server learns that something was read, in ms. */
const READ_AFTER = 700;

/** What the server knows to be read. */
export class Reading {
  #places;
  #send;
  /** Up to which number the server knows each room to be read. @type {Map<Place, number>} */
  #known = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /**
   * @param {import("../view/places.ts").Places} places
   * @param {(frame: import("../../protocol.ts").ClientFrame) => boolean} send
   */
  constructor(places, send) {
    this.#places = places;
    this.#send = send;
  }

  /** What the server says of a room that somebody enters. @param {Place} place @param {number} read */
  entered(place, read) {
    this.#known.set(place, read);
    this.soon();
  }

  /** Something has been read. */
  soon() {
    this.#waiting ??= setTimeout(() => this.now(), READ_AFTER);
  }

  /** Tells it now, as somebody goes. */
  now() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    for (const place of this.#places.rooms) {
      const { read } = place.memory;
      if (read <= (this.#known.get(place) ?? 0)) continue;
      if (this.#send({ type: "read", room: place.name, seq: read })) this.#known.set(place, read);
    }
  }

  /** A place is left. @param {Place} place */
  left(place) {
    this.#known.delete(place);
  }
}
