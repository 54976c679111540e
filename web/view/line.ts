/**
 * How a line of a conversation looks.
 *
 * @module
 */

import type { Authored, QueuedFrame } from "../../conversation.ts";
import type { MessageFrame } from "../../protocol.ts";
import { changesAnother } from "../../protocol/second_thoughts.ts";
import { mentions } from "../../protocol/mentions.ts";
import { nameKey } from "../../protocol/names.ts";
import type { PageWords } from "../../words/en.ts";
import { type AfterthoughtEvents, Afterthoughts } from "./afterthoughts.ts";
import { fileBox } from "./file_box.ts";
import { button, element, nameElement, showText } from "./nodes.ts";
import type { PrivateMessage } from "./saved_view.ts";
import { isEmoji } from "./text_parts.ts";
import type { Times } from "./times.ts";
import { fill } from "./document_words.ts";

/** What comes of files. */
export interface FileEvents {
  /** A file is to be shown in its place. */
  onFile: (box: HTMLElement, message: MessageFrame) => void;
}

/** So long a text may be more than twenty rows of a narrow screen. Characters, lines. */
const LONG = { chars: 600, lines: 20 };

/** How long somebody may be silent so that what they say next still stands with what they said before, in ms. */
const GROUPED = 300_000;

/** Tells whether a text is so long that it may have to be folded. */
function isLong(text: string): boolean {
  return text.length > LONG.chars || text.split("\n").length > LONG.lines;
}

/** Tells whether a line goes on what the line before it says: the same person, shortly after, in the same way. */
export function goesOn(before: Element | null, line: HTMLElement): boolean {
  if (!(before instanceof HTMLElement) || line.dataset.at === undefined) return false;
  if (before.className.replace(" more", "") !== line.className.replace(" more", "")) return false;
  const { author, at } = before.dataset;
  return author === line.dataset.author && Number(line.dataset.at) - Number(at) < GROUPED &&
    before.querySelector(".by")?.textContent === line.querySelector(".by")?.textContent;
}

/** Makes lines, for one reader. */
export class LineRenderer {
  /** My own name. */
  me = "";
  readonly #words: PageWords;
  readonly #times: Times;
  readonly #isHidden: (author: Authored) => boolean;
  /** What comes of clicks on second thoughts. */
  readonly events: AfterthoughtEvents & FileEvents = {
    onReact: () => {},
    onQuoted: () => {},
    onFile: () => {},
  };
  readonly #afterthoughts: Afterthoughts;

  /** @param isHidden Whose lines are not to be seen. */
  constructor(words: PageWords, times: Times, isHidden: (author: Authored) => boolean) {
    this.#words = words;
    this.#times = times;
    this.#isHidden = isHidden;
    this.#afterthoughts = new Afterthoughts(words, (name) => this.isMe(name), isHidden, this.events);
  }

