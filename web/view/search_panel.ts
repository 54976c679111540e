// @ts-check
/**
 * What was found: by a search, by catching up, or among what named me. A hit leads to where it was said.
 *
 * @module
 */

import { button, element, markedNodes, nameElement } from "./nodes.ts";
import { fill } from "./words.ts";

/** @typedef {import("../../protocol.ts").ServerFrame} ServerFrame */
/** @typedef {import("../../protocol.ts").HitFrame} HitFrame */

/**
 * @template {ServerFrame["type"]} Type
 * @typedef {Extract<ServerFrame, { readonly type: Type }>} Of
 */

/** @typedef {Readonly<{ dialog: HTMLDialogElement, form: HTMLFormElement, query: HTMLInputElement, title: HTMLElement,
 *   status: HTMLElement, hits: HTMLElement, more: HTMLElement }>} Elements */

/**
 * @typedef {{
 *   readonly words: import("./words.ts").Words,
 *   readonly times: import("./times.ts").Times,
 *   readonly isHidden: (name: string) => boolean,
 *   readonly onSearch: (query: string, id: string, cursor?: string) => void,
 *   readonly onHit: (room: string, seq: number) => void,
 *   readonly onRoom: (room: string) => void,
 * }} Parts
 */

/** The window of what was found. */
export class Panel {
  #elements;
  #parts;
  #searches = 0;
  /** The search whose answers are awaited; empty for none. */
  #awaited = "";
  #query = "";
  #cursor = "";
  /** What was added last: what follows it at once belongs to it. @type {HitFrame | undefined} */
  #before;

  /**
   * @param {Elements} elements
   * @param {Parts} parts
   */
  constructor(elements, parts) {
    this.#elements = elements;
    this.#parts = parts;
    const { form, query, more } = elements;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (query.value.trim() !== "") this.search(query.value.trim());
    });
    query.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault(); // Else some browsers only empty the box.
      elements.dialog.close();
    });
    more.addEventListener("click", () => this.#ask(this.#cursor));
  }

  /** Opens it to search: with what was found last, if that was a search. */
  open() {
    const { dialog, form, query } = this.#elements;
    if (form.hidden) this.#begin(this.#parts.words.search, true);
    if (!dialog.open) dialog.showModal();
    query.focus();
    query.select();
  }

  /** Looks for something. @param {string} query */
  search(query) {
    this.#begin(this.#parts.words.search, true);
    this.#elements.query.value = this.#query = query;
    if (!this.#elements.dialog.open) this.#elements.dialog.showModal();
    this.#elements.query.focus();
    this.#ask();
  }

  /** Shows what named me. @param {readonly HitFrame[]} hits */
  mentions(hits) {
    const { words } = this.#parts;
    this.#begin(words.mentions, false);
    for (const hit of hits.toReversed()) this.#add(hit);
    this.#elements.status.textContent = hits.length === 0 ? words.noMentions : "";
    this.#elements.dialog.showModal();
  }

  /** Waits for what has not been read. */
  catchUp() {
    this.#begin(this.#parts.words.catchUp, false);
    this.#awaited = "catchup";
    this.#elements.status.textContent = this.#parts.words.searching;
    this.#elements.dialog.showModal();
  }

  /** @param {HitFrame} hit */
  hit(hit) {
    if (String(hit.id ?? "catchup") === this.#awaited) this.#add(hit);
  }

  /** @param {Of<"unread">} unread */
  unread({ room, count, mentions, at, from, text }) {
    if (this.#awaited !== "catchup") return;
    const { words, times } = this.#parts;
    const counts = [fill(words.unreadIn, { count })];
    if (mentions > 0) counts.push(fill(words.namingYou, { count: mentions }));
    const head = element("span", "", "head");
    head.append(element("b", `#${room}`), `: ${counts.join(", ")}. ${words.lastOne} `, times.moment(at));
    const label = document.createDocumentFragment();
    label.append(head, nameElement(from), ": ", element("span", text, "text"));
    this.#item(label, "unread-room", () => this.#parts.onRoom(room));
  }

  /** @param {Of<"caught-up">} end */
  caughtUp({ rooms }) {
    if (this.#awaited !== "catchup") return;
    this.#awaited = "";
    this.#elements.status.textContent = rooms === 0 ? this.#parts.words.allRead : "";
  }

  /** @param {Of<"found">} found */
  found({ more, id }) {
    if (String(id) !== this.#awaited) return;
    const { status, hits } = this.#elements;
    const { words } = this.#parts;
    this.#awaited = "";
    this.#cursor = more ?? "";
    this.#elements.more.hidden = more === undefined;
    const count = hits.querySelectorAll(".hit").length;
    status.textContent = count === 0
      ? fill(words.foundNone, { query: this.#query })
      : fill(more === undefined ? words.found : words.foundMore, { count });
  }

  /** A search was refused: `false` when it was none of these. @param {string | number | undefined} id @param {string} why */
  refused(id, why) {
    if (id === undefined || String(id) !== this.#awaited) return false;
    this.#awaited = "";
    this.#elements.status.textContent = why;
    return true;
  }

  /** The connection is gone, and what was awaited with it. @param {string} why */
  lost(why) {
    if (this.#awaited !== "") this.#elements.status.textContent = why;
    this.#awaited = "";
  }

  /** @param {string} [cursor] */
  #ask(cursor) {
    this.#awaited = `s-${++this.#searches}`;
    this.#elements.more.hidden = true;
    this.#elements.status.textContent = this.#parts.words.searching;
    this.#parts.onSearch(this.#query, this.#awaited, cursor);
  }

  /**
   * @param {string} title
   * @param {boolean} isSearch
   */
  #begin(title, isSearch) {
    const { form, hits, more, status } = this.#elements;
    this.#elements.title.textContent = title;
    form.hidden = !isSearch;
    more.hidden = true;
    hits.replaceChildren();
    this.#before = undefined;
    status.textContent = "";
    this.#awaited = "";
  }

  /** @param {HitFrame} hit */
  #add(hit) {
    const { room, seq, at, from, text, marks, near, action } = hit;
    if (this.#parts.isHidden(from)) return;
    const follows = this.#before?.room === room && this.#before.seq + 1 === seq;
    this.#before = hit;
    const label = document.createDocumentFragment();
    if (!follows || near !== true) {
      const head = element("span", "", "head");
      head.append(`#${room} `, this.#parts.times.moment(at));
      label.append(head);
    }
    const said = element("span", "", "text");
    said.dir = "auto";
    said.append(markedNodes(text, marks));
    label.append(nameElement(from), action === true ? " " : ": ", said);
    const className = `${near === true ? "near" : "hit"}${follows ? " follows" : ""}`;
    this.#item(label, className, () => this.#parts.onHit(room, seq));
  }

  /**
   * @param {Node} label
   * @param {string} className
   * @param {() => void} act
   */
  #item(label, className, act) {
    const item = element("li", "", className);
    item.append(button(label, () => {
      this.#elements.dialog.close();
      act();
    }));
    this.#elements.hits.append(item);
  }
}
