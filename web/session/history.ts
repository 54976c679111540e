/**
 * What was said before: asked for when somebody scrolls to an edge, by a command, or around what was found.
 *
 * @module
 */

import type { ClientFrame, MessageFrame } from "../../protocol.ts";
import { DEFAULT_HISTORY } from "../../protocol/limits.ts";
import type { PageWords } from "../../words/en.ts";
import type { MessageView, PlacesView, PlaceView } from "./ports.ts";

/** Which part of a history a command asks for: the last `limit` messages, or all `since` a moment in ms since 1970. */
export interface HistoryRange {
  readonly since?: number;
  readonly limit?: number;
}

/** How many messages are asked for at once. */
const PAGE = DEFAULT_HISTORY;

/** How many messages are shown before one that was found, and as many behind it. */
const BESIDE = 25;

/** What it works with. */
export interface HistoryParts {
  readonly words: PageWords;
  readonly places: Pick<PlacesView, "find" | "show" | "toNow" | "toPast">;
  readonly hint: (text: string) => void;
  readonly send: (frame: ClientFrame) => boolean;
}

/** Where messages that are asked for are in relation to what is shown: before it, behind it, or around one of them. */
type Toward = "earlier" | "later" | "around";

/** Messages that were asked for and are on their way, and into which view they go. */
interface PendingPage {
  readonly into: MessageView;
  readonly toward: Toward;
  readonly seq: number;
  readonly messages: MessageFrame[];
}

/** The way to what was said before. */
export class History {
  readonly #parts: HistoryParts;
  readonly #pending = new Map<PlaceView, PendingPage>();

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** Asks for more, as somebody has scrolled to the first or the last message of a view. */
  reached(place: PlaceView, view: MessageView, edge: "first" | "last"): void {
    if (place.kind === "person") return;
    const { first, last } = view;
    if (edge === "first") {
      if (first === Infinity || first <= 1) view.complete = first === 1;
      else this.#ask(place, view, "earlier", first, { before: first, limit: PAGE });
      return;
    }
    if (view !== place.past || this.#pending.has(place)) return;
    if (last >= place.live.first - 1) return this.#join(place, last);
    this.#ask(place, view, "later", last, { after: last, limit: PAGE });
  }

  /** Asks for what a command wants, before what is shown. */
  earlier(place: PlaceView, { since, limit = PAGE }: HistoryRange): void {
    const { first } = place.live;
    const before = first < Infinity ? { before: first } : {};
    this.#ask(place, place.live, "earlier", first, since === undefined ? { ...before, limit } : { since });
  }

  /** Leads to a message. */
  around(place: PlaceView, seq: number): void {
    const { places } = this.#parts;
    places.show(place);
    if (place.past?.reveal(seq)) return;
    places.toNow(place);
    if (place.live.reveal(seq)) return;
    const range = { after: Math.max(0, seq - BESIDE), limit: 2 * BESIDE };
    this.#ask(place, place.openPast(), "around", seq, range);
  }

  /** Takes a message that was asked for; `false` when it is none of these. */
  takes(place: PlaceView, message: MessageFrame): boolean {
    const pending = this.#pending.get(place);
    if (pending === undefined || message.past !== true) return false;
    const { live, quietUntil } = place;
    const isMissed = live.last > 0 && message.seq === live.last + 1 && message.seq <= quietUntil;
    if (pending.toward === "earlier" ? message.seq >= pending.seq : isMissed) return false;
    pending.messages.push(message);
    return true;
  }

  /** Shows all that was asked for, as the last of it has come. */
  end(place: PlaceView, hasMore: boolean): void {
    const pending = this.#pending.get(place);
    this.#pending.delete(place);
    if (pending === undefined) return;
    const { into, toward, messages } = pending;
    switch (toward) {
      case "earlier":
        return this.#showEarlier(pending, hasMore);
      case "later":
        into.extend(messages);
        return hasMore ? undefined : this.#join(place, into.last);
      case "around":
        return this.#showAround(place, pending);
    }
  }

  /** Records that there is no such room: what was asked for does not come. */
  missed(room: string): void {
    const place = this.#parts.places.find("room", room);
    if (place !== undefined) this.#pending.delete(place);
  }

  /** Records that what was asked for is not wanted any more. */
  cancel(place: PlaceView): void {
    this.#pending.delete(place);
  }

  /** Records that the connection is gone, and what was asked for with it. */
  lost(): void {
    this.#pending.clear();
  }

  #showEarlier({ into, messages, seq }: PendingPage, hasMore: boolean): void {
    if (into.first !== seq) return; // The list has changed since: it is asked for again when it is needed.
    into.prepend(messages);
    into.complete = !hasMore && into.first <= 1;
    if (messages.length === 0 && into.first === Infinity) into.note(this.#parts.words.plain.nothingEarlier);
  }

  #showAround(place: PlaceView, { into, messages, seq }: PendingPage): void {
    const { words, hint, places } = this.#parts;
    if (messages.length === 0) return hint(words.plain.nothingEarlier);
    const { live } = place;
    if ((messages.at(-1)?.seq ?? 0) >= live.first - 1) {
      live.prepend(messages.filter((message) => message.seq < live.first));
      live.reveal(seq);
      return;
    }
    into.extend(messages);
    places.toPast(place, into);
    into.reveal(seq);
  }

  /** Goes on from what was said long ago to what is said now, as the two have met. */
  #join(place: PlaceView, last: number): void {
    this.#parts.places.toNow(place);
    place.live.reveal(last);
  }

  #ask(
    place: PlaceView,
    into: MessageView,
    toward: Toward,
    seq: number,
    range: { readonly before?: number; readonly after?: number } & HistoryRange,
  ): void {
    if (this.#pending.has(place) && toward !== "around") return;
    if (!this.#parts.send({ type: "history", room: place.name, ...range })) return;
    this.#pending.set(place, { into, toward, seq, messages: [] });
  }
}
