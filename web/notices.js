// @ts-check
/**
 * What is said around the conversation: the banner, the hint at the box, the title, notifications.
 *
 * @module
 */

import { fill } from "./words.js";

/** How long a hint stays that nobody has to act on, in ms. */
const HINT_FOR = 8000;

/** Everything that calls for attention. */
export class Notices {
  #elements;
  #words;
  #title = document.title;
  #unread = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hiding;

  /**
   * @param {{ readonly banner: HTMLElement, readonly hint: HTMLElement, readonly notify: HTMLElement, readonly notifying: HTMLInputElement }} elements
   * @param {import("./words.js").Words} words
   */
  constructor(elements, words) {
    this.#elements = elements;
    this.#words = words;
    document.addEventListener("visibilitychange", () => document.hidden || this.#seen());
    addEventListener("focus", () => this.#seen());
    this.#offerNotifications();
  }

  /** What the room's server is called. @param {string} title */
  set title(title) {
    this.#title = title;
    this.#showTitle();
  }

  /** What is wrong with the connection; empty when nothing is. @param {string} text */
  set banner(text) {
    if (this.#elements.banner.textContent !== text) this.#elements.banner.textContent = text;
  }

  /** Says something at the box. @param {string} text */
  hint(text) {
    clearTimeout(this.#hiding);
    this.#elements.hint.textContent = text;
    if (text !== "") this.#hiding = setTimeout(() => this.hint(""), HINT_FOR);
  }

  /**
   * Somebody said something.
   *
   * @param {string} from
   * @param {string} text
   * @param {boolean} isForMe
   */
  said(from, text, isForMe) {
    if (!document.hidden && document.hasFocus()) return;
    this.#unread++;
    this.#showTitle();
    if (!isForMe || !this.#elements.notifying.checked || Notification.permission !== "granted") return;
    const notification = new Notification(fill(this.#words.said, { name: from }), {
      body: text,
      tag: "chat",
    });
    notification.addEventListener("click", () => {
      focus();
      notification.close();
    });
  }

  #seen() {
    this.#unread = 0;
    this.#showTitle();
  }

  #showTitle() {
    document.title = this.#unread > 0 ? `(${this.#unread}) ${this.#title}` : this.#title;
  }

  /** Browsers have notifications only for pages that came encrypted or from this machine. */
  #offerNotifications() {
    const { notify, notifying } = this.#elements;
    if (!("Notification" in globalThis) || !isSecureContext) return;
    notify.hidden = false;
    notifying.checked = Notification.permission === "granted" && recall() === "yes";
    notifying.addEventListener("change", async () => {
      if (notifying.checked && await Notification.requestPermission() !== "granted") {
        notifying.checked = false;
        this.hint(this.#words.notifyNo);
      }
      keep(notifying.checked ? "yes" : "no");
    });
  }
}

function recall() {
  try {
    return localStorage.getItem("chat.notify");
  } catch {
    return null; // Storage is not allowed here: then it is asked each time.
  }
}

/** @param {string} choice */
function keep(choice) {
  try {
    localStorage.setItem("chat.notify", choice);
  } catch {
    // Storage is not allowed here: then it is asked each time.
  }
}
