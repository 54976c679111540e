// @ts-check
/**
 * What was said before: asked for when somebody scrolls to an edge, by a command, or around what was found.
 *
 * @module
 */

/** @typedef {import("../view/place.ts").Place} Place */
/** @typedef {import("../view/messages.ts").Messages} Messages */
/** @typedef {import("../../protocol.ts").MessageFrame} MessageFrame */
/** @typedef {{ readonly before?: number, readonly after?: number, readonly since?: number, readonly limit?: number }} Which */

/** So many messages are asked for at once, and so many before one that was found. */
const PAGE = 50;
const BEFORE = 25;

/**
 * @typedef {{
 *   readonly words: import("../view/words.ts").Words,
 *   readonly places: import("../view/places.ts").Places,
 *   readonly hint: (text: string) => void,
 *   readonly send: (frame: import("../../protocol.ts").ClientFrame) => boolean,
 * }} Parts
 */

/** The way to what was said before. */
export class Past {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Somebody has scrolled to the first or the last message of a view.
   *
   * @param {Place} place
   * @param {Messages} view
   * @param {"first" | "last"} edge
   */
  reached(place, view, edge) {
    if (place.kind === "person") return;
    const { first, last } = view;
    if (edge === "first") {
      if (first === Infinity || first <= 1) return void (view.complete = first === 1);
      return this.#ask(place, view, "earlier", first, { before: first, limit: PAGE });
    }
    if (view !== place.past || place.asking !== undefined) return;
    if (last >= place.live.first - 1) return this.#join(place, last);
    this.#ask(place, view, "later", last, { after: last, limit: PAGE });
  }

  /** What a command asks for, before what is shown. @param {Place} place @param {Which} which */
  earlier(place, { since, limit = PAGE }) {
    const { first } = place.live;
    const before = first < Infinity ? { before: first } : {};
    this.#ask(place, place.live, "earlier", first, since === undefined ? { ...before, limit } : { since });
  }

  /** Leads to a message. @param {Place} place @param {number} seq */
  around(place, seq) {
    const { places } = this.#parts;
    places.show(place);
    if (place.past?.reveal(seq)) return;
    places.toNow(place);
    if (place.live.reveal(seq)) return;
    this.#ask(place, place.openPast(), "around", seq, {
      after: Math.max(0, seq - BEFORE),
      limit: 2 * BEFORE,
    });
  }

  /** Takes a message that was asked for: `false` when it is none of these. @param {Place} place @param {MessageFrame} message */
  took({ asking, live, quietUntil }, message) {
    if (asking === undefined || message.past !== true) return false;
    const isMissed = live.last > 0 && message.seq === live.last + 1 && message.seq <= quietUntil;
    if (asking.toward === "earlier" ? message.seq >= asking.seq : isMissed) return false;
    asking.messages.push(message);
    return true;
  }

  /** All that was asked for has come. @param {Place} place @param {boolean} more */
  came(place, more) {
    const { words, hint, places } = this.#parts;
    const { asking } = place;
    place.asking = undefined;
    if (asking === undefined) return;
    const { into, toward, messages, seq } = asking;
    switch (toward) {
      case "earlier":
        if (into.first !== seq) return; // The list has changed since: it is asked for again when it is needed.
        into.prepend(messages);
        into.complete = !more && into.first <= 1;
        if (messages.length === 0 && into.first === Infinity) into.note(words.nothingEarlier);
        return;
      case "later":
        into.extend(messages);
        if (!more) this.#join(place, into.last);
        return;
      case "around":
        if (messages.length === 0) return hint(words.nothingEarlier);
        if ((messages.at(-1)?.seq ?? 0) >= place.live.first - 1) {
          place.live.prepend(messages.filter((message) => message.seq < place.live.first));
          return void place.live.reveal(seq);
        }
        into.extend(messages);
        places.toPast(place, into);
        into.reveal(seq);
    }
  }

  /** There is no such room: what was asked for will not come. @param {string} room */
  missed(room) {
    const place = this.#parts.places.find("room", room);
    if (place !== undefined) place.asking = undefined;
  }

  /** The connection is gone, and what was asked for with it. */
  lost() {
    for (const place of this.#parts.places.rooms) place.asking = undefined;
  }

  /** What was said long ago has met what is said now. @param {Place} place @param {number} last */
  #join(place, last) {
    this.#parts.places.toNow(place);
    place.live.reveal(last);
  }

  /**
   * @param {Place} place
   * @param {Messages} into
   * @param {"earlier" | "later" | "around"} toward
   * @param {number} seq
   * @param {Which} which
   */
  #ask(place, into, toward, seq, which) {
    if (place.asking !== undefined && toward !== "around") return;
    if (!this.#parts.send({ type: "history", room: place.name, ...which })) return;
    place.asking = { into, toward, seq, messages: [] };
  }
}
