/**
 * Where somebody sits: their terminal and the line that they type, as questions, answers and lines.
 *
 * @module
 */

import type { Asker } from "./ask.ts";
import type { Vocabulary } from "./complete.ts";
import { edit, type Editor, emptyEditor } from "./editor.ts";
import type { Key } from "./keys.ts";
import type { Terminal } from "./terminal.ts";

/** What the person at the desk did. */
export interface DeskEvents {
  /** They wish to leave: by Ctrl+C on an empty line, by Ctrl+D, or their terminal is gone. */
  leave(by: "interrupt" | "end" | "gone"): void;
}

/** One person at a terminal. */
export class Desk implements Asker {
  /** What Tab can complete. */
  vocabulary: Vocabulary = { names: [] };
  readonly #terminal: Terminal;
  readonly #events: DeskEvents;
  #editor: Editor = emptyEditor();
  #prompt = "";
  /** Lines that were typed before anyone asked for them, and who waits for the next. */
  readonly #typed: string[] = [];
  #wanted: ((line: string) => void) | undefined;

  constructor(terminal: Terminal, events: DeskEvents) {
    this.#terminal = terminal;
    this.#events = events;
  }

  /** Takes keys until there are no more. */
  async run(): Promise<void> {
    try {
      for await (const key of this.#terminal.keys()) this.#press(key);
    } catch {
      // A terminal that cannot be read is gone, like one that has ended.
    }
    this.#events.leave("gone");
  }

  say(line: string): void {
    this.#terminal.show([line]);
  }

  async ask(question: string): Promise<string> {
    this.prompt(question);
    const answer = await this.line();
    this.#editor = { ...this.#editor, history: [], shown: 0 }; // Answers are not lines to come back to.
    this.#terminal.show([question + answer]);
    this.prompt("");
    return answer;
  }

  /** What stands before the line being typed. */
  prompt(prompt: string): void {
    this.#prompt = prompt;
    this.#paint();
  }

  /** The next line that is typed. */
  line(): Promise<string> {
    const typed = this.#typed.shift();
    if (typed !== undefined) return Promise.resolve(typed);
    return new Promise((resolve) => this.#wanted = resolve);
  }

  #press(key: Key): void {
    const { editor, wish } = edit(this.#editor, key, this.vocabulary);
    this.#editor = editor;
    switch (wish?.kind) {
      case undefined:
        break;
      case "submit":
        this.#submit(wish.text);
        break;
      case "redraw":
        this.#terminal.clear();
        break;
      case "leave":
        this.#events.leave(wish.by);
        break;
      case "choices":
        this.#terminal.show([wish.choices.join("  ")]);
        break;
    }
    this.#paint();
  }

  #submit(text: string): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted === undefined) this.#typed.push(text);
    else wanted(text);
  }

  #paint(): void {
    const { text, cursor } = this.#editor;
    this.#terminal.type({ prompt: this.#prompt, text, cursor });
  }
}
