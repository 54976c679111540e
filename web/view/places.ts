/**
 * All places of the conversation: which one is in view, what has been read in each, and what is news.
 *
 * @module
 */

import type { Authored } from "../../conversation.ts";
import type { MessageFrame } from "../../protocol.ts";
import { changesAnother } from "../../protocol/second_thoughts.ts";
import type { PageWords } from "../../words/en.ts";
import type { RoomLoudness } from "./loudness.ts";
import type { LineRenderer } from "./line.ts";
import type { Messages } from "./messages.ts";
import { Place } from "./place.ts";
import { type Kind, PlaceIndex, placeKey } from "./place_index.ts";
import type { Incoming } from "./read_state.ts";
import type { RoomFacts, RoomNav } from "./room_nav.ts";
import type { PrivateMessage, SavedDraft, SavedView } from "./saved_view.ts";

/** How long changes are collected before they are shown, in ms. */
const SHOW_AFTER = 30;

/** What is news for somebody who does not see it. */
export interface Announcement {
  readonly place: Place;
  readonly from: string;
  readonly text: string;
  readonly isForMe: boolean;
}

/** What the places work with. */
export interface PlacesParts {
  readonly words: PageWords;
  readonly lines: LineRenderer;
  readonly saved: SavedView;
  readonly views: HTMLElement;
  readonly nav: RoomNav;
  readonly loudness: Pick<RoomLoudness, "of">;
  readonly isHidden: (author: Authored) => boolean;
  /** Returns what a room is about, and what it is like. */
  readonly factsOf: (place: Place | undefined) => RoomFacts;
  readonly onShow: (place: Place | undefined, before: Place | undefined) => void;
  readonly onEdge: (place: Place, view: Messages, edge: "first" | "last") => void;
  /** Called when a place goes back from what was said long ago. */
  readonly onNow: (place: Place) => void;
  /** Called when more of a room has been read. */
  readonly onRead: (place: Place) => void;
  readonly onNews: (news: Announcement) => void;
  readonly onUnread: (count: number) => void;
}

/** The places of one person. */
export class Places {
  readonly #parts: PlacesParts;
  readonly #all = new PlaceIndex<Place>();
  #current: Place | undefined;
  #lastRoom: Place | undefined;
  #isDue = false;

  constructor(parts: PlacesParts) {
    this.#parts = parts;
    document.addEventListener("visibilitychange", () => this.markSeen());
    addEventListener("focus", () => this.markSeen());
  }

  /** Returns the place in view; `undefined` for none. */
  get current(): Place | undefined {
    return this.#current;
  }

  /** Returns the room that was last in view: what commands mean that name none. */
  get lastRoom(): Place | undefined {
    return this.#lastRoom;
  }

  /** Returns all places: rooms first, then people. */
  get all(): readonly Place[] {
    return this.#all.all.toSorted((a, b) => Number(a.kind === "person") - Number(b.kind === "person"));
  }

  /** Returns all rooms. */
  get rooms(): readonly Place[] {
    return this.all.filter(({ kind }) => kind === "room");
  }

