/**
 * The box to write in.
 *
 * @module
 */

import type { Words } from "../../words/en.ts";
import { complete, type Vocabulary } from "./complete.ts";

/** The most lines that the box shows before it scrolls. */
const MOST_ROWS = 8;

/** Enter sends, Shift+Enter breaks the line, Tab completes, Up in an empty box brings back what was sent last. */
export class Composer {
  readonly #box;
  readonly #send;
  readonly #words;
  readonly #vocabulary;
  readonly #hint;
  readonly #onLine;
  #isComposing = false;
  #lastSent = "";

  constructor(
    { form, box, send }: {
      readonly form: HTMLFormElement;
      readonly box: HTMLTextAreaElement;
      readonly send: HTMLButtonElement;
    },
    { words, vocabulary, hint, onLine }: {
      readonly words: Words;
      vocabulary(): Vocabulary;
      hint(text: string): void;
      onLine(text: string): void;
    },
  ) {
    this.#box = box;
    this.#send = send;
    this.#words = words;
    this.#vocabulary = vocabulary;
    this.#hint = hint;
    this.#onLine = onLine;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("input", () => this.#fit());
    box.addEventListener("compositionstart", () => this.#isComposing = true);
    box.addEventListener("compositionend", () => this.#isComposing = false);
  }

  /** Puts a text into the box, before what is there. */
  put(text: string): void {
    const rest = this.#box.value;
    this.#box.value = rest === "" ? text : `${text}\n${rest}`;
    this.#fit();
    this.#box.focus();
  }

  /** What is being written. */
  get text(): string {
    return this.#box.value;
  }

  /** Puts a text in the place of what is there. */
  set text(text: string) {
    this.#box.value = text;
    this.#fit();
  }

  /** Says where it goes. */
  set goal(text: string) {
    this.#box.placeholder = text;
  }

  /** Whether there is somebody to write: nobody is without a name. */
  set open(isOpen: boolean) {
    this.#box.disabled = this.#send.disabled = !isOpen;
  }

  focus(): void {
    this.#box.focus();
  }

  #submit(): void {
    const text = this.#box.value;
    if (text.trim() === "") return;
    this.#lastSent = text;
    this.#box.value = "";
    this.#fit();
    this.#hint("");
    this.#onLine(text);
  }

  #key(event: KeyboardEvent): void {
    if (this.#isComposing || event.isComposing) return; // Enter chooses a letter, and Tab a word, in an input method.
    const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
    if (event.key === "Enter" && !event.shiftKey && !hasModifier) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Tab" && !event.shiftKey && !hasModifier) {
      if (this.#complete()) event.preventDefault();
    } else if (event.key === "ArrowUp" && !hasModifier && this.#box.value === "" && this.#lastSent !== "") {
      event.preventDefault();
      this.put(this.#lastSent);
    }
  }

  /** Completes the word before the cursor; `false` when there is nothing to complete, and Tab goes on its way. */
  #complete(): boolean {
    const { value, selectionStart, selectionEnd } = this.#box;
    if (selectionStart !== selectionEnd) return false;
    const { from, insert, choices } = complete(value, selectionStart, this.#vocabulary());
    if (choices.length === 0 || value.slice(from, selectionStart) === insert && choices.length === 1) {
      return false;
    }
    if (choices.length > 1) {
      this.#hint(this.#words.page.choices.replace("{list}", choices.slice(0, 20).join(" ")));
    }
    this.#box.setRangeText(insert, from, selectionStart, "end");
    this.#fit();
    return true;
  }

  #fit(): void {
    this.#box.rows = Math.min(MOST_ROWS, this.#box.value.split("\n").length);
  }
}
