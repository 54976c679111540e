/**
 * The window that asks where, for how long and why something is to be done to somebody.
 *
 * @module
 */

import type { WindowWords } from "../../words/en.ts";
import type { DeedScope, PersonDeed } from "./deed_items.ts";
import { fill } from "../view.ts";

/** The times that are offered, in ms; 0 is for good. */
const TIMES = [600_000, 3_600_000, 86_400_000, 7 * 86_400_000, 0] as const;

/** What is offered first: a mute of ten minutes, a ban of a day. */
const FIRST: Readonly<Record<string, number>> = { mute: 600_000, ban: 86_400_000 };

/** The elements that it works with. */
export interface DeedElements {
  readonly dialog: HTMLDialogElement;
  readonly form: HTMLFormElement;
  readonly title: HTMLElement;
  readonly where: HTMLSelectElement;
  readonly time: HTMLSelectElement;
  readonly by: HTMLSelectElement;
  readonly hits: HTMLElement;
  readonly why: HTMLInputElement;
  readonly go: HTMLButtonElement;
}

/** What is asked about. */
export interface DeedQuestion {
  readonly deed: PersonDeed | "delete";
  readonly name: string;
  /** Where it may be done, what comes first is offered; at least one. */
  readonly scopes: readonly DeedScope[];
  /** What the room in view is called. */
  readonly room: string;
}

/** What was decided. */
export interface DeedAnswer {
  readonly scope: DeedScope;
  /** For how long, in ms; for good without it. */
  readonly time: number | undefined;
  readonly why: string;
  /** Set when a ban is to be of the address, whoever else comes from there. */
  readonly isByAddress: boolean;
}

/** Whom a ban would hit, as the server tells before it is done. */
export interface Foretold {
  readonly name?: string;
  readonly net?: string;
  /** How many others are here from there. */
  readonly also?: number;
}

/** Asks before somebody loses something. */
export class DeedDialog {
  readonly #elements: DeedElements;
  readonly #words: WindowWords;
  #name = "";
  #onAnswer = (_: DeedAnswer): void => {};

  /** @param span Writes a length of time, given in ms. */
  constructor(elements: DeedElements, words: WindowWords, span: (ms: number) => string) {
    this.#elements = elements;
    this.#words = words;
    const { form, dialog, time } = elements;
    time.replaceChildren(
      ...TIMES.map((ms) => new Option(ms === 0 ? words.page.forGood : span(ms), String(ms))),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close();
      this.#onAnswer(this.#answer());
    });
  }

  /** Asks; `onAnswer` is called unless the window is closed without. */
  ask({ deed, name, scopes, room }: DeedQuestion, onAnswer: (answer: DeedAnswer) => void): void {
    const { dialog, title, where, time, by, hits, why, go } = this.#elements;
    const { deedTitles, deedVerbs, everywhere } = this.#words.page;
    this.#onAnswer = onAnswer;
    this.#name = name;
    by.replaceChildren(new Option(this.#words.page.banByName, "name"));
    by.closest("p")?.toggleAttribute("hidden", true);
    hits.textContent = "";
    title.textContent = fill(deedTitles[deed], { name });
    go.textContent = deedVerbs[deed];
    where.replaceChildren(
      ...scopes.map((scope) => new Option(scope === "room" ? `#${room}` : everywhere, scope)),
    );
    const hasTime = FIRST[deed] !== undefined;
    time.value = String(FIRST[deed] ?? 0);
    const hasWhy = deed !== "delete" && deed !== "clear";
    for (const [field, isAsked] of [[where, scopes.length > 1], [time, hasTime], [why, hasWhy]] as const) {
      field.closest("p")?.toggleAttribute("hidden", !isAsked);
    }
    why.value = "";
    dialog.showModal();
    (hasWhy ? why : go).focus();
  }

  /** Offers the address, and says whom that would hit, if the question is still open. */
  foretell({ name, net, also = 0 }: Foretold): void {
    const { dialog, by, hits } = this.#elements;
    const { banByAddress, banHits, banHitsMore } = this.#words.page;
    if (!dialog.open || name !== this.#name || net === undefined) return;
    by.append(new Option(fill(banByAddress, { net }), "address"));
    by.closest("p")?.toggleAttribute("hidden", false);
    hits.textContent = fill(also === 0 ? banHits : banHitsMore, { net, count: also });
  }

  #answer(): DeedAnswer {
    const { where, time, by, why } = this.#elements;
    const isTimed = time.closest("p")?.hidden === false && time.value !== "0";
    return {
      scope: where.value === "server" ? "server" : "room",
      time: isTimed ? Number(time.value) : undefined,
      why: why.value.trim(),
      isByAddress: by.value === "address",
    };
  }
}
