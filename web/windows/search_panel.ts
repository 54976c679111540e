/**
 * What was found: by a search, by catching up, or among what named me. A hit leads to where it was said.
 *
 * @module
 */

import type { Authored } from "../../conversation.ts";
import type { HitFrame, ServerFrame } from "../../protocol.ts";
import type { WindowWords } from "../../words/en.ts";
import { button, element, fill, isForInputMethod, markedNodes, nameElement, type Times } from "../view.ts";

type Of<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

export type SearchPanelElements = Readonly<
  {
    dialog: HTMLDialogElement;
    form: HTMLFormElement;
    query: HTMLInputElement;
    title: HTMLElement;
    status: HTMLElement;
    hits: HTMLElement;
    more: HTMLElement;
  }
>;

export interface SearchPanelParts {
  readonly words: WindowWords;
  readonly times: Times;
  readonly isHidden: (author: Authored) => boolean;
  readonly onSearch: (query: string, id: string, cursor?: string) => void;
  readonly onHit: (room: string, seq: number) => void;
  readonly onRoom: (room: string) => void;
}

/** The window of what was found. */
export class SearchPanel {
  readonly #elements: SearchPanelElements;
  readonly #parts: SearchPanelParts;
  #searches = 0;
  /** The search whose answers are awaited; empty for none. */
  #awaited = "";
  #query = "";
  #cursor = "";
  /** What was added last: what follows it at once belongs to it. */
  #before: HitFrame | undefined;

  constructor(elements: SearchPanelElements, parts: SearchPanelParts) {
    this.#elements = elements;
    this.#parts = parts;
    const { form, query, more } = elements;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (query.value.trim() !== "") this.search(query.value.trim());
    });
    query.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || isForInputMethod(event)) return;
      event.preventDefault(); // Else some browsers only empty the box.
      elements.dialog.close();
    });
    more.addEventListener("click", () => this.#ask(this.#cursor));
  }

  /** Opens it to search: with what was found last, if that was a search. */
  open(): void {
    const { dialog, form, query } = this.#elements;
    if (form.hidden) this.#begin(this.#parts.words.page.search, true);
    if (!dialog.open) dialog.showModal();
    query.focus();
    query.select();
  }

  /** Looks for something. */
  search(query: string): void {
    this.#begin(this.#parts.words.page.search, true);
    this.#elements.query.value = this.#query = query;
    if (!this.#elements.dialog.open) this.#elements.dialog.showModal();
    this.#elements.query.focus();
    this.#ask();
  }

  /** Shows what named me. */
  mentions(hits: readonly HitFrame[]): void {
    const { words } = this.#parts;
    this.#begin(words.page.mentions, false);
    for (const hit of hits.toReversed()) this.#add(hit);
    this.#elements.status.textContent = hits.length === 0 ? words.noMentions : "";
    this.#elements.dialog.showModal();
  }

  /** Waits for what has not been read. */
  catchUp(): void {
    this.#begin(this.#parts.words.page.catchUp, false);
    this.#awaited = "catchup";
    this.#elements.status.textContent = this.#parts.words.page.searching;
    this.#elements.dialog.showModal();
  }

  /** Shows a message that was found, if its search is the one that is awaited. */
  hit(hit: HitFrame): void {
    if (String(hit.id ?? "catchup") === this.#awaited) this.#add(hit);
  }

  /** Shows what was not read in a room. */
  unread({ room, count, mentions, at, from, text }: Of<"unread">): void {
    if (this.#awaited !== "catchup") return;
    const { words, times } = this.#parts;
    const counts = [fill(words.page.unreadIn, { count })];
    if (mentions > 0) counts.push(fill(words.page.namingYou, { count: mentions }));
    const head = element("span", "", "head");
    head.append(element("b", `#${room}`), `: ${counts.join(", ")}. ${words.page.lastOne} `, times.moment(at));
    const label = document.createDocumentFragment();
    label.append(head, nameElement(from), ": ", element("span", text, "text"));
    this.#item(label, "unread-room", () => this.#parts.onRoom(room));
  }

  /** Records that all has come that was not read. */
  caughtUp({ rooms }: Of<"caught-up">): void {
    if (this.#awaited !== "catchup") return;
    this.#awaited = "";
    this.#elements.status.textContent = rooms === 0 ? this.#parts.words.page.allRead : "";
  }

  /** Records that a search has ended, and says how much it found. */
  found({ more, id }: Of<"found">): void {
    if (String(id) !== this.#awaited) return;
    const { status, hits } = this.#elements;
    const { words } = this.#parts;
    this.#awaited = "";
    this.#cursor = more ?? "";
    this.#elements.more.hidden = more === undefined;
    const count = hits.querySelectorAll(".hit").length;
    status.textContent = count === 0
      ? fill(words.page.foundNone, { query: this.#query })
      : fill(more === undefined ? words.page.found : words.page.foundMore, { count });
  }

  /** Shows why a search was refused; `false` when it was none of these. */
  refused(id: string | number | undefined, why: string): boolean {
    if (id === undefined || String(id) !== this.#awaited) return false;
    this.#awaited = "";
    this.#elements.status.textContent = why;
    return true;
  }

  /** Says why what was awaited does not come: the connection is gone. */
  lost(why: string): void {
    if (this.#awaited !== "") this.#elements.status.textContent = why;
    this.#awaited = "";
  }

  #ask(cursor?: string): void {
    this.#awaited = `s-${++this.#searches}`;
    this.#elements.more.hidden = true;
    this.#elements.status.textContent = this.#parts.words.page.searching;
    this.#parts.onSearch(this.#query, this.#awaited, cursor);
  }

  #begin(title: string, isSearch: boolean): void {
    const { form, hits, more, status } = this.#elements;
    this.#elements.title.textContent = title;
    form.hidden = !isSearch;
    more.hidden = true;
    hits.replaceChildren();
    this.#before = undefined;
    status.textContent = "";
    this.#awaited = "";
  }

  #add(hit: HitFrame): void {
    const { room, seq, at, from, marks, near, action } = hit;
    const text = hit.redacted === true ? this.#parts.words.deeds.deleted : hit.text;
    if (this.#parts.isHidden(hit)) return;
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

  #item(label: Node, className: string, act: () => void): void {
    const item = element("li", "", className);
    item.append(button(label, () => {
      this.#elements.dialog.close();
      act();
    }));
    this.#elements.hits.append(item);
  }
}
