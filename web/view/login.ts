/**
 * The question for a name, before anything else.
 *
 * @module
 */

import { byId, elementById } from "./elements.ts";

/** How the question for a name is asked. */
export interface AskedHow {
  /** Whether nothing was wrong, and what is told is a goodbye. */
  readonly isFarewell?: boolean;
  /** Whether the word that lets in is asked for as well. */
  readonly asksForWord?: boolean;
}

/** The window that asks who somebody is. It cannot be closed without an answer. */
export class Login {
  readonly #dialog = elementById("door", HTMLDialogElement);
  readonly #name = elementById("name", HTMLInputElement);
  readonly #word = elementById("word", HTMLInputElement);
  readonly #trouble = byId("trouble");

  /** @param onName Called with the name, and the word where one is asked for. */
  constructor(onName: (name: string, word: string | undefined) => void) {
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    elementById("entry", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#trouble.textContent = "";
      const word = this.#word.value;
      onName(this.#name.value.trim(), byId("word-row").hidden || word === "" ? undefined : word);
    });
  }

  /** Tells whether the question is open. */
  get isOpen(): boolean {
    return this.#dialog.open;
  }

  /**
   * Asks for a name.
   *
   * @param why What was wrong before; empty when nothing was.
   */
  ask(why: string, offer: string, { isFarewell = false, asksForWord = false }: AskedHow): void {
    for (const dialog of document.querySelectorAll("dialog")) if (dialog !== this.#dialog) dialog.close();
    this.#trouble.textContent = why;
    this.#trouble.classList.toggle("calm", isFarewell);
    this.#name.value = offer;
    if (asksForWord) byId("word-row").hidden = false;
    if (!this.#dialog.open) this.#dialog.showModal();
    if (asksForWord) this.#word.select();
    else this.#name.select();
  }

  /** Says what is waited for, if somebody stands here. */
  wait(text: string): void {
    if (this.isOpen) this.#trouble.textContent = text;
  }

  /** Closes the question. */
  close(): void {
    this.#dialog.close();
  }
}
