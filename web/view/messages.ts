/**
 * A list of messages: what was said in its order, what was told, and below it what waits to be sent.
 *
 * @module
 */

import type { Authored, QueuedFrame } from "../../conversation.ts";
import type { MessageFrame, MessageId } from "../../protocol.ts";
import type { PageWords } from "../../words/en.ts";
import type { PrivateMessage } from "./saved_view.ts";
import { goesOn, type LineRenderer } from "./line.ts";
import { button, element, writtenIn } from "./nodes.ts";
import { PendingMessages } from "./pending_messages.ts";
import { ReadingPosition } from "./reading_position.ts";
import { hideUnneeded } from "./folds.ts";

/** So many lines stay in the list that is in view, and in one that is not; older ones come back when somebody scrolls up. */
const MOST_LINES = 1500;
const MOST_BEHIND = 300;

/** So many of those who came and went one after the other are named, the last of them; and so many are kept with those who are hidden. */
const MOST_CAME = 10;
const MOST_KEPT = 100;

/** Those who come or go later than the first of them, in ms, stand in a note of their own: its time is the first one's. */
const CAME_WITHIN = 300_000;

/** `onTop` and `onBottom` are called when somebody has scrolled there. */
export interface MessagesParts {
  readonly words: PageWords;
  readonly lines: LineRenderer;
  readonly label: string;
  readonly onTop: () => void;
  readonly onBottom: () => void;
}

/** The view of one conversation. */
export class Messages {
  /** What is put into the document. */
  root = element("div", "", "view");
  /** The numbers of the first message that is shown, and of the last one that ever was. */
  first = Infinity;
  last = 0;
  readonly #parts: MessagesParts;
  readonly #log = element("div", "", "log");
  readonly #earliest;
  readonly #list = element("div", "", "list");
  /** What is said while nothing else is. */
  readonly #nothing = element("p", "", "nothing note");
  readonly #pending;
  readonly #position: ReadingPosition;
  #lastDay = "";
  /** When the first in the last note of those who came and went did. */
  #cameAt = 0;
  /** What offers to unfold a text that has just come, and may not be needed. */
  #unsettled: Element[] = [];

  constructor(parts: MessagesParts) {
    this.#parts = parts;
    const { words, label, lines } = parts;
    this.#pending = new PendingMessages(lines);
    this.#log.role = "log";
    this.#log.tabIndex = 0;
    this.label = label;
    this.#earliest = element("p", words.page.earliest, "earliest note");
    this.#earliest.hidden = this.root.hidden = true;
    this.#position = new ReadingPosition(this.#log, {
      ...parts,
      onSettle: () => hideUnneeded(this.#unsettled.splice(0)),
    });
    this.#log.append(this.#earliest, this.#list, this.#nothing, this.#pending.root);
    this.root.append(this.#log, this.#position.unread);
  }

  /** Sets what a screen reader calls the list. */
  set label(label: string) {
    this.#log.ariaLabel = label;
  }

  /** Tells whether its reader sees its end. */
  get isAtEnd(): boolean {
    return this.#position.isShown && this.#position.isAtEnd;
  }

