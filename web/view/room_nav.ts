/**
 * The list of rooms and people, with what is unread in each, and the line above the conversation.
 *
 * @module
 */

import type { Loudness } from "../../protocol/loudness.ts";
import type { PageWords } from "../../words/en.ts";
import { followArrowKeys, setTabStop } from "./arrow_keys.ts";
import { arrange, element, nameElement } from "./nodes.ts";
import type { Place } from "./place.ts";
import { fill } from "./document_words.ts";

/** What is told of the room in view, above it. */
export interface RoomFacts {
  /** What it is about, if it is about something. */
  readonly topic: string | undefined;
  /** What it is like, in words; empty where it is like all others. */
  readonly mode: string;
}

/** Where one is and can go. */
export class RoomNav {
  readonly #elements: Readonly<
    Record<"list" | "total" | "where" | "topic" | "mode" | "leave" | "told" | "nowhere" | "me", HTMLElement>
  >;
  readonly #words: PageWords;
  readonly #onChoose: (place: Place) => void;
  #buttons: Map<Place, HTMLButtonElement> = new Map();
  #current: Place | undefined;
  #wanted = "";
  #onListed = (_listed: ReadonlyMap<Place, HTMLElement>, _all: number): void => {};
  #all: readonly Place[] = [];

  constructor(
    elements: Readonly<
      Record<"list" | "total" | "where" | "topic" | "mode" | "leave" | "told" | "nowhere" | "me", HTMLElement>
    >,
    words: PageWords,
    onChoose: (place: Place) => void,
  ) {
    this.#elements = elements;
    this.#words = words;
    this.#onChoose = onChoose;
    followArrowKeys(elements.list);
  }

  /** Is called whenever the list is made anew, and now: what is loaded later adds to it. */
  set onListed(act: (listed: ReadonlyMap<Place, HTMLElement>, all: number) => void) {
    this.#onListed = act;
    act(this.#buttons, this.#all.length);
  }

  /** Lists only what has this in its name, at once: whoever types it and presses Enter means what is left. */
  set wanted(text: string) {
    this.#wanted = text.toLowerCase();
    if (this.#list(this.#all, this.#current)) this.#reach(this.#current);
  }

  /**
   * Shows all places, of which one is current.
   *
   * @param about What the current one is about, if it is a room that is about something, and what it is like.
   * @param total How much is unread in all of them, as far as its reader wants to know.
   * @param naming In how much of that their name was said.
   */
  show(
    all: readonly Place[],
    current: Place | undefined,
    { topic, mode }: RoomFacts,
    total: number,
    naming: number,
  ): void {
    const isOther = this.#list(all, current);
    this.#head(current, topic, mode);
    const { total: badge } = this.#elements;
    badge.textContent = naming > 0 ? atBadge(naming) : total === 0 ? "" : String(Math.min(total, 999));
    badge.classList.toggle("at", naming > 0);
    if (isOther || current !== this.#current) this.#reach(current);
    this.#current = current;
  }

  /** Lists places, of which one is current, as far as they are wanted. @returns Whether the list is another one now. */
  #list(all: readonly Place[], current: Place | undefined): boolean {
    const { list } = this.#elements;
    const places = all.filter(({ label }) => label.toLowerCase().includes(this.#wanted));
    const known = this.#buttons;
    const before = [...known];
    const isOther = before.length !== places.length || all.length !== this.#all.length ||
      before.some(([place, { title }], i) => place !== places[i] || title !== place.label);
    this.#all = all;
    if (isOther) {
      const focused = document.activeElement;
      const hadFocus = list.contains(focused);
      this.#buttons = new Map(places.map((place) => [place, known.get(place) ?? this.#make(place)]));
      arrange(list, [...this.#buttons.values()].flatMap(({ parentElement }) => parentElement ?? []));
      this.#onListed(this.#buttons, all.length);
      const [first] = this.#buttons.values();
      if (hadFocus && !list.contains(focused)) ((current && this.#buttons.get(current)) ?? first)?.focus();
    }
    for (const [place, one] of this.#buttons) this.#label(one, place, place === current);
    return isOther;
  }

  /** Shows who its reader is; nothing before they are anybody. */
  set me(name: string) {
    const { me } = this.#elements;
    if (me.firstChild?.textContent === name) return;
    me.replaceChildren(...name === "" ? [] : [nameElement(name), " ", this.#words.page.you]);
  }

  /** Shows of what in the room in view its reader is told; nothing where there is no room. */
  set told(how: Loudness | undefined) {
    const { told } = this.#elements;
    if (told.parentElement !== null) told.parentElement.hidden = how === undefined;
    if (told instanceof HTMLSelectElement && how !== undefined) told.value = how;
  }

  /** Brings the current place into view, where the list is longer than there is room for. */
  #reach(current: Place | undefined): void {
    const chosen = current && this.#buttons.get(current);
    setTabStop(this.#elements.list, chosen);
    chosen?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** Makes the button of a place, in an item of the list. */
  #make(place: Place): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.append(
      element("bdi", ""),
      element("span", "", "badge count"),
      element("span", "", "badge count at"),
    );
    made.addEventListener("click", () => this.#onChoose(place));
    document.createElement("li").append(made);
    return made;
  }

  #label(
    made: HTMLButtonElement,
    { kind, label, unread, mentions, isMuted }: Place,
    isCurrent: boolean,
  ): void {
    const [name, badge, naming] = made.children;
    const { unreadIn, namesYou, privateWith, told, toldOff } = this.#words.page;
    const isForMe = !isMuted && (mentions > 0 || (kind === "person" && unread > 0));
    if (name !== undefined) name.textContent = label;
    if (badge instanceof HTMLElement) { // Shown by the style sheet: the label says it in words, and is else what is written.
      badge.dataset.count = unread === 0 ? "" : String(Math.min(unread, 999));
    }
    if (naming instanceof HTMLElement) naming.dataset.count = mentions === 0 ? "" : atBadge(mentions);
    made.className = isForMe
      ? `${kind} for-me`
      : unread > 0 && !isMuted
      ? `${kind} unread-in`
      : isMuted
      ? `${kind} muted-in`
      : kind;
    made.title = label;
    made.ariaCurrent = isCurrent ? "true" : null;
    const parts = [kind === "room" ? label : fill(privateWith, { name: label })];
    if (unread > 0) parts.push(fill(unreadIn, { count: unread }));
    if (mentions > 0) parts.push(namesYou);
    if (isMuted) parts.push(`${told}: ${toldOff}`);
    made.ariaLabel = parts.join(", ");
  }

  #head(current: Place | undefined, about: string | undefined, like: string): void {
    const { where, topic, mode, leave, nowhere } = this.#elements;
    const { topicNone, leaveRoom, leavePerson, privateWith } = this.#words.page;
    nowhere.hidden = current !== undefined;
    leave.hidden = current === undefined;
    topic.hidden = current?.kind !== "room";
    where.textContent = current === undefined
      ? ""
      : current.kind === "room"
      ? current.label
      : fill(privateWith, { name: current.label });
    topic.textContent = topic.title = about ?? topicNone;
    mode.hidden = like === "";
    mode.textContent = mode.title = like;
    leave.textContent = current?.kind === "person" ? leavePerson : leaveRoom;
  }
}

/** Says in a badge how often somebody was named. */
function atBadge(count: number): string {
  return `@${Math.min(count, 99)}`;
}
