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
  /** Whether a password is asked for, as the name is claimed. */
  readonly asksForPassword?: boolean;
}

/** What somebody has answered. */
export interface LoginAnswer {
  readonly name: string;
  /** The word that lets in, where it was asked for. */
  readonly word: string | undefined;
  /** The password of the name, where it was asked for, and whether this browser is to stay logged in. */
  readonly proof: { readonly password: string; readonly isKept: boolean } | undefined;
}

/** The window that asks who somebody is. It cannot be closed without an answer. */
export class Login {
  readonly #dialog = elementById("door", HTMLDialogElement);
  readonly #name = elementById("name", HTMLInputElement);
  readonly #word = elementById("word", HTMLInputElement);
  readonly #password = elementById("password", HTMLInputElement);
  readonly #remember = elementById("remember", HTMLInputElement);
  readonly #trouble = byId("trouble");

  /**
   * @param onAnswer Called with the name, and what else is asked for.
   * @param onGiveUp Called when somebody does not want to wait any longer to be let in.
   */
  constructor(onAnswer: (answer: LoginAnswer) => void, onGiveUp: () => void) {
    byId("other-name").addEventListener("click", onGiveUp);
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    elementById("entry", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#trouble.textContent = "";
      const word = this.#word.value;
      const password = this.#password.value;
      this.#password.value = "";
      onAnswer({
        name: this.#name.value.trim(),
        word: byId("word-row").hidden || word === "" ? undefined : word,
        proof: byId("password-row").hidden || password === ""
          ? undefined
          : { password, isKept: this.#remember.checked },
      });
    });
    this.#name.addEventListener("input", () => this.#asksForPassword(false)); // It was for another name.
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
  ask(why: string, offer: string, how: AskedHow): void {
    const { isFarewell = false, asksForWord = false, asksForPassword = false } = how;
    for (const dialog of document.querySelectorAll("dialog")) if (dialog !== this.#dialog) dialog.close();
    this.#trouble.textContent = why;
    this.#trouble.classList.toggle("calm", isFarewell);
    this.#name.value = offer;
    this.#isWaiting(false);
    if (asksForWord) byId("word-row").hidden = false;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#asksForPassword(asksForPassword);
    if (asksForWord) this.#word.select();
    else if (asksForPassword) this.#password.focus();
    else this.#name.select();
  }

  #asksForPassword(isAsked: boolean): void {
    byId("password-row").hidden = !isAsked;
    this.#name.setAttribute("autocomplete", isAsked ? "username" : "nickname");
  }

  /** Says that somebody has to let this person in, and goes on waiting. */
  waitForAdmission(name: string, text: string): void {
    this.#name.value = name;
    this.#isWaiting(true);
    byId("waits-for").textContent = text;
    if (!this.#dialog.open) this.#dialog.showModal();
    byId("other-name").focus();
  }

  #isWaiting(isIt: boolean): void {
    byId("entry").hidden = isIt;
    byId("waiting").hidden = !isIt;
    this.#dialog.setAttribute("aria-labelledby", isIt ? "waiting-title" : "ask");
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
