// @ts-check
/**
 * What is said around the conversation: the banner, the hint at the box, the title, news from elsewhere, notifications.
 *
 * @module
 */

import { keep, recall } from "../storage.ts";
import { fill } from "./words.ts";

/** @typedef {import("./place.ts").Place} Place */

/** How long a hint stays that nobody has to act on, in ms. */
const HINT_FOR = 8000;

/** How long news from elsewhere stay on the screen: the list of places has them still, in ms. */
const NEWS_FOR = 12_000;

/** Everything that calls for attention. */
export class Notices {
  #elements;
  #words;
  #onGo;
  #title = document.title;
  #unread = 0;
  /** Where the news on the screen is from. @type {Place | undefined} */
  #place;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hiding;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #passing;

  /**
   * @param {Readonly<Record<"banner" | "hint" | "notify" | "news" | "away" | "why", HTMLElement>> &
   *   { readonly notifying: HTMLInputElement }} elements
   * @param {import("./words.ts").Words} words
   * @param {(place: Place) => void} onGo Somebody wants to see what the news are about.
   */
  constructor(elements, words, onGo) {
    this.#elements = elements;
    this.#words = words;
    this.#onGo = onGo;
    elements.news.addEventListener("click", () => this.#place && onGo(this.#place));
    this.#offerNotifications();
  }

  /** What the room's server is called. @param {string} title */
  set title(title) {
    this.#title = title;
    this.#showTitle();
  }

  /** How many messages have not been read. @param {number} count */
  set unread(count) {
    this.#unread = count;
    this.#showTitle();
  }

  /** What is wrong with the connection; empty when nothing is. @param {string} text */
  set banner(text) {
    if (this.#elements.banner.textContent !== text) this.#elements.banner.textContent = text;
  }

  /** Why this person is away; `undefined` when they are not. @param {string | undefined} why */
  set away(why) {
    const { youAreAway, youAreAwayWhy } = this.#words;
    this.#elements.away.hidden = why === undefined;
    this.#elements.why.textContent = why === undefined
      ? ""
      : fill(why === "" ? youAreAway : youAreAwayWhy, { why });
  }

  /** Says something at the box. @param {string} text */
  hint(text) {
    clearTimeout(this.#hiding);
    this.#elements.hint.textContent = text;
    if (text !== "") this.#hiding = setTimeout(() => this.hint(""), HINT_FOR);
  }

  /**
   * Something came that its reader does not see.
   *
   * @param {import("./places.ts").News} news
   * @param {boolean} isElsewhere
   */
  news({ place, from, text, isForMe }, isElsewhere) {
    if (!isForMe) return;
    const { said, saidIn, saidAlone } = this.#words;
    const isAlone = place.kind === "person";
    if (isElsewhere) {
      const sentence = fill(isAlone ? saidAlone : saidIn, { name: from, room: place.name });
      this.#show(place, `${sentence}: ${text}`);
    }
    if (document.hasFocus() && !document.hidden) return;
    if (!this.#elements.notifying.checked || Notification.permission !== "granted") return;
    const title = fill(isAlone ? saidAlone : said, { name: from });
    const notification = new Notification(title, { body: text, tag: place.key });
    notification.addEventListener("click", () => {
      focus();
      this.#onGo(place);
      notification.close();
    });
  }

  /** Something that was said from here to a place that is not in view. @param {Place} place */
  sent(place) {
    this.#show(place, fill(this.#words.saidTo, { name: place.label }));
  }

  /** Somebody is at a place now: what was news of it is none any more. @param {Place | undefined} place */
  at(place) {
    if (place === undefined || place === this.#place) this.#show(undefined, "");
  }

  /** @param {Place | undefined} place @param {string} text */
  #show(place, text) {
    clearTimeout(this.#passing);
    if (place !== undefined) this.#passing = setTimeout(() => this.#show(undefined, ""), NEWS_FOR);
    this.#place = place;
    this.#elements.news.textContent = text;
    this.#elements.news.hidden = text === "";
  }

  #showTitle() {
    const title = this.#unread > 0 ? `(${this.#unread}) ${this.#title}` : this.#title;
    if (document.title !== title) document.title = title;
  }

  /** Browsers have notifications only for pages that came encrypted or from this machine. */
  #offerNotifications() {
    const { notify, notifying } = this.#elements;
    if (!("Notification" in globalThis) || !isSecureContext) return;
    notify.hidden = false;
    notifying.checked = Notification.permission === "granted" &&
      recall("localStorage", "chat.notify") === "yes";
    notifying.addEventListener("change", async () => {
      if (notifying.checked && await Notification.requestPermission() !== "granted") {
        notifying.checked = false;
        this.hint(this.#words.notifyNo);
      }
      keep("localStorage", "chat.notify", notifying.checked ? "yes" : "no");
    });
  }
}
