// @ts-check
/**
 * Who is here: the list beside the conversation.
 *
 * @module
 */

import { rove, stopAt } from "./arrow_keys.ts";
import { button, element, nameElement } from "./nodes.ts";
import { fill } from "./words.ts";

/** @typedef {import("../session/roster.ts").Roster} Roster */
/** @typedef {import("../../protocol.ts").Presence} Presence */

/** So many are shown by name; completion knows all of them. */
const MOST_SHOWN = 500;

/** Whoever is silent for less than this, in ms, is simply here. */
const IDLE = 5 * 60_000;

/** The list of those who are in the room in view. */
export class Members {
  #elements;
  #words;
  #times;
  #onName;
  /** @type {Roster | undefined} */
  #roster;
  #isDue = false;

  /**
   * @param {Readonly<Record<"list" | "count", HTMLElement>>} elements
   * @param {import("./words.ts").Words} words
   * @param {import("./times.ts").Times} times
   * @param {(name: string) => void} onName Somebody was chosen from the list.
   */
  constructor(elements, words, times, onName) {
    this.#elements = elements;
    this.#words = words;
    this.#times = times;
    this.#onName = onName;
    rove(elements.list);
  }

  /** Shows these, once for all that changes at the same time. @param {Roster | undefined} roster */
  show(roster) {
    this.#roster = roster;
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#show(), 50);
  }

  /** Who is there, in one sentence. @param {readonly { name: string, presence?: Presence | undefined }[]} people */
  sentence(people) {
    const each = people.map(({ name, presence }) => [name, this.state(presence)].join(" ").trim());
    return `${this.#words.here} (${this.#count(people.length)}): ${each.join(", ")}`;
  }

  /** How somebody is present, in brackets; empty when they are simply there. @param {Presence | undefined} presence */
  state(presence) {
    const words = this.#words;
    const parts = [];
    if (presence?.away !== undefined) {
      parts.push(presence.away === "" ? words.isAway : fill(words.isAwayWhy, { why: presence.away }));
    }
    if (presence !== undefined && presence.idle >= IDLE) {
      parts.push(fill(words.idleFor, { time: this.#times.span(presence.idle) }));
    }
    return parts.length === 0 ? "" : `(${parts.join(", ")})`;
  }

  /** @param {number} count */
  #count(count) {
    const [one, many] = this.#words.people;
    return count === 1 ? one : fill(many, { count });
  }

  #show() {
    this.#isDue = false;
    const { list, count } = this.#elements;
    const people = this.#roster?.people ?? [];
    count.textContent = this.#roster === undefined ? "" : `(${this.#count(this.#roster.size)})`;
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    /** @type {HTMLElement[]} */
    const items = people.slice(0, MOST_SHOWN).map(({ name, presence }) => {
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
    stopAt(list, stop);
    if (at >= 0) stop?.focus();
  }
}
