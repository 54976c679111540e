/**
 * What is said around the conversation: the banner, the hint at the box, the title, news from elsewhere, notifications.
 *
 * @module
 */

import type { PageWords } from "../../words/en.ts";
import { type OutsideElements, OutsideNotices } from "./outside_notices.ts";
import type { Place } from "./place.ts";
import type { Announcement } from "./places.ts";
import { fill } from "./document_words.ts";

/** How long a hint stays that nobody has to act on, in ms. */
const HINT_FOR = 8000;

/** How long news from elsewhere stay on the screen: the list of places has them still, in ms. */
const NEWS_FOR = 12_000;

/** Everything that calls for attention. */
export class Notices {
  readonly #elements: Readonly<Record<"banner" | "hint" | "news" | "away" | "why" | "limits", HTMLElement>>;
  readonly #words: PageWords;
  readonly #onGo: (place: Place) => void;
  readonly #outside: OutsideNotices;
  #title = document.title;
  #unread = 0;
  /** Where the news on the screen is from. */
  #place: Place | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #passing: ReturnType<typeof setTimeout> | undefined;
  /** Whether there is a conversation in view: where there is none, why that is so stays. */
  #isSomewhere = false;

  /** @param onGo Somebody wants to see what the news are about. */
  constructor(
    elements:
      & Readonly<Record<"banner" | "hint" | "news" | "away" | "why" | "limits", HTMLElement>>
      & OutsideElements,
    words: PageWords,
    onGo: (place: Place) => void,
  ) {
    this.#elements = elements;
    this.#words = words;
    this.#onGo = onGo;
    elements.news.addEventListener("click", () => this.#place && onGo(this.#place));
    this.#outside = new OutsideNotices(elements, words);
  }

  /** Shows what the server is called. */
  set title(title: string) {
    this.#title = title;
    this.#showTitle();
  }

  /** Shows how many messages have not been read. */
  set unread(count: number) {
    this.#unread = count;
    this.#showTitle();
  }

  /** Shows what is wrong with the connection; empty when nothing is. */
  set banner(text: string) {
    if (this.#elements.banner.textContent !== text) this.#elements.banner.textContent = text;
  }

  /** Shows why this person is away; `undefined` when they are not. */
  set away(why: string | undefined) {
    const { youAreAway, youAreAwayWhy } = this.#words.page;
    this.#elements.away.hidden = why === undefined;
    this.#elements.why.textContent = why === undefined
      ? ""
      : fill(why === "" ? youAreAway : youAreAwayWhy, { why });
  }

  /** Says at the box what keeps its reader from writing; empty for nothing. */
  set limits(text: string) {
    const { limits } = this.#elements;
    limits.hidden = text === "";
    if (limits.textContent !== text) limits.textContent = text;
  }

  /** Says something at the box. */
  hint(text: string): void {
    clearTimeout(this.#hiding);
    this.#elements.hint.textContent = text;
    if (text !== "") this.#hiding = setTimeout(() => this.#isSomewhere && this.hint(""), HINT_FOR);
  }

  /** Something came that its reader does not see. */
  news({ place, from, text, isForMe }: Announcement, isElsewhere: boolean): void {
    const { said, saidIn, saidAlone, spoke } = this.#words.page;
    const isAlone = place.kind === "person";
    if (isElsewhere) {
      const sentence = fill(isAlone ? saidAlone : isForMe ? saidIn : spoke, { name: from, room: place.name });
      this.#show(place, isAlone ? sentence : `${sentence}: ${text}`); // Others may be looking at this screen.
    }
    if (document.hasFocus() && !document.hidden) return;
    const title = fill(isAlone ? saidAlone : isForMe ? said : spoke, { name: from, room: place.name });
    this.#outside.tell(title, isAlone ? "" : text, place.key, () => this.#onGo(place));
  }

  /** Tells that a message has arrived at a place that is not in view. */
  sent(place: Place): void {
    this.#show(place, fill(this.#words.page.saidTo, { name: place.label }));
  }

  /** Takes away what was news of a place that somebody looks at now. */
  at(place: Place | undefined): void {
    if (place !== undefined && !this.#isSomewhere) this.hint("");
    this.#isSomewhere = place !== undefined;
    if (place === undefined || place === this.#place) this.#show(undefined, "");
  }

  #show(place: Place | undefined, text: string): void {
    clearTimeout(this.#passing);
    if (place !== undefined) this.#passing = setTimeout(() => this.#show(undefined, ""), NEWS_FOR);
    this.#place = place;
    this.#elements.news.textContent = text;
    this.#elements.news.hidden = text === "";
  }

  #showTitle(): void {
    const title = this.#unread > 0 ? `(${this.#unread}) ${this.#title}` : this.#title;
    if (document.title !== title) document.title = title;
  }
}