  /** Puts it in view, where it was left, or takes it out. */
  set shown(isShown: boolean) {
    this.#position.note(isShown);
    this.root.hidden = !isShown;
    if (!isShown) return;
    hideUnneeded(this.#list.querySelectorAll(".fold"));
    this.#position.restore();
  }

  /** Tells something that nobody said, with something that can be done about it. */
  offer(text: string, label: string, act: () => void): void {
    const offered = document.createDocumentFragment();
    offered.append(text, " ", button(label, act));
    this.note(offered);
  }

  /** Shows what was said last. */
  add(message: MessageFrame, isNews: boolean): void {
    this.last = message.seq;
    this.first = Math.min(this.first, message.seq);
    if (message.id !== undefined) this.settle(message.id);
    this.#append(this.#parts.lines.message(message), message.at, isNews, message.past === true);
  }

  /** Shows what was said to one person alone. */
  addPrivate(word: PrivateMessage, isNews: boolean): void {
    this.#append(this.#parts.lines.privateWord(word), word.at, isNews);
  }

  /** Shows what was said before everything that is shown. */
  prepend(earlier: readonly MessageFrame[]): void {
    const [oldest] = earlier;
    if (oldest === undefined) return;
    const height = this.#log.scrollHeight - this.#log.scrollTop;
    const { nodes, day } = this.#withDays(earlier, "");
    const head = this.#list.firstElementChild;
    if (head?.className === "day" && head.textContent === day) head.remove();
    if (this.#lastDay === "") this.#lastDay = day;
    if (this.first === Infinity) this.last = Math.max(this.last, earlier.at(-1)?.seq ?? 0);
    this.first = oldest.seq;
    const next = this.#list.firstElementChild;
    const last = nodes.lastElementChild;
    this.#quietly(() => this.#list.prepend(nodes));
    if (next instanceof HTMLElement) next.classList.toggle("more", goesOn(last, next));
    this.#log.scrollTop = this.#log.scrollHeight - height;
  }

  /** Shows what was said after everything that is shown, long ago. */
  extend(later: readonly MessageFrame[]): void {
    this.first = Math.min(this.first, later[0]?.seq ?? Infinity);
    this.last = later.at(-1)?.seq ?? this.last;
    const { nodes, day } = this.#withDays(later, this.#lastDay);
    this.#lastDay = day;
    this.#quietly(() => this.#list.append(nodes));
  }

  /** Keeps a screen reader silent while many messages come at once. */
  set busy(isBusy: boolean) {
    this.#log.ariaBusy = String(isBusy);
  }

  /** Sets what is said while nothing else is. */
  set nothing(text: string) {
    this.#nothing.textContent = text;
  }

  /** Shows that there is nothing before the first message. */
  set complete(isAll: boolean) {
    this.#earliest.hidden = !isAll;
  }

  /**
   * Tells something that nobody said.
   *
   * @param about Whom it is about.
   */
  note(text: string | Node, at?: number, about?: Authored): void {
    this.#append(this.#parts.lines.note(text, at, about), at, false);
  }

  /**
   * Tells that somebody came or went: beside the others before, as a whole class does that at once.
   *
   * @param about Who.
   */
  came(text: string, at: number, about: Authored): void {
    const told = this.#parts.lines.coming(text, about);
    const before = this.#list.lastElementChild;
    const day = this.#parts.lines.day(at);
    if (before?.className !== "note came" || at - this.#cameAt > CAME_WITHIN || day !== this.#lastDay) {
      this.note(told, at);
      this.#cameAt = at;
      this.#list.lastElementChild?.classList.add("came");
      return;
    }
    const body = before.querySelector(".body");
    if (body === null) return;
    body.append(" ", told);
    const named = (): number => body.querySelectorAll(":scope > :not([hidden])").length;
    while (named() > MOST_CAME || body.childElementCount > MOST_KEPT) body.firstChild?.remove();
    this.stay();
  }

  /**
   * Draws a line: what follows is new to whoever was away.
   *
   * @param at When the next message was said.
   */
  markNew(at: number): void {
    this.#list.querySelector(".since")?.remove();
    this.#append(this.#parts.lines.since(), at, false);
  }

  /** Shows what waits to be sent. */
  wait(frame: QueuedFrame): void {
    if (this.#pending.add(frame)) this.toEnd();
  }

  /** Tells whether there is nothing here but this message, which waits. */
  isOnly(id: MessageId): boolean {
    return this.#list.childElementCount === 0 && this.#pending.isOnly(id);
  }

  /** Takes away a message that waited, as it has arrived or is taken back. */
  settle(id: MessageId): void {
    this.#pending.settle(id);
  }

  /** Shows that a message that waited was refused. @param edit Called to write it again. */
  refuse(id: MessageId, why: string, edit: () => void): void {
    if (this.#pending.refuse(id, why, edit)) this.#position.keep();
  }

  /** Goes to a message, if it is shown. */
  reveal(seq: number): boolean {
    const line: HTMLElement | null = this.#list.querySelector(`[data-seq="${seq}"]`);
    if (line === null) return false;
    this.#list.querySelector(".revealed")?.classList.remove("revealed");
    line.classList.add("revealed");
    line.tabIndex = -1;
    this.#position.lookAt(line);
    return true;
  }

  /** Returns the text of a message that is shown. */
  textOf(seq: number): string | undefined {
    const said = this.#list.querySelector(`[data-seq="${seq}"] .text`);
    return said === null ? undefined : writtenIn(said);
  }

  /** Returns what its reader said last and can change here; `undefined` for nothing. */
  get lastOwn(): { readonly seq: number; readonly text: string; readonly at: number } | undefined {
    const own = [...this.#list.querySelectorAll<HTMLElement>(".message.mine[data-seq]:not(.gone)")];
    const line = own.findLast((one) => one.querySelector(".text:not(.action)") !== null);
    if (line === undefined) return undefined;
    return {
      seq: Number(line.dataset.seq),
      text: writtenIn(line.querySelector(".text")),
      at: Date.parse(line.querySelector("time")?.dateTime ?? ""),
    };
  }

  /** Takes the texts of messages away, as they were deleted. */
  redact(seqs: readonly number[]): void {
    for (const seq of seqs) {
      const line = this.#list.querySelector(`[data-seq="${seq}"]`);
      if (line instanceof HTMLElement) this.#parts.lines.redact(line);
    }
  }

  /** Shows what a message has changed in the one that it is about, if that is shown. */
  apply(message: MessageFrame): void {
    const line = this.#list.querySelector(`[data-seq="${message.edits ?? message.reacts}"]`);
    if (line instanceof HTMLElement) this.#parts.lines.apply(line, message);
    this.#position.keep();
  }

  /** Hides or shows lines, as their reader wants it now. */
  review(): void {
    for (const line of this.#list.querySelectorAll("[data-from]")) {
      if (line instanceof HTMLElement) this.#parts.lines.review(line);
    }
    this.#position.keep();
  }

  /** Empties the view. What waits stays. @param why What is said there until there is something. */
  clear(why: string = ""): void {
    this.#list.replaceChildren();
    this.nothing = why;
    this.#lastDay = "";
    this.first = this.last > 0 ? this.last + 1 : Infinity;
    this.complete = false;
    this.toEnd();
  }

  /** Forgets all messages, as they are of another log. */
  reset(): void {
    this.last = 0;
    this.clear();
  }

  /** Goes to the end and stays there. */
  toEnd(): void {
    this.#position.toEnd();
  }

  /** Stays at its end, if its reader is there: something in it has become larger or smaller. */
  stay(): void {
    this.#position.stay();
  }

  /** @param isPast Whether much else of what was said before comes with it. */
  #append(line: HTMLElement, at: number | undefined, isNews: boolean, isPast: boolean = false): void {
    const day = at === undefined ? this.#lastDay : this.#parts.lines.day(at);
    if (day !== this.#lastDay) this.#list.append(element("h2", day, "day"));
    this.#lastDay = day;
    line.classList.toggle("more", goesOn(this.#list.lastElementChild, line));
    this.#list.append(line);
    const toggle = line.querySelector(".fold");
    if (toggle !== null && this.#position.isShown) this.#unsettled.push(toggle);
    this.#trim();
    this.#position.grew(toggle !== null, isNews && !line.hidden, isPast);
  }

  /** @param day The day of what stands before them. */
  #withDays(messages: readonly MessageFrame[], day: string): { nodes: DocumentFragment; day: string } {
    const nodes = document.createDocumentFragment();
    for (const message of messages) {
      const today = this.#parts.lines.day(message.at);
      if (today !== day) nodes.append(element("h2", today, "day"));
      day = today;
      const line = this.#parts.lines.message(message);
      line.classList.toggle("more", goesOn(nodes.lastElementChild, line));
      nodes.append(line);
    }
    return { nodes, day };
  }

  /** What was said long ago need not be read out. */
  #quietly(change: () => void): void {
    this.busy = true;
    change();
    setTimeout(() => this.busy = false, 100);
  }

  /** Lets go of the oldest lines: not while somebody reads them, unless they become far too many. */
  #trim(): void {
    const most = (this.#position.isShown ? MOST_LINES : MOST_BEHIND) * (this.#position.isAtEnd ? 1 : 4);
    if (this.#list.childElementCount <= most) return;
    while (this.#list.childElementCount > most) this.#list.firstElementChild?.remove();
    this.#list.firstElementChild?.classList.remove("more"); // Its name is told by nothing before it.
    this.complete = false;
    const next = this.#list.querySelector("[data-seq]");
    this.first = Number(next?.getAttribute("data-seq") ?? this.last + 1);
  }
}
