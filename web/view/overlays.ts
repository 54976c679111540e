/**
 * What stands over the conversation for a while: sheets, menus and windows.
 *
 * @module
 */

import { isForInputMethod } from "./input_method.ts";
import type { Sheets } from "./sheets.ts";

/** The windows that can be closed: not the question for a name. */
const WINDOWS = "dialog:not(#door)";
const MENU = "[popover]";
const OPEN = `${WINDOWS}[open], :popover-open`;

/** What is open over the conversation. */
export class Overlays {
  readonly #sheets: Sheets;

  /** @param onOpen Called when something opens. */
  constructor(sheets: Sheets, onOpen: () => void) {
    this.#sheets = sheets;
    const look = (): void => {
      if (this.isOpen) onOpen();
    };
    // Windows are made when they are first needed.
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      attributeFilter: ["open", "aria-expanded"],
    });
    document.querySelector(MENU)?.addEventListener("toggle", look);
    addEventListener("keydown", (event) => { // A menu or a window over a sheet is closed by the browser, and the sheet stays.
      if (event.key !== "Escape" || event.defaultPrevented || isForInputMethod(event)) return;
      if (document.querySelector(OPEN) === null && sheets.close()) event.preventDefault();
    });
  }

  /** Tells whether something is open. */
  get isOpen(): boolean {
    return this.#sheets.isOpen || document.querySelector(OPEN) !== null;
  }

  /** Closes what was opened last; `false` when nothing is open. */
  close(): boolean {
    const menu = document.querySelector<HTMLElement>(":popover-open");
    const window = [...document.querySelectorAll<HTMLDialogElement>(`${WINDOWS}[open]`)].at(-1);
    if (menu !== null) menu.hidePopover();
    else if (window !== undefined) window.close();
    else return this.#sheets.close();
    return true;
  }
}