  /** Shows what the page had before it was loaded again. */
  restore(): void {
    const { current, rooms, privates, drafts } = this.#parts.saved;
    for (const { name } of [...rooms]) this.open("room", name);
    for (const message of privates) {
      this.open("person", message.who, message.person).live.addPrivate(message, false);
    }
    for (const { kind, name, person, text } of drafts) {
      const place = kind === "room" ? this.find("room", name) : this.open("person", name, person);
      if (place !== undefined) place.draft = text;
    }
    this.show(this.#all.at(current) ?? this.all[0]);
  }

  /** Returns what is half-written, place by place. @param written What stands in the box, for the place in view. */
  drafts(written: string): readonly SavedDraft[] {
    return this.all.flatMap((place) => {
      const { kind, name, person, draft } = place;
      const text = place === this.#current ? written : draft;
      return text === "" ? [] : [{ kind, name, text, ...(person !== undefined && { person }) }];
    });
  }

  /** Finds the place of that name. @param person The id of the person who is meant, if it is known. */
  find(kind: Kind, name: string, person?: string): Place | undefined {
    return this.#all.find(kind, name, person);
  }

  /** Returns the place of that name: a new one if there is none. @param person As for {@linkcode Places.find}. */
  open(kind: Kind, name: string, person?: string): Place {
    const known = this.find(kind, name, person);
    if (known !== undefined) {
      known.person ??= person;
      return known;
    }
    const { words, lines, saved, views, onEdge } = this.#parts;
    const kept = saved.rooms.find((room) => placeKey("room", room.name) === placeKey(kind, name));
    const memory = kept ?? { name, last: 0, read: 0, cleared: 0 };
    if (kept === undefined && kind === "room") saved.rooms.push(memory);
    const place = new Place(kind, memory, {
      words,
      lines,
      onEdge: (where, view, edge) => {
        if (edge === "last") this.markSeen();
        onEdge(where, view, edge);
      },
      onNow: (where) => this.toNow(where),
    });
    if (kind === "person") {
      place.person = person;
      place.live.nothing = words.page.aloneYet;
    }
    this.#all.add(place);
    views.append(place.live.root);
    saved.save();
    this.changed();
    return place;
  }

  /** Leaves a place for good. */
  close(place: Place): void {
    const { saved } = this.#parts;
    this.#all.delete(place);
    if (place.kind === "room") saved.rooms = saved.rooms.filter((memory) => memory !== place.memory);
    else this.#forgetPrivates(place);
    saved.saveNow();
    remove(place);
    if (this.#lastRoom === place) this.#lastRoom = undefined;
    if (this.#current === place) this.show(this.#lastRoom ?? this.all[0]);
    this.changed();
  }

  /** Puts a place into view. */
  show(place: Place | undefined): void {
    const before = this.#current;
    if (before !== undefined) before.view.shown = false;
    this.#current = place;
    if (place?.kind === "room") this.#lastRoom = place;
    this.#parts.saved.current = place?.key ?? "";
    this.#parts.saved.save();
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

  /** Goes back from what was said long ago. */
  toNow(place: Place): void {
    if (place.past === undefined) return;
    place.past.root.remove();
    place.past = undefined;
    this.#parts.onNow(place);
    if (place === this.#current) place.live.shown = true;
  }

  /** Records that somebody has another name. @param id Theirs, if it is known. */
  rename(from: string, to: string, id?: string): void {
    const { saved } = this.#parts;
    const person = this.find("person", from, id);
    if (person === undefined || (id !== undefined && person.person !== undefined && person.person !== id)) {
      return;
    }
    const other = this.find("person", to);
    const isInTheWay = other !== undefined && other !== person;
    if (isInTheWay && (other.person === undefined || person.person === undefined)) return;
    saved.privates = saved.privates.map((message) =>
      isOf(message, person) ? { ...message, who: to } : message
    );
    this.#all.rename(person, to);
    if (person === this.#current) this.show(person);
    this.changed();
  }

  /** Adds a message of a room that came to this page for the first time. */
  addMessage(place: Place, message: MessageFrame): void {
    const { lines, isHidden, saved } = this.#parts;
    const { from, text, seq, at, past } = message;
    const isOwnOrHidden = lines.isMe(from) || isHidden(message) || changesAnother(message);
    const isNews = this.#receive(place, { from, at }, { text, seq, isPast: past === true, isOwnOrHidden });
    place.live.add(message, isNews);
    if (message.redacts !== undefined) {
      for (const view of [place.live, place.past]) view?.redact(message.redacts);
    }
    if (message.edits !== undefined || message.reacts !== undefined) {
      for (const view of [place.live, place.past]) view?.apply(message);
    }
    if (seq >= place.quietUntil) place.live.busy = false;
    saved.save();
  }

  /** Adds a private message. */
  addPrivateMessage(place: Place, message: PrivateMessage): void {
    const { lines, saved } = this.#parts;
    const { from, text } = message;
    const isNews = this.#receive(place, message, { text, isPast: false, isOwnOrHidden: lines.isMe(from) });
    place.live.addPrivate(message, isNews);
    saved.privates.push(message);
    saved.save();
  }

  /** Marks as read what is in view, if somebody looks at it and sees its end. */
  markSeen(): void {
    const place = this.#current;
    if (place === undefined || !this.#isSeen(place)) return;
    const { isFurther, isLess } = place.markSeen(place.kind === "room" ? place.live.last : 0);
    if (isFurther) {
      this.#parts.saved.save();
      this.#parts.onRead(place);
    }
    if (isLess) this.changed();
  }

  /** Lets go of a room's messages: they are of another log. */
  forget(place: Place): void {
    this.toNow(place);
    place.live.reset();
    place.reset();
  }

  /** Empties a view. */
  clear(place: Place): void {
    this.toNow(place);
    const { cleared, aloneCleared } = this.#parts.words.page;
    place.live.clear(place.kind === "room" ? cleared : aloneCleared);
    place.memory.cleared = place.memory.last;
    if (place.kind === "person") this.#forgetPrivates(place);
    this.#parts.saved.save();
  }

  /** Hides or shows lines, as their reader wants it now. */
  review(): void {
    for (const { live, past } of this.#all.all) {
      live.review();
      past?.review();
    }
  }

  /** Forgets everything, as somebody else may come in here next. */
  reset(): void {
    for (const place of this.all) remove(place);
    this.#all.clear();
    this.#lastRoom = undefined;
    this.show(undefined);
    this.changed();
  }

  /** Shows what has changed: soon, once for many changes. */
  changed(): void {
    this.#parts.onUnread(this.#sum(({ unread }) => unread));
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#isDue && this.#show(), SHOW_AFTER);
  }

  /** Takes in a message, and returns whether it is news to its reader. */
  #receive(
    place: Place,
    { from, at }: { readonly from: string; readonly at: number },
    arrival: Omit<Incoming, "me" | "isSeen">,
  ): boolean {
    const { me } = this.#parts.lines;
    const { text } = arrival;
    const news = place.receive({ ...arrival, me, isSeen: this.#isSeen(place) });
    if (news.isMarked) place.live.markNew(at);
    if (news.isNews) this.changed();
    if (news.isAnnounced && this.#isTold(place, news.isForMe)) {
      this.#parts.onNews({ place, from, text, isForMe: news.isForMe });
    }
    return news.isNews;
  }

  /** Whether its reader wants to be told of something new in a place. */
  #isTold(place: Place, isForMe: boolean): boolean {
    if (place.kind === "person") return true;
    const how = this.#parts.loudness.of(place.name);
    return how === "all" || (how === "mentions" && isForMe);
  }

  #isSeen(place: Place): boolean {
    return place === this.#current && !document.hidden && document.hasFocus() && place.live.isAtEnd;
  }

  /** Adds up something of all places that count for their reader. */
  #sum(of: (place: Place) => number): number {
    const counting = this.#all.all.filter((place) => !this.#isMuted(place));
    return counting.reduce((sum, place) => sum + of(place), 0);
  }

  #isMuted({ kind, name }: Place): boolean {
    return kind === "room" && this.#parts.loudness.of(name) === "off";
  }

  #forgetPrivates(place: Place): void {
    const { saved } = this.#parts;
    saved.privates = saved.privates.filter((message) => !isOf(message, place));
  }

  #show(): void {
    this.#isDue = false;
    const { nav, factsOf } = this.#parts;
    for (const place of this.#all.all) place.isMuted = this.#isMuted(place);
    const { current } = this;
    nav.show(
      this.all,
      current,
      factsOf(current),
      this.#sum(({ unread }) => unread),
      this.#sum(({ mentions }) => mentions),
    );
    nav.me = this.#parts.lines.me;
    nav.told = current?.kind === "room" ? this.#parts.loudness.of(current.name) : undefined;
  }
}

/** Tells whether a private message stands in this place. */
function isOf({ who, person }: PrivateMessage, place: Place): boolean {
  if (person !== undefined && place.person !== undefined) return person === place.person;
  return placeKey("person", who) === placeKey("person", place.name) && !place.isFormer;
}

/** Takes a place out of the document. */
function remove({ live, past }: Place): void {
  past?.root.remove();
  live.root.remove();
}
