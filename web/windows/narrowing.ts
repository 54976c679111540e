/**
 * A field above a list: only what has that in its name is listed. It is there while the list is long.
 *
 * @module
 */

import { element, isForInputMethod, MANY_LISTED } from "../view.ts";
import { make } from "./make.ts";

/** What it works with. */
export interface NarrowingParts {
  /** What is narrowed down: buttons within an element. */
  readonly list: HTMLElement;
  readonly label: string;
  /** What is said when nothing is left. */
  readonly none: string;
  /** Called with what is to be in the names; empty for all of them. */
  readonly onText: (text: string) => void;
}

/** One field. */
export class Narrowing {
  readonly #field: HTMLInputElement;
  readonly #none: HTMLElement;
  readonly #parts: NarrowingParts;

  constructor(parts: NarrowingParts) {
    this.#parts = parts;
    const { list, label } = parts;
    this.#field = make("input", {
      type: "search",
      class: "narrowing",
      autocapitalize: "off",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      "aria-label": label,
      placeholder: label,
      hidden: "",
    });
    this.#none = element("p", "", "quiet");
    this.#none.role = "status";
    list.before(this.#field, this.#none);
    this.#field.addEventListener("input", () => parts.onText(this.#field.value.trim()));
    this.#field.addEventListener("keydown", (event) => isForInputMethod(event) || this.#key(event));
  }

  /** Lists all again. */
  clear(): void {
    if (this.#field.value === "") return;
    this.#field.value = "";
    this.#parts.onText("");
  }

  /** Takes how many there are, and how many of them are listed now. */
  listed(all: number, left: number): void {
    this.#field.hidden = all < MANY_LISTED && this.#field.value === "";
    const said = left === 0 && !this.#field.hidden ? this.#parts.none : "";
    if (this.#none.textContent !== said) this.#none.textContent = said;
  }

  /** Enter takes the first one, an arrow leads to it, and Escape lists all again. */
  #key(event: KeyboardEvent): void {
    const first = this.#parts.list.querySelector("button");
    switch (event.key) {
      case "Enter":
        first?.click();
        break;
      case "ArrowDown":
        first?.focus();
        break;
      case "Escape":
        if (this.#field.value === "") return; // It closes what the field is in.
        this.clear();
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}
