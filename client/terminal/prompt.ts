/**
 * The line being typed at the terminal: the editor, the questions that are asked there, and the queue of lines for whoever waits for one.
 *
 * @module
 */

import type { Target } from "../../protocol/commands.ts";
import type { Words } from "../../words/en.ts";
import type { Dialog } from "../session.ts";
import type { CompletionContext, SubmittedLine } from "../../typing.ts";
import { Drafts } from "./drafts.ts";
import { EarlyTab } from "./early_tab.ts";
import { edit, type Editor, emptyEditor, putBack, TYPED_UNITS } from "./editor.ts";
import { hintFor } from "./hint.ts";
import type { Key } from "./key.ts";
import type { PromptEvents } from "./prompt_events.ts";
import type { StatusPart } from "../view.ts";
import type { Terminal } from "./display.ts";
import { editSecretly, type SecretQuestion } from "./secret.ts";

/** One person at a terminal. */
export class Prompt implements Dialog {
  /** What Tab can complete, and what a message can be. */
  completionContext: () => CompletionContext = () => ({ names: [] });
  readonly #terminal: Terminal;
  readonly #events: PromptEvents;
  readonly #words: () => Words;
  readonly #drafts = new Drafts();
  readonly #earlyTab = new EarlyTab();
  #editor: Editor = emptyEditor();
  /** What is typed and shown nowhere, while something secret is asked for. */
  #secret: SecretQuestion | undefined;
  /** The line that was put back last where Up finds it. */
  #broughtBack: string | undefined;
  /** Texts to be put back once nothing else is being typed in the view that they are of, or in any. */
  readonly #held: { readonly text: string; readonly view: Target | undefined }[] = [];
  #prompt = "";
  #above: readonly string[] = [];
  #status: readonly StatusPart[] = [];
  /** Whether a line is asked for that is no message. */
  #isAsked = false;
  /** Lines that were typed before anyone asked for them, and who waits for the next. */
  readonly #typed: SubmittedLine[] = [];
  #wanted: ((line: SubmittedLine) => void) | undefined;

  /** @param words Tells the language of the hints, which may change. */
  constructor(terminal: Terminal, events: PromptEvents, words: () => Words) {
    this.#terminal = terminal;
    this.#events = events;
    this.#words = words;
  }

  /** Takes keys until there are no more, which is when the terminal is gone. Throws only what is a fault of ours. */
  async run(): Promise<void> {
    for await (const key of this.#terminal.keys(() => this.#editor.mode.kind === "amending")) {
      await this.#press(key);
    }
    this.#events.quit("gone");
  }

  say(line: string): void {
    this.#terminal.show([line]);
  }

  async ask(question: string): Promise<string> {
    this.#isAsked = true;
    this.prompt(question);
    const { text } = await this.nextLine();
    this.#isAsked = false;
    this.#editor = { ...this.#editor, history: [], shown: 0 }; // Answers are not lines to come back to.
    this.#terminal.show([question + text]);
    this.prompt("");
    return text;
  }

