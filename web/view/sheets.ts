/**
 * Rooms and people on a narrow screen: sheets that come over the conversation, one at a time, and go again.
 *
 * @module
 */

import { byId } from "./elements.ts";

/** The sheets of the page: each opens by the button that names it in `data-sheet`. */
export class Sheets {
  #open: HTMLElement | undefined;
  #opener: HTMLElement | undefined;

  constructor() {
    for (const opener of document.querySelectorAll<HTMLElement>("[data-sheet]")) {
      opener.addEventListener("click", () => this.#toggle(byId(opener.dataset.sheet ?? ""), opener));
    }
    byId("frame").addEventListener("pointerdown", () => this.close());
  }

  /** Tells whether a sheet is open. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Closes the sheet that is open; `false` when none is. */
  close(): boolean {
    if (this.#open === undefined) return false;
    this.#open.classList.remove("open");
    byId("frame").inert = byId("composer").inert = false;
    this.#opener?.setAttribute("aria-expanded", "false");
    if (this.#open.contains(document.activeElement)) this.#opener?.focus();
    this.#open = undefined;
    return true;
  }

  #toggle(sheet: HTMLElement, opener: HTMLElement): void {
    const isOpen = this.#open === sheet;
    this.close();
    if (isOpen) return;
    this.#open = sheet;
    this.#opener = opener;
    sheet.classList.add("open");
    opener.setAttribute("aria-expanded", "true");
    byId("composer").inert = true;
    const buttons = [...sheet.querySelectorAll("button")].filter(({ hidden }) => !hidden);
    (buttons.find(({ ariaCurrent }) => ariaCurrent !== null) ?? buttons[0])?.focus();
  }
}
