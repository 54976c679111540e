/**
 * The box to write in.
 *
 * @module
 */

import { completeShared, type Vocabulary } from "../../conversation.ts";
import type { PageWords } from "../../words/en.ts";
import { ChoiceList } from "./choice_list.ts";
import { isForInputMethod } from "./input_method.ts";
import { fill } from "./document_words.ts";

/** How many choices are shown of those that a word can become. */
const MOST_CHOICES = 20;

/** The most lines that the box shows before it scrolls. */
const MOST_ROWS = 8;

/** The elements that it works with. */
export interface ComposerElements {
  readonly form: HTMLFormElement;
  readonly box: HTMLTextAreaElement;
  readonly send: HTMLButtonElement;
  /** What can be chosen while something is typed. */
  readonly choices: HTMLElement;
}

/** What else it works with. */
export interface ComposerParts {
  readonly words: PageWords;
  /** Returns what can be completed. */
  readonly vocabulary: () => Vocabulary;
  readonly hint: (text: string) => void;
  /** Called with what was submitted. */
  readonly onLine: (text: string) => void;
}

/** Enter sends, Shift+Enter breaks the line, Tab completes, Up in an empty box brings back what was sent last. */
export class Composer {
  readonly #elements: ComposerElements;
  readonly #parts: ComposerParts;
  readonly #choices: ChoiceList;
  #isComposing = false;
  #lastSent = "";

  constructor(elements: ComposerElements, parts: ComposerParts) {
    this.#elements = elements;
    this.#parts = parts;
    const { form, box, choices: list } = elements;
    const { vocabulary } = parts;
    this.#choices = new ChoiceList({ box, list, vocabulary, onTaken: () => this.#fit() });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("input", () => this.#changed());
    box.addEventListener("compositionstart", () => this.#isComposing = true);
    box.addEventListener("compositionend", () => this.#isComposing = false);
  }

  /** Puts a text into the box, before what is there. */
  put(text: string): void {
    const rest = this.#elements.box.value;
    this.#elements.box.value = rest === "" ? text : `${text}\n${rest}`;
    this.#fit();
    this.#elements.box.focus();
  }

  /** Puts a text where the cursor is. */
  insert(text: string): void {
    const { box } = this.#elements;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    this.#fit();
    box.focus();
  }

  /** Returns what is being written. */
  get text(): string {
    return this.#elements.box.value;
  }

  /** Puts a text in the place of what is there. */
  set text(text: string) {
    this.#elements.box.value = text;
    this.#fit();
  }

  /** Says where it goes. */
  set goal(text: string) {
    this.#elements.box.placeholder = text;
  }

  /** Lets somebody write, or nobody: without a name there is nobody to write. */
  set open(isOpen: boolean) {
    this.#elements.box.disabled = this.#elements.send.disabled = !isOpen;
  }

  /** Puts the cursor into the box. */
  focus(): void {
    this.#elements.box.focus();
  }

  #submit(): void {
    const text = this.#elements.box.value;
    if (text.trim() === "") return;
    this.#lastSent = text;
    this.#elements.box.value = "";
    this.#choices.close();
    this.#fit();
    this.#parts.hint("");
    this.#parts.onLine(text);
  }

  #key(event: KeyboardEvent): void {
    if (this.#isComposing || isForInputMethod(event)) return;
    if (this.#choices.key(event)) return event.preventDefault();
    const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
    if (event.key === "Enter" && !event.shiftKey && !hasModifier) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Tab" && !event.shiftKey && !hasModifier) {
      if (this.#complete()) event.preventDefault();
    } else if (
      event.key === "ArrowUp" && !hasModifier && this.#elements.box.value === "" && this.#lastSent !== ""
    ) {
      event.preventDefault();
      this.put(this.#lastSent);
    }
  }

  /** Completes the word before the cursor; `false` when there is nothing to complete, and Tab goes on its way. */
  #complete(): boolean {
    const { box } = this.#elements;
    const { words, vocabulary, hint } = this.#parts;
    const { value, selectionStart, selectionEnd } = box;
    if (selectionStart !== selectionEnd) return false;
    const { from, text, choices } = completeShared(value, selectionStart, vocabulary());
    const isDone = choices.length === 1 && value.slice(from, selectionStart) === text;
    if (choices.length === 0 || isDone) return false;
    if (choices.length > 1) {
      hint(fill(words.page.choices, { list: choices.slice(0, MOST_CHOICES).join(" ") }));
    }
    box.setRangeText(text, from, selectionStart, "end");
    this.#fit();
    return true;
  }

  /** What was said about a text is over with the text. */
  #changed(): void {
    if (this.#elements.box.value === "") this.#parts.hint("");
    this.#fit();
  }

  #fit(): void {
    this.#elements.box.rows = Math.min(MOST_ROWS, this.#elements.box.value.split("\n").length);
  }
}
