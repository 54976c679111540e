/**
 * Who is here: the list beside the conversation.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";
import type { PageWords } from "../../words/en.ts";
import { followArrowKeys, setTabStop } from "./arrow_keys.ts";
import { button, element, nameElement } from "./nodes.ts";
import { presenceText } from "./presence.ts";
import type { Times } from "./times.ts";

/** So many are shown by name; completion knows all of them. */
const MOST_SHOWN = 500;

/** How long changes are collected before they are shown, in ms. */
const SHOW_AFTER = 50;

/** A member as the list shows one. */
export interface ListedMember {
  readonly name: string;
  readonly presence?: Presence | undefined;
}

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
  #shown: MemberList | undefined;
  #isDue = false;

  /** @param onName Somebody was chosen from the list. */
  constructor(
    elements: Readonly<Record<"list" | "count", HTMLElement>>,
    words: PageWords,
    times: Times,
    onName: (name: string, opener: HTMLElement) => void,
  ) {
    this.#elements = elements;
    this.#words = words;
    this.#times = times;
    this.#onName = onName;
    followArrowKeys(elements.list);
  }

  /** Shows these, once for all that changes at the same time; no list without. */
  show(list: MemberList | undefined): void {
    this.#shown = list;
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#show(), SHOW_AFTER);
  }

  /** Says who is there, in one sentence. */
  sentence(people: readonly ListedMember[]): string {
    const each = people.map(({ name, presence }) => [name, this.presence(presence)].join(" ").trim());
    return `${this.#words.page.here} (${this.#words.people(people.length)}): ${each.join(", ")}`;
  }

  /** Says how somebody is present, in brackets; empty when they are simply there. */
  presence(presence: Presence | undefined): string {
    return presenceText(presence, this.#words, (ms) => this.#times.span(ms));
  }

  #show(): void {
    this.#isDue = false;
    const { list, count } = this.#elements;
    const people = this.#shown?.members() ?? [];
    count.textContent = this.#shown === undefined ? "" : `(${this.#words.people(this.#shown.count)})`;
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    const items: HTMLElement[] = people.slice(0, MOST_SHOWN).map(({ name, presence }) => {
      const item = document.createElement("li");
      const choose = button(nameElement(name), () => this.#onName(name, choose));
      choose.ariaHasPopup = "menu";
      const state = this.presence(presence);
      if (state !== "") choose.append(" ", element("span", state, "presence"));
      item.append(choose);
      return item;
    });
    if (people.length > MOST_SHOWN) items.push(element("li", "…"));
    list.replaceChildren(...items);
    const stop = items[Math.max(0, at)]?.querySelector("button") ?? undefined;
    setTabStop(list, stop);
    if (at >= 0) stop?.focus();
  }
}
