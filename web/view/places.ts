/**
 * All places of the conversation: which one is in view, what has been read in each, and what is news.
 *
 * @module
 */

import type { MessageFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { SavedSession } from "../session.ts";
import type { PrivateMessage } from "./kept.ts";
import type { LineRenderer } from "./line.ts";
import type { Messages } from "./messages.ts";
import { mentions } from "./nodes.ts";
import { type Kind, Place, placeKey } from "./place.ts";
import type { RoomNav } from "./room_nav.ts";

/** What is news for somebody who does not see it. */
export interface News {
  readonly place: Place;
  readonly from: string;
  readonly text: string;
  readonly isForMe: boolean;
}

export interface PlacesParts {
  readonly words: Words;
  readonly lines: LineRenderer;
  readonly seat: SavedSession;
  readonly views: HTMLElement;
  readonly nav: RoomNav;
  readonly isHidden: (name: string) => boolean;
  readonly onShow: (place: Place | undefined, before: Place | undefined) => void;
  readonly onEdge: (place: Place, view: Messages, edge: "first" | "last") => void;
  readonly onRead: () => void;
  readonly onNews: (news: News) => void;
  readonly onUnread: (count: number) => void;
}

/** The places of one person. */
export class Places {
  readonly #parts: PlacesParts;
  readonly #all: Map<string, Place> = new Map();
  current: Place | undefined;
  /** The room that was last in view: what commands mean that name none. */
  lastRoom: Place | undefined;
  /** Who last wrote to this person alone, or was written to. */
  correspondent: string | undefined;
  #isDue = false;

  constructor(parts: PlacesParts) {
    this.#parts = parts;
    document.addEventListener("visibilitychange", () => this.markSeen());
    addEventListener("focus", () => this.markSeen());
  }

  /** Shows what the page had before it was loaded again. */
  restore(): void {
    const { seat } = this.#parts;
    const { current } = seat;
    for (const memory of [...seat.rooms]) this.open("room", memory.name);
    for (const word of seat.privates) this.open("person", word.who).live.addPrivate(word, false);
    this.show(this.#all.get(current) ?? this.all[0]);
  }

  /** Rooms first, then people. */
  get all(): readonly Place[] {
    return [...this.#all.values()].toSorted((a, b) =>
      Number(a.kind === "person") - Number(b.kind === "person")
    );
  }

  get rooms(): readonly Place[] {
    return this.all.filter(({ kind }) => kind === "room");
  }

  find(kind: Kind, name: string): Place | undefined {
    return this.#all.get(placeKey(kind, name));
  }

  /** The place of that name: a new one if there is none. */
  open(kind: Kind, name: string): Place {
    const known = this.find(kind, name);
    if (known !== undefined) return known;
    const { words, lines, seat, views, onEdge } = this.#parts;
    const kept = seat.rooms.find((memory) => placeKey("room", memory.name) === placeKey(kind, name));
    const memory = kept ?? { name, last: 0, read: 0, cleared: 0 };
    if (kept === undefined && kind === "room") seat.rooms.push(memory);
    const place = new Place(kind, memory, {
      words,
      lines,
      onEdge: (where, view, edge) => {
        if (edge === "last") this.markSeen();
        onEdge(where, view, edge);
      },
      onNow: (where) => this.toNow(where),
    });
    this.#all.set(place.key, place);
    views.append(place.live.root);
    seat.save();
    this.#changed();
    return place;
  }

  /** Leaves a place for good. */
  close(place: Place): void {
    const { seat } = this.#parts;
    this.#all.delete(place.key);
    if (place.kind === "room") seat.rooms = seat.rooms.filter((memory) => memory !== place.memory);
    else seat.privates = seat.privates.filter(({ who }) => placeKey("person", who) !== place.key);
    seat.saveNow();
    place.past?.root.remove();
    place.live.root.remove();
    if (this.lastRoom === place) this.lastRoom = undefined;
    if (this.current === place) this.show(this.lastRoom ?? this.all[0]);
    this.#changed();
  }

  /** Puts a place into view. */
  show(place: Place | undefined): void {
    const before = this.current;
    if (before !== undefined) before.view.shown = false;
    this.current = place;
    if (place?.kind === "room") this.lastRoom = place;
    this.#parts.seat.current = place?.key ?? "";
    this.#parts.seat.save();
    this.#parts.onShow(place, before);
    this.#show();
    if (place !== undefined) place.view.shown = true;
  }

  /** Shows what was said long ago in a place. */
  toPast(place: Place, view: Messages): void {
    place.past?.root.remove();
    place.view.shown = false;
    place.past = view;
    this.#parts.views.append(view.root);
    this.show(place);
  }

  /** Back from long ago. */
  toNow(place: Place): void {
    if (place.past === undefined) return;
    place.past.root.remove();
    place.past = undefined;
    place.asking = undefined;
    if (place === this.current) place.live.shown = true;
  }

  /** Somebody has another name. */
  rename(from: string, to: string): void {
    if (placeKey("person", this.correspondent ?? "") === placeKey("person", from)) this.correspondent = to;
    const person = this.find("person", from);
    const other = this.find("person", to);
    if (person === undefined || (other !== undefined && other !== person)) return;
    this.#all.delete(person.key);
    person.rename(to);
    this.#all.set(person.key, person);
    for (const [i, word] of this.#parts.seat.privates.entries()) {
      if (placeKey("person", word.who) === placeKey("person", from)) {
        this.#parts.seat.privates[i] = { ...word, who: to };
      }
    }
    if (person === this.current) this.show(person);
    this.#changed();
  }

  /** A message of a room came for the first time on this page. */
  addMessage(place: Place, message: MessageFrame): void {
    const { lines, isHidden } = this.#parts;
    const { memory, live } = place;
    const isMine = lines.isMe(message.from);
    const isNews = !isMine && message.seq > memory.read && !isHidden(message.from);
    const isForMe = isNews && mentions(message.text, lines.me);
    if (isNews) this.#news(place, message, isForMe, message.past === true, message.seq > memory.last);
    live.add(message, isNews);
    memory.last = Math.max(memory.last, message.seq);
    if (message.seq >= place.quietUntil) live.busy = false;
    this.#parts.seat.save();
  }

  /** A private word came. */
  addPrivateMessage(place: Place, word: PrivateMessage): void {
    const { lines, seat } = this.#parts;
    const isNews = !lines.isMe(word.from);
    this.correspondent = word.who;
    if (isNews) this.#news(place, word, true, false, true);
    place.live.addPrivate(word, isNews);
    seat.privates.push(word);
    seat.save();
  }

  /** What is in view has been read, if somebody looks at it and sees its end. */
  markSeen(): void {
    const place = this.current;
    if (place === undefined || !this.#isSeen(place)) return;
    if (place.live.last >= place.quietUntil) place.isMarked = false;
    if (place.kind === "room" && place.memory.read < place.live.last) {
      place.memory.read = place.live.last;
      this.#parts.seat.save();
      this.#parts.onRead();
    }
    if (place.unread === 0) return;
    place.unread = place.mentions = 0;
    this.#changed();
  }

  /** Lets go of a room's messages: they are of another log. */
  forget(place: Place): void {
    this.toNow(place);
    place.live.reset();
    place.unread = place.mentions = 0;
    place.memory.last = place.memory.read = place.memory.cleared = 0;
  }

  /** Empties a view. */
  clear(place: Place): void {
    const { seat } = this.#parts;
    this.toNow(place);
    place.live.clear();
    place.memory.cleared = place.memory.last;
    if (place.kind === "person") {
      seat.privates = seat.privates.filter(({ who }) => placeKey("person", who) !== place.key);
    }
    seat.save();
  }

  /** Hides or shows lines, as their reader wants it now. */
  review(): void {
    for (const { live, past } of this.#all.values()) {
      live.review();
      past?.review();
    }
  }

  /** Forgets everything, as somebody else may come in here next. */
  reset(): void {
    for (const place of this.all) {
      place.past?.root.remove();
      place.live.root.remove();
    }
    this.#all.clear();
    this.lastRoom = undefined;
    this.show(undefined);
    this.#changed();
  }

  /** Shows what has changed: soon, once for many changes. */
  changed(): void {
    this.#changed();
  }

  /** @param isFirst Whether it never came to this page before. */
  #news(
    place: Place,
    { from, text, at }: { readonly from: string; readonly text: string; readonly at: number },
    isForMe: boolean,
    isPast: boolean,
    isFirst: boolean,
  ): void {
    const isSeen = this.#isSeen(place);
    if (!place.isMarked && (isPast || !isSeen)) {
      place.live.markNew(at);
      place.isMarked = true;
    }
    if (isSeen) return;
    place.unread++;
    if (isForMe) place.mentions += place.kind === "room" ? 1 : 0;
    this.#changed();
    if (isFirst) this.#parts.onNews({ place, from, text, isForMe });
  }

  #isSeen(place: Place): boolean {
    return place === this.current && !document.hidden && document.hasFocus() && place.live.isAtEnd;
  }

  #changed(): void {
    this.#parts.onUnread(this.all.reduce((sum, { unread }) => sum + unread, 0));
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#isDue && this.#show(), 30);
  }

  #show(): void {
    this.#isDue = false;
    this.#parts.nav.show(this.all, this.current);
  }
}
