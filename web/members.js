// @ts-check
/**
 * Who is here.
 *
 * @module
 */

import { nameElement, nameKey } from "./text.js";
import { fill } from "./words.js";

/** So many are shown by name; completion knows all of them. */
const MOST_SHOWN = 500;

/** The list of those who are in the room. */
export class Members {
  #list;
  #count;
  #words;
  /** @type {Map<string, string>} */
  #names = new Map();
  /** Parts of a long list that have come so far. @type {string[]} */
  #parts = [];
  #isDue = false;

  /**
   * @param {{ readonly list: HTMLElement, readonly count: HTMLElement }} elements
   * @param {import("./words.js").Words} words
   */
  constructor({ list, count }, words) {
    this.#list = list;
    this.#count = count;
    this.#words = words;
  }

  /** Everyone's names, in the order in which they came. */
  get names() {
    return [...this.#names.values()];
  }

  /** How many there are, in words. */
  get counted() {
    const [one, many] = this.#words.people;
    return this.#names.size === 1 ? one : fill(many, { count: this.#names.size });
  }

  /**
   * Takes a list, or the next part of one; tells whether it is whole now.
   *
   * @param {readonly string[]} names
   * @param {boolean} hasMore
   */
  set(names, hasMore) {
    this.#parts.push(...names);
    if (hasMore) return false;
    this.#names = new Map(this.#parts.map((name) => [nameKey(name), name]));
    this.#parts = [];
    this.#showSoon();
    return true;
  }

  /**
   * One goes, one comes.
   *
   * @param {string | undefined} goes
   * @param {string | undefined} comes
   */
  change(goes, comes) {
    if (goes !== undefined) {
      this.#names.delete(nameKey(goes));
      this.#parts = this.#parts.filter((name) => nameKey(name) !== nameKey(goes));
    }
    if (comes !== undefined) this.#names.set(nameKey(comes), comes);
    this.#showSoon();
  }

  /** Once for all that changes at the same time. */
  #showSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#show(), 50);
  }

  #show() {
    this.#isDue = false;
    this.#count.textContent = `(${this.counted})`;
    const items = this.names.slice(0, MOST_SHOWN).map((name) => {
      const item = document.createElement("li");
      item.append(nameElement(name));
      return item;
    });
    if (this.#names.size > MOST_SHOWN) {
      items.push(Object.assign(document.createElement("li"), { textContent: "…" }));
    }
    this.#list.replaceChildren(...items);
  }
}
