// @ts-check
/**
 * How a line of a conversation looks.
 *
 * @module
 */

import { button, element, isEmoji, mentions, nameElement, nameKey, textNodes } from "./nodes.ts";
import { fill } from "./words.ts";

/** @typedef {import("../../protocol.ts").MessageFrame} MessageFrame */
/** @typedef {import("../session/saved.ts").Unsent} Unsent */
/** @typedef {import("../session/saved.ts").PrivateWord} PrivateWord */

/** Makes lines, for one reader. */
export class Lines {
  /** My own name. */
  me = "";
  #words;
  #times;
  #isHidden;

  /**
   * @param {import("./words.ts").Words} words
   * @param {import("./times.ts").Times} times
   * @param {(name: string) => boolean} isHidden Whose lines are not to be seen.
   */
  constructor(words, times, isHidden) {
    this.#words = words;
    this.#times = times;
    this.#isHidden = isHidden;
  }

  /** @param {MessageFrame} message */
  message({ seq, at, from, text, action, topic }) {
    const line = this.#line(from, topic === true ? "message topic" : "message");
    line.dataset.seq = String(seq);
    if (!this.isMe(from) && mentions(text, this.me)) line.classList.add("mention");
    line.append(this.#times.time(at), " ");
    if (topic === true) line.append(this.#topic(from, text));
    else line.append(this.#body(from, text, action === true));
    if (this.isMe(from)) line.append(this.#mark(this.#words.sent));
    return line;
  }

  /** Something that was said to one person alone: it shows its direction. @param {PrivateWord} word */
  privateWord({ who, from, at, text, action }) {
    const line = this.#line(from, "message private");
    line.append(this.#times.time(at), " ");
    line.append(this.#body(from, text, action, this.isMe(from) ? who : this.me));
    if (this.isMe(from)) line.append(this.#mark(this.#words.delivered));
    return line;
  }

  /** What waits to be sent, or is on its way. @param {Unsent} unsent */
  waiting({ text, action, goal }) {
    const line = this.#line(this.me, "message waiting");
    const to = "to" in goal ? goal.to : undefined;
    line.append(this.#body(this.me, text, action, to), element("span", this.#words.queued, "state"));
    return line;
  }

  /**
   * Says in a line that waited why it was refused.
   *
   * @param {HTMLElement} line
   * @param {string} why
   * @param {() => void} edit
   */
  refuse(line, why, edit) {
    line.classList.add("refused");
    const again = button(this.#words.edit, edit);
    line.querySelector(".state")?.replaceChildren(`${this.#words.refused}: ${why} `, again);
  }

  /**
   * What nobody said.
   *
   * @param {string | Node} text
   * @param {number} [at]
   * @param {string} [from] Whom it is about: it is hidden with what they say.
   */
  note(text, at, from) {
    const line = element("p", "", "note");
    if (from !== undefined) this.#mayHide(line, from);
    if (at !== undefined) line.append(this.#times.time(at), " ");
    line.append(text);
    return line;
  }

  /** The day of a moment. @param {number} at */
  day(at) {
    return this.#times.day(at);
  }

  /** What follows is new to whoever was away. */
  since() {
    return element("p", this.#words.since, "since");
  }

  /** Hides a line, or shows it again, as its reader wants it now. @param {HTMLElement} line */
  review(line) {
    line.hidden = this.#isHidden(line.dataset.from ?? "");
  }

  /** @param {string} name */
  isMe(name) {
    return nameKey(name) === nameKey(this.me);
  }

  /**
   * @param {string} from
   * @param {string} className
   */
  #line(from, className) {
    const line = element("p", "", className);
    if (this.isMe(from)) line.classList.add("mine");
    else this.#mayHide(line, from);
    return line;
  }

  /**
   * @param {HTMLElement} line
   * @param {string} from
   */
  #mayHide(line, from) {
    line.dataset.from = nameKey(from);
    line.hidden = this.#isHidden(from);
  }

  /**
   * @param {string} from
   * @param {string} text
   * @param {boolean} isAction
   * @param {string} [to] Whom it was said to alone.
   */
  #body(from, text, isAction, to) {
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

  /**
   * @param {string} from
   * @param {string} text
   */
  #topic(from, text) {
    const { topicSet, topicGone } = this.#words;
    const said = element("span", fill(text === "" ? topicGone : topicSet, { name: from, topic: text }));
    said.dir = "auto";
    return said;
  }

  /** What I said has arrived. @param {string} meaning */
  #mark(meaning) {
    const mark = element("span", "✓", "sent");
    mark.role = "img";
    mark.ariaLabel = mark.title = meaning;
    return mark;
  }
}
