// @ts-check
/**
 * The list of messages: what was said in its order, what was told, and below it what waits to be sent.
 *
 * @module
 */

import { element, isEmoji, mentions, nameElement, textNodes } from "./text.js";
import { fill } from "./words.js";

/** @typedef {import("../protocol.ts").MessageFrame} MessageFrame */
/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./seat.js").Unsent} Unsent */

/** So many lines stay in the list; older ones come back when somebody scrolls up. */
const MOST_LINES = 1500;

/** Nearer to the end than this, in pixels, is at the end. */
const NEAR = 48;

/** The view of a room. */
export class Messages {
  #log;
  #list;
  #pending;
  #unread;
  #earliest;
  #words;
  #time;
  #date;
  #day;
  /** What waits, by its id. @type {Map<string, HTMLElement>} */
  #waiting = new Map();
  #isAtEnd = true;
  #unseen = 0;
  #onTop;
  /** My own name. */
  me = "";
  /** The numbers of the first message that is shown, and of the last one that ever was. */
  first = Infinity;
  last = 0;

  /**
   * @param {Readonly<Record<"log" | "list" | "pending" | "unread" | "earliest", HTMLElement>>} elements
   * @param {Words} words
   * @param {() => void} onTop Called when somebody has scrolled up to the first message.
   */
  constructor({ log, list, pending, unread, earliest }, words, onTop) {
    this.#log = log;
    this.#list = list;
    this.#pending = pending;
    this.#unread = unread;
    this.#earliest = earliest;
    this.#words = words;
    this.#onTop = onTop;
    const locale = navigator.languages.find((tag) => tag.startsWith(words.lang)) ?? words.lang;
    this.#time = new Intl.DateTimeFormat(navigator.language, { hour: "2-digit", minute: "2-digit" });
    this.#date = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
    this.#day = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    unread.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.#isAtEnd && this.toEnd()).observe(log);
  }

  /** Shows what was said last. @param {MessageFrame} message */
  add(message) {
    this.last = message.seq;
    this.first = Math.min(this.first, message.seq);
    const isMine = message.id !== undefined && this.#waiting.has(String(message.id));
    if (isMine) this.settle(String(message.id));
    this.#append(this.#line(message), message.at, !isMine && message.from !== this.me);
  }

