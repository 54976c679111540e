/**
 * The question for a name, before anything else.
 *
 * @module
 */

import { byId, elementById } from "./elements.ts";

/** The window that asks who somebody is. It cannot be closed without an answer. */
export class Login {
  readonly #dialog = elementById("door", HTMLDialogElement);
  readonly #name = elementById("name", HTMLInputElement);
  readonly #trouble = byId("trouble");

  constructor(onName: (name: string) => void) {
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    elementById("entry", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#trouble.textContent = "";
      onName(this.#name.value.trim());
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
   * @param isFarewell Whether nothing was wrong, and `why` is a goodbye.
   */
  ask(why: string, offer: string, isFarewell = false): void {
    for (const dialog of document.querySelectorAll("dialog")) if (dialog !== this.#dialog) dialog.close();
    this.#trouble.textContent = why;
    this.#trouble.classList.toggle("calm", isFarewell);
    this.#name.value = offer;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#name.select();
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