  /** Asks for something that is not shown while it is typed, and is in no history and no draft. `undefined` when they will not say. */
  askSecret(question: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#secret?.resolve(undefined);
      this.#secret = { question, editor: emptyEditor(), resolve };
      this.#paint();
    });
  }

  /** Sets what stands before the line being typed. */
  prompt(prompt: string): void {
    this.#prompt = prompt;
    this.#paint();
  }

  /** Looks at another view, where what was begun there is typed on; what is being typed stays where it is. */
  goTo(view: Target): void {
    const before = this.#editor;
    this.#editor = this.#drafts.goTo(view, before);
    this.#putBackHeld();
    if (this.#editor !== before) this.#paint();
  }

  /** Goes on in the same view, as its person has another name. */
  follow(view: Target): void {
    this.#drafts.follow(view);
  }

  /** Sets what tells where the person is: before the line being typed, and below it when there is no hint. */
  setStatus(prompt: string, status: readonly StatusPart[]): void {
    const parts = (all: readonly StatusPart[]): string => all.map(({ text }) => text).join("\n");
    if (prompt === this.#prompt && parts(status) === parts(this.#status)) return;
    this.#prompt = prompt;
    this.#status = status;
    this.#paint();
  }

  /** Sets the rows above the line being typed: messages of one's own that are still on their way. */
  setRowsAbove(lines: readonly string[]): void {
    if (lines.length === 0 && this.#above.length === 0) return;
    this.#above = lines;
    this.#paint();
  }

  /** Completes once more what Tab had completed before all rooms were known, unless something was typed since. */
  roomsKnown(): void {
    const begun = this.#earlyTab.take(this.#editor);
    if (begun === undefined) return;
    this.#editor = edit(begun.before, begun.key, this.completionContext()).editor;
    this.#paint();
  }

  /**
   * Puts a text back, when nothing is being typed; else Up brings it back, or a long one comes once the line is empty.
   *
   * @param view Where it was written: it comes back there, once that is looked at.
   */
  recall(text: string, view?: Target): void {
    const back = putBack(this.#editor, text);
    if (text.length > TYPED_UNITS || !this.#isInView(view)) this.#held.push({ text, view });
    else if (back === undefined) this.remember(text);
    else {
      this.#broughtBack = text;
      this.#editor = back;
    }
    this.#putBackHeld();
    this.#paint();
  }

  #putBackHeld(): void {
    const at = this.#held.findIndex(({ view }) => this.#isInView(view));
    const held = this.#held[at];
    const back = held === undefined ? undefined : putBack(this.#editor, held.text);
    if (back === undefined) return;
    this.#held.splice(at, 1);
    this.#editor = back;
  }

  #isInView(view: Target | undefined): boolean {
    return view === undefined || this.#drafts.isInView(view);
  }

  /** Makes a text one that Up brings back. */
  remember(text: string): void {
    const { history } = this.#editor;
    this.#broughtBack = text;
    if (!history.includes(text)) {
      this.#editor = { ...this.#editor, history: [...history, text], shown: history.length + 1 };
    }
  }

  /** Waits for the next line that is typed. */
  nextLine(): Promise<SubmittedLine> {
    const typed = this.#typed.shift();
    if (typed !== undefined) return Promise.resolve(typed);
    return new Promise((resolve) => this.#wanted = resolve);
  }

  async #press(key: Key): Promise<void> {
    const { interrupted } = this.#events;
    if (key.kind === "ctrl" && key.letter === "c" && interrupted !== undefined) return interrupted();
    this.#events.keyPressed?.();
    if (this.#secret !== undefined) return await this.#pressSecretly(this.#secret, key);
    const context = this.#isAsked ? { names: [] } : this.#context();
    const { editor, request } = edit(this.#editor, key, context);
    if (!this.#isAsked && this.#earlyTab.pressed(this.#editor, key, editor, context)) {
      this.#events.roomsWanted?.();
    }
    this.#editor = editor;
    switch (request?.kind) {
      case undefined:
        break;
      case "submit":
        for (const line of request.lines) this.#submit(line);
        break;
      case "file":
        this.#events.longText?.(request.text);
        break;
      case "redraw":
        this.#terminal.clear();
        break;
      case "room":
        if (!this.#isAsked) this.#events.switchRoom?.(request.which);
        break;
      case "leave":
        this.#events.quit(request.by);
        break;
      case "refuse":
        this.#events.refused(request.problem);
        break;
      case "suspend":
        await this.#terminal.suspend();
        break;
    }
    this.#putBackHeld();
    this.#paint();
  }

  /** What a key is read in the light of: Up brings back what was refused before it changes what was said. */
  #context(): CompletionContext {
    const context = this.completionContext();
    const isRefused = this.#editor.history.at(-1) === this.#broughtBack;
    return isRefused && this.#broughtBack !== undefined ? { ...context, lastSaid: undefined } : context;
  }

  async #pressSecretly(secret: SecretQuestion, key: Key): Promise<void> {
    const { editor, request } = editSecretly(secret.editor, key);
    this.#secret = { ...secret, editor };
    switch (request?.kind) {
      case "submit":
        this.#secret = undefined;
        secret.resolve(request.lines[0]?.text ?? "");
        break;
      case "leave":
        this.#secret = undefined;
        secret.resolve(undefined);
        break;
      case "redraw":
        this.#terminal.clear();
        break;
      case "suspend":
        await this.#terminal.suspend();
        break;
      case "refuse":
        this.#events.refused(request.problem);
        break;
      case "room":
      case "file":
      case undefined:
        break;
    }
    this.#paint();
  }

  #submit(line: SubmittedLine): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted === undefined) this.#typed.push(line);
    else wanted(line);
  }

  #paint(): void {
    if (this.#secret !== undefined) {
      const { question: prompt } = this.#secret;
      return this.#terminal.type({ prompt, text: "", cursor: 0, above: this.#above, status: this.#status });
    }
    const { text, cursor } = this.#editor;
    const hint = this.#isAsked && this.#editor.mode.kind === "typing"
      ? undefined
      : hintFor(this.#editor, this.completionContext(), this.#words());
    this.#terminal.type({
      prompt: this.#prompt,
      text,
      cursor,
      above: this.#above,
      status: this.#status,
      ...(hint !== undefined && { hint }),
    });
  }
}
