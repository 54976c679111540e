/**
 * Who is here: the list beside the conversation.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";
import type { PageWords } from "../../words/en.ts";
import { followArrowKeys, setTabStop } from "./arrow_keys.ts";
import { groupMembers, type ListedMember, type MemberGroup } from "./member_groups.ts";
import { arrange, button, element, nameElement, refocus } from "./nodes.ts";
import { presenceText } from "./presence.ts";
import type { Times } from "./times.ts";

/** So many are shown by name; completion knows all of them. */
const MOST_SHOWN = 500;

/** How long changes are collected before they are shown, in ms. */
const SHOW_AFTER = 50;

/** The members of a place. */
export interface MemberList {
  /** How many there are, of whom not all need be named. */
  readonly count: number;
  /** Those whose names are known, in the order in which they came. */
  readonly members: () => readonly ListedMember[];
}

/** Somebody who is listed. */
interface Entry {
  readonly item: HTMLElement;
  readonly choose: HTMLElement;
  readonly dot: HTMLElement;
  /** What stands behind the name, which is written anew only when it is another. */
  tail: string;
}

/** The list of those who are in the room in view: whoever stays keeps the button that somebody may be pressing. */
export class Members {
  readonly #elements: Readonly<Record<"list" | "count", HTMLElement>>;
  readonly #words: PageWords;
  readonly #times: Times;
  readonly #onName: (name: string, opener: HTMLElement) => void;
  readonly #isMe: (name: string) => boolean;
  #shown: MemberList | undefined;
  #isDue = false;
  #wanted = "";
  #onListed = (_all: number, _left: number): void => {};
  /** How many there are, and how many of them are listed. */
  #counts: readonly [number, number] = [0, 0];
  /** Who is listed, by name, and the groups. */
  #entries: ReadonlyMap<string, Entry> = new Map();
  readonly #groups = new Map<MemberGroup, readonly [title: HTMLElement, list: HTMLElement]>();
  readonly #more = element("p", "…");

  /** @param onName Somebody was chosen from the list. @param isMe Tells whether a name is the reader's own. */
  constructor(
    elements: Readonly<Record<"list" | "count", HTMLElement>>,
    words: PageWords,
    times: Times,
    onName: (name: string, opener: HTMLElement) => void,
    isMe: (name: string) => boolean,
  ) {
    this.#elements = elements;
    this.#words = words;
    this.#times = times;
    this.#onName = onName;
    this.#isMe = isMe;
    followArrowKeys(elements.list);
  }

  /** Shows these, once for all that changes at the same time; no list without. */
  show(list: MemberList | undefined): void {
    this.#shown = list;
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#show(), SHOW_AFTER);
  }

  /** Lists only those who have this in their names, at once: whoever types it and presses Enter means who is left. */
  set wanted(text: string) {
    this.#wanted = text.toLowerCase();
    this.#show();
  }

  /** Is called whenever the list is made anew, and now: with how many there are, and how many of them are listed. */
  set onListed(act: (all: number, left: number) => void) {
    this.#onListed = act;
    act(...this.#counts); // The list stays as it is: somebody may be pressing a name.
  }

  /** Says who is there, in one sentence. */
  sentence(people: readonly ListedMember[]): string {
    const each = people.map(({ name, presence }) => {
      const { rank, muted } = presence ?? {};
      const { ranks, isMuted } = this.#words.deeds;
      const tags = [...rank === undefined ? [] : [ranks[rank]], ...muted === true ? [isMuted] : []];
      const tag = tags.length === 0 ? "" : `[${tags.join(", ")}]`;
      return [name, tag, this.presence(presence)].filter((part) => part !== "").join(" ");
    });
    return `${this.#words.page.here} (${this.#words.people(people.length)}): ${each.join(", ")}`;
  }

  /** Says how somebody is present, in brackets; empty when they are simply there. */
  presence(presence: Presence | undefined): string {
    return presenceText(presence, this.#words, (ms) => this.#times.span(ms));
  }

  #show(): void {
    this.#isDue = false;
    const { list, count } = this.#elements;
    const all = this.#shown?.members() ?? [];
    const people = all.filter(({ name }) => name.toLowerCase().includes(this.#wanted));
    this.#counts = [all.length, people.length];
    this.#onListed(...this.#counts);
    count.textContent = this.#shown === undefined ? "" : String(this.#shown.count);
    const focused = document.activeElement;
    const shown = people.slice(0, MOST_SHOWN);
    const known = this.#entries;
    this.#entries = new Map(shown.map(({ name }) => [name, known.get(name) ?? this.#make(name)]));
    const parts = [...groupMembers(shown)].flatMap(([group, members]) => this.#group(group, members));
    arrange(list, people.length > MOST_SHOWN ? [...parts, this.#more] : parts);
    refocus(focused);
    const buttons = [...list.querySelectorAll("button")];
    setTabStop(
      list,
      buttons.find((one) => one === document.activeElement) ??
        buttons.find((one) => one.getAttribute("tabindex") === "0"),
    );
  }

  #group(group: MemberGroup, members: readonly ListedMember[]): readonly HTMLElement[] {
    const { inCharge, hereNow, awayNow } = this.#words.page;
    const known = this.#groups.get(group) ?? [element("h3", ""), element("ul", "")];
    const [title, list] = known;
    this.#groups.set(group, known);
    const text = `${{ inCharge, present: hereNow, absent: awayNow }[group]} (${members.length})`;
    if (title.textContent !== text) title.textContent = text;
    arrange(list, members.flatMap((member) => this.#update(member)));
    return members.length === 0 ? [] : known;
  }

  #make(name: string): Entry {
    const dot = element("span", "");
    dot.ariaHidden = "true";
    const choose = button(dot, () => this.#onName(name, choose));
    choose.ariaHasPopup = "menu";
    choose.append(nameElement(name));
    const item = element("li", "");
    item.append(choose);
    return { item, choose, dot, tail: "" };
  }

  /** Shows what somebody is, and returns their item. */
  #update({ name, presence }: ListedMember): readonly HTMLElement[] {
    const entry = this.#entries.get(name);
    if (entry === undefined) return [];
    const { deeds, page } = this.#words;
    const { rank, muted, away } = presence ?? {};
    entry.dot.className = away === undefined ? "dot on" : "dot";
    const parts = [
      [this.#isMe(name) ? page.you : "", "presence"],
      [rank === undefined ? "" : deeds.ranks[rank], "tag"],
      [muted === true ? deeds.isMuted : "", "tag"],
      [this.presence(presence), "presence"],
    ].filter(([text]) => text !== "");
    const tail = JSON.stringify(parts);
    if (tail !== entry.tail) {
      entry.tail = tail;
      while (entry.choose.childNodes.length > 2) entry.choose.lastChild?.remove();
      entry.choose.append(...parts.flatMap(([text = "", kind]) => [" ", element("span", text, kind)]));
    }
    return [entry.item];
  }
}
