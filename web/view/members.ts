/**
 * Who is here: the list beside the conversation.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";
import type { PageWords } from "../../words/en.ts";
import { followArrowKeys, setTabStop } from "./arrow_keys.ts";
import { groupMembers, type ListedMember, type MemberGroup } from "./member_groups.ts";
import { button, element, nameElement } from "./nodes.ts";
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

/** The list of those who are in the room in view. */
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

  /** Lists only those who have this in their names. */
  set wanted(text: string) {
    this.#wanted = text.toLowerCase();
    this.show(this.#shown);
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
    const chosen = list.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
    list.replaceChildren();
    for (const [group, members] of groupMembers(people.slice(0, MOST_SHOWN))) {
      if (members.length > 0) list.append(...this.#group(group, members));
    }
    if (people.length > MOST_SHOWN) list.append(element("p", "…"));
    const stop = [...list.querySelectorAll("button")].find((one) => one.textContent === chosen);
    setTabStop(list, stop);
    if (chosen !== undefined) stop?.focus();
  }

  #group(group: MemberGroup, members: readonly ListedMember[]): readonly HTMLElement[] {
    const { inCharge, hereNow, awayNow } = this.#words.page;
    const title = { inCharge, present: hereNow, absent: awayNow }[group];
    const list = element("ul", "");
    list.append(...members.map((member) => this.#item(member)));
    return [element("h3", `${title} (${members.length})`), list];
  }

  #item({ name, presence }: ListedMember): HTMLElement {
    const { deeds } = this.#words;
    const { rank, muted, away } = presence ?? {};
    const item = element("li", "");
    const dot = element("span", "", away === undefined ? "dot on" : "dot");
    dot.ariaHidden = "true";
    const choose = button(dot, () => this.#onName(name, choose));
    choose.ariaHasPopup = "menu";
    choose.append(nameElement(name));
    if (this.#isMe(name)) choose.append(" ", element("span", this.#words.page.you, "presence"));
    if (rank !== undefined) choose.append(" ", element("span", deeds.ranks[rank], "tag"));
    if (muted === true) choose.append(" ", element("span", deeds.isMuted, "tag"));
    const state = this.presence(presence);
    if (state !== "") choose.append(" ", element("span", state, "presence"));
    item.append(choose);
    return item;
  }
}
