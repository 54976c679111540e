/**
 * The window of all rooms: to see what there is, go into one, or make one.
 *
 * @module
 */

import type { RoomSummary } from "../../protocol.ts";
import type { WindowWords } from "../../words/en.ts";
import { roomKey } from "../../conversation.ts";
import { button, element } from "../view.ts";

/** So many are shown; what is typed narrows them down. */
const MOST_SHOWN = 200;

/** All rooms of the server, as far as they were asked for. */
export class RoomDialog {
  readonly #elements: Readonly<
    {
      dialog: HTMLDialogElement;
      form: HTMLFormElement;
      room: HTMLInputElement;
      trouble: HTMLElement;
      list: HTMLElement;
    }
  >;
  readonly #words: WindowWords;
  readonly #onGo: (room: string) => void;
  #rooms: readonly RoomSummary[] = [];
  /** Parts of a long list that have come so far. */
  #parts: RoomSummary[] = [];
  #isAsked = false;

  constructor(
    elements: Readonly<
      {
        dialog: HTMLDialogElement;
        form: HTMLFormElement;
        room: HTMLInputElement;
        trouble: HTMLElement;
        list: HTMLElement;
      }
    >,
    words: WindowWords,
    onGo: (room: string) => void,
  ) {
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

  /** Tells whether nobody has asked for the list yet, and counts this as asking. */
  get isNew(): boolean {
    const isNew = !this.#isAsked;
    this.#isAsked = true;
    return isNew;
  }

  /** Opens the window, to see and find rooms. */
  open(): void {
    const { dialog, room, trouble } = this.#elements;
    this.#isAsked = true;
    this.#parts = [];
    trouble.textContent = room.value = "";
    this.#show();
    if (!dialog.open) dialog.showModal();
    room.focus();
  }

  /** Closes the window, as somebody is where they wanted to go. */
  close(): void {
    this.#elements.dialog.close();
  }

  /** Says what is wrong with a room: `false` when this window is not open. */
  refuse(why: string): boolean {
    if (!this.#elements.dialog.open) return false;
    this.#elements.trouble.textContent = why;
    return true;
  }

  /** Takes a list, or the next part of one. */
  set(rooms: readonly RoomSummary[], hasMore: boolean): void {
    this.#parts.push(...rooms);
    if (hasMore) return;
    this.#rooms = this.#parts.toSorted((a, b) => b.count - a.count || (a.room < b.room ? -1 : 1));
    this.#parts = [];
    this.#show();
  }

  #show(): void {
    const { room, list } = this.#elements;
    const key = roomKey(room.value.trim());
    const matching = this.#rooms.filter((one) => roomKey(one.room).includes(key));
    list.replaceChildren(...matching.slice(0, MOST_SHOWN).map((one) => this.#item(one)));
  }

  #item({ room, count, topic }: RoomSummary): HTMLLIElement {
    const label = document.createDocumentFragment();
    label.append(
      element("bdi", `#${room}`),
      " ",
      element("span", this.#words.people(count), "head"),
    );
    if (topic !== undefined && topic !== "") label.append(" ", element("span", topic, "text"));
    const item = document.createElement("li");
    item.append(button(label, () => this.#onGo(room)));
    return item;
  }
}
