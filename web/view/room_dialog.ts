// @ts-check
/**
 * The window of all rooms: to see what there is, go into one, or make one.
 *
 * @module
 */

import { button, element, nameKey } from "./nodes.ts";
import { fill } from "./words.ts";

/** @typedef {import("../../protocol.ts").RoomSummary} RoomLine */

/** So many are shown; what is typed narrows them down. */
const MOST_SHOWN = 200;

/** All rooms of the server, as far as they were asked for. */
export class RoomList {
  #elements;
  #words;
  #onGo;
  /** @type {readonly RoomLine[]} */
  #rooms = [];
  /** Parts of a long list that have come so far. @type {RoomLine[]} */
  #parts = [];
  #isAsked = false;

  /**
   * @param {Readonly<{ dialog: HTMLDialogElement, form: HTMLFormElement, room: HTMLInputElement, trouble: HTMLElement,
   *   list: HTMLElement }>} elements
   * @param {import("./words.ts").Words} words
   * @param {(room: string) => void} onGo
   */
  constructor(elements, words, onGo) {
    this.#elements = elements;
    this.#words = words;
    this.#onGo = onGo;
    const { form, room } = elements;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (room.value.trim() !== "") onGo(room.value.trim());
    });
    room.addEventListener("input", () => this.#show());
  }

  /** Names of rooms with their `#`. */
  get names() {
    return this.#rooms.map(({ room }) => `#${room}`);
  }

  /** Whether nobody has asked for the list yet. It is, from now on. */
  get isNew() {
    const isNew = !this.#isAsked;
    this.#isAsked = true;
    return isNew;
  }

  open() {
    const { dialog, room, trouble } = this.#elements;
    this.#isAsked = true;
    this.#parts = [];
    trouble.textContent = room.value = "";
    this.#show();
    if (!dialog.open) dialog.showModal();
    room.focus();
  }

  /** Somebody is where they wanted to go. */
  close() {
    this.#elements.dialog.close();
  }

  /** Says what is wrong with a room: `false` when this window is not open. @param {string} why */
  refuse(why) {
    if (!this.#elements.dialog.open) return false;
    this.#elements.trouble.textContent = why;
    return true;
  }

  /** Takes a list, or the next part of one. @param {readonly RoomLine[]} rooms @param {boolean} hasMore */
  set(rooms, hasMore) {
    this.#parts.push(...rooms);
    if (hasMore) return;
    this.#rooms = this.#parts.toSorted((a, b) => b.count - a.count || (a.room < b.room ? -1 : 1));
    this.#parts = [];
    this.#show();
  }

  #show() {
    const { room, list } = this.#elements;
    const key = nameKey(room.value.trim().replace(/^#/, ""));
    const matching = this.#rooms.filter((one) => nameKey(one.room).includes(key));
    list.replaceChildren(...matching.slice(0, MOST_SHOWN).map((one) => this.#item(one)));
  }

  /** @param {RoomLine} line */
  #item({ room, count, topic }) {
    const [one, many] = this.#words.people;
    const label = document.createDocumentFragment();
    label.append(
      element("bdi", `#${room}`),
      " ",
      element("span", count === 1 ? one : fill(many, { count }), "head"),
    );
    if (topic !== undefined && topic !== "") label.append(" ", element("span", topic, "text"));
    const item = document.createElement("li");
    item.append(button(label, () => this.#onGo(room)));
    return item;
  }
}
