/**
 * A text that is too long for a message: it is offered to be sent as a file, as which its first lines are shown.
 *
 * @module
 */

import type { RestWords } from "../../words/en.ts";
import { button, type Composer, element } from "../view.ts";

/** What it works with. */
export interface LongTextParts {
  readonly words: Pick<RestWords, "sharing">;
  readonly composer: Pick<Composer, "text" | "focus" | "put">;
  /** The form of the box to write in. */
  readonly form: HTMLElement;
  readonly box: HTMLTextAreaElement;
  /** Sends a file to where the text would have gone. */
  send(file: File): void;
}

/** Asks, above the box, what is to become of such a text. */
export class LongText {
  readonly #parts: LongTextParts;
  readonly #bar = element("div", "");
  readonly #sent = new WeakMap<File, string>();

  constructor(parts: LongTextParts) {
    this.#parts = parts;
    const { words: { sharing }, form, box } = parts;
    this.#bar.id = "long-text";
    this.#bar.append(element("p", sharing.longText), button(sharing.asFile, () => this.#send()));
    const close = (): void => this.#bar.remove();
    form.addEventListener("submit", close);
    box.addEventListener("input", close); // It is another text: whether that is too long is found out when it is sent.
  }

  /** Asks about what stands in the box. */
  offer(): void {
    this.#parts.form.prepend(this.#bar);
  }

  /** Puts a text back into the box that was not taken as a file. */
  giveBack(file: File): void {
    const text = this.#sent.get(file);
    if (text !== undefined) this.#parts.composer.put(text);
  }

  #send(): void {
    const { composer, words, send } = this.#parts;
    const { text } = composer;
    const file = new File([text], words.sharing.textName, { type: "text/plain" });
    this.#sent.set(file, text);
    this.#bar.remove();
    composer.text = "";
    composer.focus();
    send(file);
  }
}
