/**
 * What a message has of second thoughts on the page: the words that it answers, the reactions below it, and that it was
 * changed.
 *
 * @module
 */

import type { Authored } from "../../conversation.ts";
import type { MessageFrame } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";
import type { PageWords } from "../../words/en.ts";
import { fill } from "./document_words.ts";
import { button, element, nameElement, showText } from "./nodes.ts";

/** What comes of clicks. */
export interface AfterthoughtEvents {
  /** Somebody reacts to a message, or takes that back. */
  onReact: (seq: number, emoji: string) => void;
  /** Somebody wants to see the message that another one answers. */
  onQuoted: (seq: number) => void;
}

/** Who reacted with one emoji: how many, and those whose names are known. */
interface Reacted {
  count: number;
  readonly names: Map<string, string>;
}

/** Shows second thoughts in the lines of messages. */
export class Afterthoughts {
  readonly #words: PageWords;
  readonly #isMe: (name: string) => boolean;
  readonly #isHidden: (author: Authored) => boolean;
  readonly #events: AfterthoughtEvents;
  readonly #reactions = new WeakMap<HTMLElement, Map<string, Reacted>>();

  /** @param isHidden Whose words are not to be seen: also not where somebody answers them. */
  constructor(
    words: PageWords,
    isMe: (name: string) => boolean,
    isHidden: (author: Authored) => boolean,
    events: AfterthoughtEvents,
  ) {
    this.#words = words;
    this.#isMe = isMe;
    this.#isHidden = isHidden;
    this.#events = events;
  }

  /** Adds what a message has of them to its line. */
  show(line: HTMLElement, { re, quote, edited, reactions = [] }: MessageFrame): void {
    const body = line.querySelector(".body");
    if (re !== undefined && quote !== undefined) {
      const { onQuoted } = this.#events;
      const quoted = button(nameElement(quote.from), () => onQuoted(re), "quoted");
      quoted.append(" ", element("span", this.#quotedText(quote)));
      body?.prepend(quoted);
    }
    if (edited !== undefined) this.#markEdited(line);
    const known = reactions.map(({ emoji, count, from }): [string, Reacted] => [
      emoji,
      { count, names: new Map(from.map((name) => [nameKey(name), name])) },
    ]);
    if (known.length > 0) this.#reactions.set(line, new Map(known));
    this.#draw(line);
  }

  /** Changes the line of the message that another one is about. */
  apply(line: HTMLElement, { from, edits, now, emoji, off, past }: MessageFrame): void {
    if (line.classList.contains("gone")) return;
    if (edits !== undefined) {
      const said = line.querySelector(".text");
      if (now === undefined || !(said instanceof HTMLElement)) return;
      said.replaceChildren();
      showText(said, now);
      return this.#markEdited(line);
    }
    if (emoji === undefined) return;
    const all = this.#reactions.get(line) ?? new Map<string, Reacted>();
    this.#reactions.set(line, all);
    const one = all.get(emoji) ?? { count: 0, names: new Map<string, string>() };
    all.set(emoji, one);
    // What is told once more, as the message itself already has it, counts once.
    const isAllKnown = one.count === one.names.size;
    const isKnown = one.names.has(nameKey(from)) === (off !== true) || (past === true && !isAllKnown);
    if (isKnown && (isAllKnown || off !== true || past === true)) return;
    one.count += off === true ? -1 : 1;
    if (off === true) one.names.delete(nameKey(from));
    else one.names.set(nameKey(from), from);
    this.#draw(line);
  }

  #quotedText({ from, text }: NonNullable<MessageFrame["quote"]>): string {
    if (this.#isHidden({ from })) return "…";
    return text === "" ? this.#words.deeds.deleted : text;
  }

  #markEdited(line: HTMLElement): void {
    if (line.querySelector(".edited") !== null) return;
    line.querySelector(".text")?.after(" ", element("span", this.#words.deeds.edited, "edited quiet"));
  }

  #draw(line: HTMLElement): void {
    line.querySelector(".reacts")?.remove();
    const all = this.#reactions.get(line);
    const seq = Number(line.dataset.seq);
    if (all === undefined || all.size === 0) return;
    const row = element("div", "", "reacts");
    const shown = [...all].filter(([, { count }]) => count > 0);
    if (shown.length === 0) return;
    row.append(...shown.map(([emoji, { count, names }]) => {
      const isMine = [...names.values()].some((name) => this.#isMe(name));
      const chip = button(`${emoji} ${count}`, () => this.#events.onReact(seq, emoji));
      chip.ariaPressed = String(isMine);
      chip.title = fill(this.#words.page.reactedBy, { names: [...names.values()].join(", ") });
      return chip;
    }));
    line.querySelector(".body")?.append(row);
  }
}
