/**
 * How a line of a conversation looks.
 *
 * @module
 */

import type { Authored, QueuedFrame } from "../../conversation.ts";
import type { MessageFrame } from "../../protocol.ts";
import { mentions } from "../../protocol/mentions.ts";
import { nameKey } from "../../protocol/names.ts";
import type { PageWords } from "../../words/en.ts";
import { button, element, nameElement, textNodes } from "./nodes.ts";
import type { PrivateMessage } from "./saved_view.ts";
import { isEmoji } from "./text_parts.ts";
import type { Times } from "./times.ts";
import { fill } from "./document_words.ts";

/** Makes lines, for one reader. */
export class LineRenderer {
  /** My own name. */
  me = "";
  readonly #words: PageWords;
  readonly #times: Times;
  readonly #isHidden: (author: Authored) => boolean;

  /** @param isHidden Whose lines are not to be seen. */
  constructor(words: PageWords, times: Times, isHidden: (author: Authored) => boolean) {
    this.#words = words;
    this.#times = times;
    this.#isHidden = isHidden;
  }

  /** Makes the line of a message. */
  message(message: MessageFrame): HTMLElement {
    const { seq, at, from, action, topic, redacted } = message;
    const text = redacted === true ? this.#words.deeds.deleted : message.text;
    const line = this.#line(message, topic === true ? "message topic" : "message");
    line.dataset.seq = String(seq);
    if (redacted === true) line.classList.add("gone");
    else if (!this.isMe(from) && mentions(text, this.me)) line.classList.add("mention");
    line.append(this.#times.time(at), " ");
    if (topic === true) line.append(this.#topic(from, text));
    else line.append(this.#body(from, text, action === true));
    if (this.isMe(from)) line.append(this.#mark(this.#words.page.sent));
    return line;
  }

  /** Takes the text out of the line of a message, as it was deleted. */
  redact(line: HTMLElement): void {
    line.classList.add("gone");
    line.classList.remove("mention");
    const said = line.querySelector(".text") ?? line.querySelector("span[dir]");
    said?.replaceChildren(this.#words.deeds.deleted);
    said?.classList.remove("emoji");
  }

  /** Makes the line of a private message: it shows its direction. */
  privateWord({ who, person, from, at, text, action }: PrivateMessage): HTMLElement {
    const line = this.#line({ from, ...(person !== undefined && { person }) }, "message private");
    line.append(this.#times.time(at), " ");
    line.append(this.#body(from, text, action, this.isMe(from) ? who : this.me));
    if (this.isMe(from)) line.append(this.#mark(this.#words.page.delivered));
    return line;
  }

  /** Makes the line of a message that waits to be sent, or is on its way. */
  waiting(frame: QueuedFrame): HTMLElement {
    const line = this.#line({ from: this.me }, "message waiting");
    const isAction = frame.type !== "topic" && frame.action === true;
    const to = frame.type === "private" ? frame.to : undefined;
    line.append(
      this.#body(this.me, frame.text, isAction, to),
      element("span", this.#words.page.queued, "state"),
    );
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
    const line = element("p", "", "note");
    if (about !== undefined) this.#mayHide(line, about);
    if (at !== undefined) line.append(this.#times.time(at), " ");
    line.append(text);
    return line;
  }

  /** Writes the day of a moment. */
  day(at: number): string {
    return this.#times.day(at);
  }

  /** Makes the line behind which all is new to its reader. */
  since(): HTMLElement {
    return element("p", this.#words.page.since, "since");
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
    const line = element("p", "", className);
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

  /** @param to Whom it was said to alone. */
  #body(from: string, text: string, isAction: boolean, to?: string): DocumentFragment {
    const body = document.createDocumentFragment();
    if (isAction) body.append("* ");
    body.append(nameElement(from));
    if (to !== undefined) body.append(element("span", " → ", "arrow"), nameElement(to));
    body.append(isAction && to === undefined ? " " : element("span", ": ", "colon"));
    const said = element("span", "", isEmoji(text) ? "text emoji" : "text");
    said.dir = "auto";
    said.append(textNodes(text));
    body.append(said);
    return body;
  }

  #topic(from: string, text: string): HTMLElement {
    const { topicSet, topicGone } = this.#words.page;
    const said = element("span", fill(text === "" ? topicGone : topicSet, { name: from, topic: text }));
    said.dir = "auto";
    return said;
  }

  /** What I said has arrived. */
  #mark(meaning: string): HTMLElement {
    const mark = element("span", "✓", "sent");
    mark.role = "img";
    mark.ariaLabel = mark.title = meaning;
    return mark;
  }
}
