/**
 * How its reader is told of something while they do not look at the page: a notification where the browser lets a page do
 * that, else a sound, if they want one. Why there are no notifications is said, and not left to be guessed.
 *
 * @module
 */

import type { PageWords } from "../../words/en.ts";
import { keep, recall } from "../storage.ts";

/** The elements that it works with. */
export interface OutsideElements {
  /** The switch for notifications, with its label. */
  readonly notify: HTMLElement;
  readonly notifying: HTMLInputElement;
  readonly sounding: HTMLInputElement;
  /** Says why there are no notifications. */
  readonly whyNot: HTMLElement;
}

/** Tells of what happens while nobody looks. */
export class OutsideNotices {
  readonly #elements: OutsideElements;
  readonly #words: PageWords;

  constructor(elements: OutsideElements, words: PageWords) {
    this.#elements = elements;
    this.#words = words;
    const { sounding } = elements;
    sounding.checked = recall("localStorage", "chat.sound") === "yes";
    sounding.addEventListener("change", () => {
      keep("localStorage", "chat.sound", sounding.checked ? "yes" : "no");
      if (sounding.checked) this.#play(); // So that it is known how it sounds; and a browser lets only a click begin it.
    });
    this.#offer();
  }

  /**
   * Tells of something.
   *
   * @param tag What it is about: what comes next about the same takes its place.
   * @param onClick Called when somebody wants to see it.
   */
  tell(title: string, text: string, tag: string, onClick: () => void): void {
    if (this.#elements.sounding.checked) this.#play();
    if (this.#elements.notifying.checked && Notification.permission === "granted") {
      void this.#notify(title, text, tag, onClick);
    }
  }

  async #notify(title: string, body: string, tag: string, onClick: () => void): Promise<void> {
    try {
      const notification = new Notification(title, { body, tag });
      notification.addEventListener("click", () => {
        focus();
        onClick();
        notification.close();
      });
    } catch {
      await this.#notifyByWorker(title, body, tag);
    }
  }

  /** Chrome for Android lets only the worker of a page notify. */
  async #notifyByWorker(title: string, body: string, tag: string): Promise<void> {
    try {
      const worker = await navigator.serviceWorker.ready;
      await worker.showNotification(title, { body, tag });
    } catch {
      this.#none(this.#words.page.notifyNo);
    }
  }

  /** Browsers have notifications only for pages that came encrypted or from this machine. */
  #offer(): void {
    const { notifying } = this.#elements;
    const { notifyHttp, notifyNo, notifyDenied } = this.#words.page;
    if (!isSecureContext) return this.#none(notifyHttp);
    if (!("Notification" in globalThis)) return this.#none(notifyNo);
    if (Notification.permission === "denied") return this.#none(notifyDenied);
    notifying.checked = Notification.permission === "granted" &&
      recall("localStorage", "chat.notify") === "yes";
    notifying.addEventListener("change", async () => {
      if (notifying.checked && await Notification.requestPermission() !== "granted") {
        notifying.checked = false;
        this.#none(notifyDenied);
      }
      keep("localStorage", "chat.notify", notifying.checked ? "yes" : "no");
    });
  }

  #none(why: string): void {
    const { notify, notifying, whyNot } = this.#elements;
    notifying.checked = false;
    notify.hidden = true;
    whyNot.hidden = false;
    whyNot.textContent = why;
  }

  #play(): void {
    import("./tone.ts").then(({ playTone }) => playTone(), (error) => console.warn("no sound:", error));
  }
}
