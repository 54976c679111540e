/**
 * The list of what can be chosen while something is typed, above the box: with the arrows, Tab, a click or a finger.
 *
 * @module
 */

import { type Asked, askedFor, type Choice, choicesFor } from "./choices.ts";
import type { Vocabulary } from "../../typing.ts";
import { element } from "../view.ts";

/** What the list works with. */
export interface ChoiceListParts {
  readonly box: HTMLTextAreaElement;
  readonly list: HTMLElement;
  /** Returns what there is to choose from. */
  readonly vocabulary: () => Vocabulary;
  /** Called when something was put into the box. */
  readonly onTaken: () => void;
}

/** What can be chosen now. */
export class ChoiceList {
  readonly #parts: ChoiceListParts;
  #asked: Asked | undefined;
  #choices: readonly Choice[] = [];
  #at = -1;
  #emoji: readonly (readonly [string, string])[] = [];

  constructor(parts: ChoiceListParts) {
    this.#parts = parts;
    const { box, list } = parts;
    box.addEventListener("input", () => this.look());
    box.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // The box keeps the focus, and a phone its keyboard.
    list.addEventListener("click", ({ target }) => {
      const at = [...list.children].findIndex((one) => target instanceof Node && one.contains(target));
      if (at >= 0) this.#take(at);
    });
  }

  /** Does what a key says, while there is something to choose; `false` when the key is none of its. Enter sends, unless somebody has chosen. */
  key(event: KeyboardEvent): boolean {
    if (this.#choices.length === 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return false;
    }
    const { length } = this.#choices;
    switch (event.key) {
      case "ArrowDown":
        this.#choose((this.#at + 1) % length);
        return true;
      case "ArrowUp":
        this.#choose((this.#at <= 0 ? length : this.#at) - 1);
        return true;
      case "Tab":
        this.#take(Math.max(0, this.#at));
        return true;
      case "Enter":
        if (this.#at < 0) return false;
        this.#take(this.#at);
        return true;
      case "Escape":
        this.close();
        return true;
      default:
        return false;
    }
  }

  /** Takes the list away. */
  close(): void {
    this.#show(undefined, []);
  }

  /** Offers what can be chosen for what is typed now. */
  look(): void {
    const { box, vocabulary } = this.#parts;
    const asked = box.selectionStart === box.selectionEnd
      ? askedFor(box.value, box.selectionStart)
      : undefined;
    if (asked === undefined) return this.close();
    if (asked.sign === ":" && this.#emoji.length === 0) void this.#load();
    this.#show(asked, choicesFor(asked, vocabulary(), this.#emoji));
  }

  /** Without the script, which a server of another version does not have, emoji are typed as ever. */
  async #load(): Promise<void> {
    try {
      this.#emoji = (await import("./emoji_names.ts")).EMOJI_NAMES;
      this.look();
    } catch {
      this.#emoji = [];
    }
  }

  #show(asked: Asked | undefined, choices: readonly Choice[]): void {
    const { box, list } = this.#parts;
    const isWhole = choices.length === 1 && asked !== undefined &&
      choices[0]?.text.trim() === `${asked.sign}${asked.begun}`;
    this.#asked = asked;
    this.#choices = isWhole ? [] : choices;
    this.#at = -1;
    list.hidden = this.#choices.length === 0;
    list.replaceChildren(...this.#choices.map(({ label }, i) => {
      const option = element("div", label);
      option.role = "option";
      option.id = `choice-${i}`;
      option.ariaSelected = "false";
      return option;
    }));
    box.removeAttribute("aria-activedescendant");
  }

  #choose(at: number): void {
    const { box, list } = this.#parts;
    this.#at = at;
    for (const [i, option] of [...list.children].entries()) option.ariaSelected = String(i === at);
    box.setAttribute("aria-activedescendant", `choice-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  #take(at: number): void {
    const { box, onTaken } = this.#parts;
    const choice = this.#choices[at];
    if (choice === undefined || this.#asked === undefined) return;
    box.setRangeText(choice.text, this.#asked.from, box.selectionStart, "end");
    this.close();
    onTaken();
    box.focus();
  }
}