  /** Shows what was said before everything that is shown. @param {readonly MessageFrame[]} earlier */
  prepend(earlier) {
    const [oldest] = earlier;
    if (oldest === undefined) return;
    const height = this.#log.scrollHeight - this.#log.scrollTop;
    const lines = document.createDocumentFragment();
    let day = "";
    for (const message of earlier) {
      const today = this.#day.format(message.at);
      if (today !== day) lines.append(this.#daySeparator(today));
      day = today;
      lines.append(this.#line(message));
    }
    const [head] = this.#list.children;
    if (head?.className === "day" && head.textContent === day) head.remove();
    this.first = oldest.seq;
    this.#log.ariaBusy = "true"; // What was said long ago need not be read out.
    this.#list.prepend(lines);
    this.#log.scrollTop = this.#log.scrollHeight - height;
    setTimeout(() => this.#log.ariaBusy = "false", 100);
  }

  /** While many come at once, nothing is read out. @param {boolean} isBusy */
  set busy(isBusy) {
    this.#log.ariaBusy = String(isBusy);
  }

  /** Shows that there is nothing before the first message. @param {boolean} isAll */
  set complete(isAll) {
    this.#earliest.hidden = !isAll;
  }

  /**
   * Tells something that nobody said.
   *
   * @param {string | Node} text
   * @param {number} [at]
   */
  note(text, at) {
    const line = element("p", "", "note");
    if (at !== undefined) line.append(this.#timeElement(at), " ");
    line.append(text);
    this.#append(line, at, false);
  }

  /** Draws a line: what follows is new to whoever was away. */
  markNew() {
    this.#list.querySelector(".since")?.remove();
    this.#append(element("p", this.#words.since, "since"), undefined, false);
  }

  /**
   * Shows what waits to be sent.
   *
   * @param {Unsent} unsent
   */
  wait({ id, text, action }) {
    const line = element("p", "", "message mine waiting");
    line.append(this.#body(this.me, text, action), element("span", this.#words.queued, "state"));
    this.#waiting.set(id, line);
    this.#pending.append(line);
    this.toEnd();
  }

  /** What waited is in the room, or is taken back. @param {string} id */
  settle(id) {
    this.#waiting.get(id)?.remove();
    this.#waiting.delete(id);
  }

  /**
   * What waited was refused.
   *
   * @param {string} id
   * @param {string} why
   * @param {() => void} edit
   */
  refuse(id, why, edit) {
    const line = this.#waiting.get(id);
    if (line === undefined) return;
    line.classList.add("refused");
    const again = Object.assign(element("button", this.#words.edit), { type: "button" });
    again.addEventListener("click", () => {
      this.settle(id);
      edit();
    });
    line.querySelector(".state")?.replaceChildren(`${this.#words.refused}: ${why} `, again);
  }

  /** Empties the view. What waits stays. */
  clear() {
    this.#list.replaceChildren();
    this.first = this.last > 0 ? this.last + 1 : Infinity;
    this.complete = false;
    this.toEnd();
  }

  /** Forgets all messages, as they are of another log. */
  reset() {
    this.last = 0;
    this.clear();
  }

  /** Goes to the end and stays there. */
  toEnd() {
    this.#isAtEnd = true;
    this.#unseen = 0;
    this.#unread.hidden = true;
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  /**
   * @param {HTMLElement} line
   * @param {number | undefined} at
   * @param {boolean} isNews
   */
  #append(line, at, isNews) {
    const today = at === undefined ? undefined : this.#day.format(at);
    const days = this.#list.querySelectorAll(":scope > .day");
    if (today !== undefined && days.item(days.length - 1)?.textContent !== today) {
      this.#list.append(this.#daySeparator(today));
    }
    this.#list.append(line);
    if (this.#isAtEnd) {
      this.#trim();
      this.toEnd();
    } else if (isNews) {
      this.#unseen++;
      this.#unread.textContent = fill(this.#words.unread, { count: this.#unseen });
      this.#unread.hidden = false;
    }
  }

  /** Lets go of the oldest lines. */
  #trim() {
    while (this.#list.childElementCount > MOST_LINES) {
      const [oldest] = this.#list.children;
      oldest?.remove();
      this.complete = false;
      const next = this.#list.querySelector("[data-seq]");
      this.first = Number(next?.getAttribute("data-seq") ?? this.last + 1);
    }
  }

  /** @param {MessageFrame} message */
  #line({ seq, at, from, text, action }) {
    const line = element("p", "", "message");
    line.dataset.seq = String(seq);
    if (from === this.me) line.classList.add("mine");
    else if (mentions(text, this.me)) line.classList.add("mention");
    line.append(this.#timeElement(at), " ", this.#body(from, text, action === true));
    if (from === this.me) line.append(this.#sentMark());
    return line;
  }

  /**
   * @param {string} from
   * @param {string} text
   * @param {boolean} isAction
   */
  #body(from, text, isAction) {
    const body = document.createDocumentFragment();
    if (isAction) body.append("* ");
    const said = document.createElement("span");
    said.className = isEmoji(text) ? "text emoji" : "text";
    said.dir = "auto";
    said.append(textNodes(text));
    body.append(nameElement(from), isAction ? " " : element("span", ": ", "colon"), said);
    return body;
  }

  /** What I said is in the log. */
  #sentMark() {
    const mark = element("span", "✓", "sent");
    mark.role = "img";
    mark.ariaLabel = mark.title = this.#words.sent;
    return mark;
  }

  /** @param {number} at */
  #timeElement(at) {
    const time = document.createElement("time");
    const date = new Date(at);
    time.dateTime = date.toISOString();
    time.textContent = this.#time.format(date);
    time.title = this.#date.format(date);
    return time;
  }

  /** @param {string} day */
  #daySeparator(day) {
    return element("p", day, "day");
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#isAtEnd && this.#unseen > 0) this.toEnd();
    if (scrollTop < NEAR && scrollHeight > clientHeight) this.#onTop();
  }
}
