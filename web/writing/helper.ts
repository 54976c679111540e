/**
 * What helps while something is typed: the list of choices, and Tab.
 *
 * @module
 */

import { completeShared, type Vocabulary } from "../../typing.ts";
import type { PageWords } from "../../words/en.ts";
import { fill } from "../view.ts";
import { ChoiceList } from "./choice_list.ts";

/** How many choices are shown of those that a word can become. */
const MOST_CHOICES = 20;

/** What it works with. */
export interface HelperParts {
  readonly words: PageWords;
  readonly box: HTMLTextAreaElement;
  /** What can be chosen while something is typed. */
  readonly list: HTMLElement;
  /** Returns what can be completed. */
  readonly vocabulary: () => Vocabulary;
  readonly hint: (text: string) => void;
  /** Called when something was put into the box. */
  readonly onTaken: () => void;
}

/** Helps at the box. */
export class WritingHelper {
  readonly #parts: HelperParts;
  readonly #choices: ChoiceList;

  constructor(parts: HelperParts) {
    this.#parts = parts;
    this.#choices = new ChoiceList(parts);
    this.#choices.look(); // Something is typed already: that is why this was loaded.
  }

  /** Does what a key says while there is something to choose; `false` when the key is none of its. */
  key(event: KeyboardEvent): boolean {
    return this.#choices.key(event);
  }

  /** Takes the list of choices away. */
  close(): void {
    this.#choices.close();
  }

  /** Completes the word before a place, in UTF-16 units; `false` when there is nothing to complete. */
  complete(cursor: number): boolean {
    const { words, vocabulary, hint, box, onTaken } = this.#parts;
    const { value } = box;
    const { from, text, choices } = completeShared(value, cursor, vocabulary());
    const isDone = choices.length === 1 && value.slice(from, cursor) === text;
    if (choices.length === 0 || isDone) return false;
    if (choices.length > 1) {
      hint(fill(words.page.choices, { list: choices.slice(0, MOST_CHOICES).join(" ") }));
    }
    const isAtEnd = box.selectionStart === cursor; // Else somebody went on typing meanwhile.
    box.setRangeText(text, from, cursor, isAtEnd ? "end" : "preserve");
    onTaken();
    return true;
  }
}