  /** Makes the line of a message. */
  message(message: MessageFrame): HTMLElement {
    const { seq, at, from, action, topic, redacted } = message;
    const text = redacted === true ? this.#words.deeds.deleted : message.text;
    const line = this.#line(message, topic === true ? "message topic" : "message");
    line.dataset.seq = String(seq);
    if (redacted === true) line.classList.add("gone");
    else if (!this.isMe(from) && mentions(text, this.me)) line.classList.add("mention");
    line.dataset.at = String(at);
    const said = topic === true ? this.#topic(from, text) : this.#text(from, text, action === true);
    if (message.file !== undefined) this.#file(said, message);
    if (this.isMe(from)) (said.querySelector(".file") ?? said).append(this.#mark(this.#words.page.sent));
    if (line.classList.contains("mention")) {
      line.append(element("span", this.#words.page.mentionsYou, "unseen"));
    }
    line.append(this.#who(from, at), said);
    if (changesAnother(message)) line.classList.add("event"); // It is shown in the message that it is about.
    if (redacted !== true) this.#afterthoughts.show(line, message);
    return line;
  }

  /** Shows a file in the place of the text that tells those of it who see no files. */
  #file(said: HTMLElement, message: MessageFrame): void {
    if (message.file === undefined) return;
    const box = fileBox(message.file);
    if (message.edited === undefined) {
      said.querySelector(".text")?.replaceChildren(message.text.split("\n").slice(1).join("\n"));
    }
    said.append(box);
    this.events.onFile(box, message);
  }

  /** Shows what a message has changed in the line of the one that it is about. */
  apply(line: HTMLElement, message: MessageFrame): void {
    this.#afterthoughts.apply(line, message);
  }

  /** Takes the text out of the line of a message, as it was deleted. */
  redact(line: HTMLElement): void {
    line.classList.add("gone");
    line.classList.remove("mention");
    const said = line.querySelector(".text");
    said?.replaceChildren(this.#words.deeds.deleted);
    said?.classList.remove("emoji");
    said?.after(...line.querySelectorAll(".sent")); // That of a file stands in its place.
    for (const gone of line.querySelectorAll(".fold, .unseen, .file, .reacts, .edited, .quoted")) {
      gone.remove();
    }
  }

  /** Makes the line of a private message: it shows its direction. */
  privateWord({ who, person, from, at, text, action }: PrivateMessage): HTMLElement {
    const line = this.#line({ from, ...(person !== undefined && { person }) }, "message private");
    line.dataset.at = String(at);
    const said = this.#text(from, text, action);
    if (this.isMe(from)) said.append(this.#mark(this.#words.page.delivered));
    line.append(this.#who(from, at, this.isMe(from) ? who : this.me), said);
    return line;
  }

  /** Makes the line of a message that waits to be sent, or is on its way. */
  waiting(frame: QueuedFrame): HTMLElement {
    const line = this.#line({ from: this.me }, "message waiting");
    const isAction = frame.type !== "topic" && frame.action === true;
    const to = frame.type === "private" ? frame.to : undefined;
    const said = this.#text(this.me, frame.text, isAction);
    said.append(" ", element("p", this.#words.page.queued, "state"));
    line.append(this.#who(this.me, undefined, to), said);
    return line;
  }

  /** Says in a line that waited why it was refused. */
  refuse(line: HTMLElement, why: string, edit: () => void): void {
    line.classList.add("refused");
    const again = button(this.#words.page.edit, edit);
    line.querySelector(".state")?.replaceChildren(`${this.#words.page.refused}: ${why} `, again);
  }

  /**
   * What nobody said.
   *
   * @param about Whom it is about: it is hidden with what they say.
   */
  note(text: string | Node, at?: number, about?: Authored): HTMLElement {
    const line = element("div", "", "note");
    if (about !== undefined) this.#mayHide(line, about);
    if (at !== undefined) line.append(this.#times.time(at), " ");
    const body = element("div", "", "body");
    body.append(text);
    line.append(body);
    return line;
  }

  /** Tells of somebody who came or went, beside others: the arrow that the sentence begins with is kept whole. */
  coming(text: string, about: Authored): HTMLElement {
    const [arrow = "", ...rest] = text.split(" ");
    const told = element("span", "");
    told.append(element("bdi", arrow), ` ${rest.join(" ")}`);
    this.#mayHide(told, about);
    return told;
  }

  /** Writes the day of a moment. */
  day(at: number): string {
    return this.#times.day(at);
  }

  /** Makes the line behind which all is new to its reader. */
  since(): HTMLElement {
    return element("h2", this.#words.page.since, "since");
  }

  /** Hides a line, or shows it again, as its reader wants it now. */
  review(line: HTMLElement): void {
    const { from = "", person } = line.dataset;
    line.hidden = this.#isHidden({ from, ...(person !== undefined && { person }) });
  }

  /** Tells whether a name is the reader's own. */
  isMe(name: string): boolean {
    return nameKey(name) === nameKey(this.me);
  }

  #line(author: Authored, className: string): HTMLElement {
    const line = element("div", "", className);
    line.dataset.author = author.person ?? nameKey(author.from);
    line.tabIndex = -1; // Arrows lead to it, as its menu is asked for there.
    if (author.person !== undefined) line.dataset.person = author.person;
    if (this.isMe(author.from)) line.classList.add("mine");
    else this.#mayHide(line, author);
    return line;
  }

  #mayHide(line: HTMLElement, { from, person }: Authored): void {
    line.dataset.from = nameKey(from);
    if (person !== undefined) line.dataset.person = person;
    this.review(line);
  }

  /** Makes what stands beside a text: when it was said, and by whom; nothing that somebody wrote stands there. @param to Whom it was said to alone. */
  #who(from: string, at: number | undefined, to?: string): HTMLElement {
    const who = element("div", "", "who");
    if (at !== undefined) who.append(this.#times.time(at), " ");
    const by = element("span", "", "by");
    by.append(nameElement(from));
    if (to !== undefined) by.append(element("span", " → ", "arrow"), nameElement(to));
    by.append(element("span", ": ", "colon"));
    who.append(by);
    return who;
  }

  #text(from: string, text: string, isAction: boolean): HTMLElement {
    const body = element("div", "", "body");
    const said = element("div", "", isEmoji(text) ? "text emoji" : "text");
    if (isAction) { // It begins with its author, also where the words are written from right to left.
      said.classList.add("action");
      body.append(element("span", "* ", "quiet"));
      said.append(element("bdi", from), " ");
    } else said.dir = "auto";
    showText(said, text);
    body.append(said);
    if (isLong(text)) body.append(this.#fold(said, text));
    return body;
  }

  /** Offers to show all of a long text. */
  #fold(said: HTMLElement, text: string): HTMLElement {
    const { showAll, showWhole, showLess } = this.#words.page;
    const count = text.split("\n").length;
    const closed = count === 1 ? showWhole : fill(showAll, { count });
    const toggle = button(closed, () => {
      const isOpen = said.classList.toggle("whole");
      toggle.textContent = isOpen ? showLess : closed;
      toggle.ariaExpanded = String(isOpen);
    }, "fold");
    toggle.ariaExpanded = "false";
    return toggle;
  }

  #topic(from: string, text: string): HTMLElement {
    const { topicSet, topicGone } = this.#words.page;
    const body = element("div", "", "body");
    const said = element(
      "div",
      fill(text === "" ? topicGone : topicSet, { name: from, topic: text }),
      "text",
    );
    said.dir = "auto";
    body.append(said);
    return body;
  }

  /** What I said has arrived. */
  #mark(meaning: string): HTMLElement {
    const mark = element("span", "✓", "sent");
    mark.role = "img";
    mark.ariaLabel = mark.title = meaning;
    return mark;
  }
}
