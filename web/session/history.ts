/**
 * What was said before: asked for when somebody scrolls to an edge, by a command, or around what was found.
 *
 * @module
 */

import type { ClientFrame, MessageFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { Messages, Place, Places } from "../view.ts";

export interface Which {
  readonly before?: number;
  readonly after?: number;
  readonly since?: number;
  readonly limit?: number;
}

/** So many messages are asked for at once, and so many before one that was found. */
const PAGE = 50;
const BEFORE = 25;

export interface HistoryParts {
  readonly words: Words;
  readonly places: Places;
  readonly hint: (text: string) => void;
  readonly send: (frame: ClientFrame) => boolean;
}

/** The way to what was said before. */
export class History {
  readonly #parts: HistoryParts;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** Somebody has scrolled to the first or the last message of a view. */
  reached(place: Place, view: Messages, edge: "first" | "last"): void {
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

  /** What a command asks for, before what is shown. */
  earlier(place: Place, { since, limit = PAGE }: Which): void {
    const { first } = place.live;
    const before = first < Infinity ? { before: first } : {};
    this.#ask(place, place.live, "earlier", first, since === undefined ? { ...before, limit } : { since });
  }

  /** Leads to a message. */
  around(place: Place, seq: number): void {
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

  /** Takes a message that was asked for: `false` when it is none of these. */
  takes({ asking, live, quietUntil }: Place, message: MessageFrame): boolean {
    if (asking === undefined || message.past !== true) return false;
    const isMissed = live.last > 0 && message.seq === live.last + 1 && message.seq <= quietUntil;
    if (asking.toward === "earlier" ? message.seq >= asking.seq : isMissed) return false;
    asking.messages.push(message);
    return true;
  }

  /** All that was asked for has come. */
  end(place: Place, more: boolean): void {
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
        if (messages.length === 0 && into.first === Infinity) into.note(words.plain.nothingEarlier);
        return;
      case "later":
        into.extend(messages);
        if (!more) this.#join(place, into.last);
        return;
      case "around":
        if (messages.length === 0) return hint(words.plain.nothingEarlier);
        if ((messages.at(-1)?.seq ?? 0) >= place.live.first - 1) {
          place.live.prepend(messages.filter((message) => message.seq < place.live.first));
          return void place.live.reveal(seq);
        }
        into.extend(messages);
        places.toPast(place, into);
        into.reveal(seq);
    }
  }

  /** There is no such room: what was asked for will not come. */
  missed(room: string): void {
    const place = this.#parts.places.find("room", room);
    if (place !== undefined) place.asking = undefined;
  }

  /** The connection is gone, and what was asked for with it. */
  lost(): void {
    for (const place of this.#parts.places.rooms) place.asking = undefined;
  }

  /** What was said long ago has met what is said now. */
  #join(place: Place, last: number): void {
    this.#parts.places.toNow(place);
    place.live.reveal(last);
  }

  #ask(
    place: Place,
    into: Messages,
    toward: "earlier" | "later" | "around",
    seq: number,
    which: Which,
  ): void {
    if (place.asking !== undefined && toward !== "around") return;
    if (!this.#parts.send({ type: "history", room: place.name, ...which })) return;
    place.asking = { into, toward, seq, messages: [] };
  }
}
