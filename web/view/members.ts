/**
 * Who is here: the list beside the conversation.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";
import { isSilent } from "../../protocol/presence.ts";
import type { Words } from "../../words/en.ts";
import { followArrowKeys, setTabStop } from "./arrow_keys.ts";
import { button, element, nameElement } from "./nodes.ts";
import type { Roster } from "./roster.ts";
import type { Times } from "./times.ts";
import { fill } from "./words.ts";

/** So many are shown by name; completion knows all of them. */
const MOST_SHOWN = 500;

/** The list of those who are in the room in view. */
export class Members {
  readonly #elements: Readonly<Record<"list" | "count", HTMLElement>>;
  readonly #words: Words;
  readonly #times: Times;
  readonly #onName: (name: string) => void;
  #roster: Roster | undefined;
  #isDue = false;

  /** @param onName Somebody was chosen from the list. */
  constructor(
    elements: Readonly<Record<"list" | "count", HTMLElement>>,
    words: Words,
    times: Times,
    onName: (name: string) => void,
  ) {
    this.#elements = elements;
    this.#words = words;
    this.#times = times;
    this.#onName = onName;
    followArrowKeys(elements.list);
  }

  /** Shows these, once for all that changes at the same time. */
  show(roster: Roster | undefined): void {
    this.#roster = roster;
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#show(), 50);
  }

  /** Who is there, in one sentence. */
  sentence(people: readonly { name: string; presence?: Presence | undefined }[]): string {
    const each = people.map(({ name, presence }) => [name, this.state(presence)].join(" ").trim());
    return `${this.#words.page.here} (${this.#words.people(people.length)}): ${each.join(", ")}`;
  }

  /** How somebody is present, in brackets; empty when they are simply there. */
  state(presence: Presence | undefined): string {
    const words = this.#words;
    const parts = [];
    if (presence?.away !== undefined) {
      parts.push(
        presence.away === "" ? words.page.isAway : fill(words.page.isAwayWhy, { why: presence.away }),
      );
    }
    if (presence !== undefined && isSilent(presence)) {
      parts.push(fill(words.page.idleFor, { time: this.#times.span(presence.idle) }));
    }
    return parts.length === 0 ? "" : `(${parts.join(", ")})`;
  }

  #show(): void {
    this.#isDue = false;
    const { list, count } = this.#elements;
    const people = this.#roster?.people ?? [];
    count.textContent = this.#roster === undefined ? "" : `(${this.#words.people(this.#roster.size)})`;
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    const items: HTMLElement[] = people.slice(0, MOST_SHOWN).map(({ name, presence }) => {
      const item = document.createElement("li");
      const choose = button(nameElement(name), () => this.#onName(name));
      const state = this.state(presence);
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
