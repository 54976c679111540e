/**
 * Times on the reader's own clock, with the date on hover.
 *
 * @module
 */

import type { PageWords } from "../../words/en.ts";

/** Milliseconds in the units of a span, the largest first. */
const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]] as const;

/** How moments and spans are written here. */
export class Times {
  readonly #locale;
  readonly #time;
  readonly #date;
  readonly #day;
  readonly #short;

  constructor(words: PageWords) {
    const locale = navigator.languages.find((tag) => tag.startsWith(words.lang)) ?? words.lang;
    this.#locale = locale;
    this.#time = new Intl.DateTimeFormat(navigator.language, { timeStyle: "short" });
    this.#date = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
    this.#day = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
    this.#short = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  }

  /** Makes the time of a moment. */
  time(at: number): HTMLTimeElement {
    return this.#element(at, this.#time.format(at));
  }

  /** Makes the date and time of a moment. */
  moment(at: number): HTMLTimeElement {
    return this.#element(at, this.#short.format(at));
  }

  /** Writes the day of a moment. */
  day(at: number): string {
    return this.#day.format(at);
  }

  /** Writes a span in its largest unit: minutes, hours or days. */
  span(ms: number): string {
    const [unit, length] = UNITS.find(([, length]) => ms >= length) ?? UNITS[2];
    const format = new Intl.NumberFormat(this.#locale, { style: "unit", unit, unitDisplay: "long" });
    return format.format(Math.floor(ms / length));
  }

  #element(at: number, text: string): HTMLTimeElement {
    const time = document.createElement("time");
    time.dateTime = new Date(at).toISOString();
    time.textContent = text;
    time.title = this.#date.format(at);
    return time;
  }
}
