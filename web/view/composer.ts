/**
 * The box to write in.
 *
 * @module
 */

import { isForInputMethod } from "./input_method.ts";

/** What ends with something that a list of choices helps with: `@name`, `#room`, `/command`, `:emoji:`. */
const HELPED = /(?<!\S)[@#/:]\S*$/;

/** The most lines that the box shows before it scrolls. */
const MOST_BOX_ROWS = 8;

/** The elements that it works with. */
export interface ComposerElements {
  readonly form: HTMLFormElement;
  readonly box: HTMLTextAreaElement;
  readonly send: HTMLButtonElement;
  /** What can be chosen while something is typed. */
  readonly choices: HTMLElement;
}

/** What helps with writing, once it is loaded. */
export interface Helper {
  /** Does what a key says while there is something to choose; `false` when the key is none of its. */
  key(event: KeyboardEvent): boolean;
  /** Takes the list of choices away. */
  close(): void;
  /** Completes the word before a place, in UTF-16 units; `false` when there is nothing to complete. */
  complete(cursor: number): boolean;
}

/** What else it works with. */
export interface ComposerParts {
  /** What helps, if it is there. */
  readonly helper: () => Helper | undefined;
  /** Called when something is written that it helps with: it is time to load it. */
  readonly onWriting: () => void;
  /** Does something with what helps once it has come. @param orElse Called if it does not come. */
  readonly whenHelped: (act: (helper: Helper) => void, orElse: () => void) => void;
  /** Returns the line that changes what was said last here; `undefined` where nothing can be changed. */
  readonly onUp: () => string | undefined;
  readonly hint: (text: string) => void;
  /** Called with what was submitted. */
  readonly onLine: (text: string) => void;
}

/** What is said is to be something else than a line of its own. */
export interface SaidAs {
  /** What tells that, above the box. */
  readonly bar: HTMLElement;
  /** Makes the line that says a text as that; `undefined` for a line that is a command all the same. */
  readonly lineOf: (text: string) => string | undefined;
}

/** A word that is to be completed when what helps has come. */
interface WaitingWord {
  /** What was to be sent meanwhile: it is, with the word completed, unless somebody changed it. */
  sent?: string;
}

/** Enter sends, Shift+Enter breaks the line, Tab completes, Up in an empty box brings back what was sent last. */
export class Composer {
  readonly #elements: ComposerElements;
  readonly #parts: ComposerParts;
  #isComposing = false;
  #lastSent = "";
  /** A word that waits for what completes it. */
  #waiting: WaitingWord | undefined;
  #as: SaidAs | undefined;

  constructor(elements: ComposerElements, parts: ComposerParts) {
    this.#elements = elements;
    this.#parts = parts;
    const { form, box } = elements;
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
    this.text = rest === "" ? text : `${text}\n${rest}`;
    this.#elements.box.focus();
  }

  /** Puts a text where the cursor is. */
  insert(text: string): void {
    const { box } = this.#elements;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    this.fit();
    box.focus();
  }

  /** Has the next text said as this; nothing for a line of its own. */
  set as(as: SaidAs | undefined) {
    this.#as?.bar.remove();
    this.#as = as;
    if (as !== undefined) this.#elements.form.prepend(as.bar);
  }

  /** Returns what is being written. */
  get text(): string {
    return this.#elements.box.value;
  }

  /** Puts a text in the place of what is there. */
  set text(text: string) {
    this.#elements.box.value = text;
    this.#waiting = undefined;
    this.fit();
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
    if (this.#waiting !== undefined) return void (this.#waiting.sent = text);
    this.#lastSent = text;
    this.#elements.box.value = "";
    this.#parts.helper()?.close();
    this.fit();
    this.#parts.hint("");
    const line = this.#as?.lineOf(text);
    if (line !== undefined) this.as = undefined;
    this.#parts.onLine(line ?? text);
  }

  #key(event: KeyboardEvent): void {
    if (this.#isComposing || isForInputMethod(event)) return;
    if (this.#parts.helper()?.key(event) === true) return event.preventDefault();
    const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
    if (event.key === "Enter" && !event.shiftKey && !hasModifier) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#as !== undefined) {
      event.preventDefault();
      this.as = undefined;
    } else if (event.key === "Tab" && !event.shiftKey && !hasModifier) {
      if (this.#complete()) event.preventDefault();
    } else if (event.key === "ArrowUp" && !hasModifier && this.#elements.box.value === "") {
      const again = this.#lastSent.startsWith("/") ? this.#lastSent : this.#parts.onUp() ?? this.#lastSent;
      if (again === "") return;
      event.preventDefault();
      this.put(again);
    }
  }

  /** Completes the word before the cursor; `false` when there is nothing to complete, and Tab goes on its way. */
  #complete(): boolean {
    const { helper } = this.#parts;
    const { selectionStart, selectionEnd } = this.#elements.box;
    if (selectionStart !== selectionEnd || this.text === "") return false;
    const help = helper();
    if (help !== undefined) return help.complete(selectionStart);
    if (this.#waiting === undefined) this.#completeLater(selectionStart);
    return true;
  }

  /** If what helps does not come, the word stays as it is, and is not sent by itself. */
  #completeLater(cursor: number): void {
    const waiting: WaitingWord = this.#waiting = {};
    const end = (): boolean => {
      const isStill = this.#waiting === waiting;
      if (isStill) this.#waiting = undefined;
      return isStill;
    };
    this.#parts.whenHelped((helper) => {
      if (!end()) return;
      const isUnchanged = waiting.sent === this.text;
      helper.complete(cursor);
      if (isUnchanged) this.#submit();
    }, end);
  }

  /** What was said about a text is over with the text. */
  #changed(): void {
    if (this.#elements.box.value === "") this.#parts.hint("");
    else if (HELPED.test(this.text.slice(0, this.#elements.box.selectionStart))) this.#parts.onWriting();
    this.fit();
  }

  /** Makes the box as high as what is in it needs. */
  fit(): void {
    this.#elements.box.rows = Math.min(MOST_BOX_ROWS, this.#elements.box.value.split("\n").length);
  }
}
