/**
 * Keys that work wherever the focus is.
 *
 * @module
 */

import { isForInputMethod } from "./input_method.ts";
import type { Place } from "./place.ts";
import type { Places } from "./places.ts";

/** Listens to Ctrl+K (or Cmd+K), which searches, and to Alt+1 to Alt+9 and Alt with an arrow, which lead to other places. */
export function listenToKeys(places: Places, search: () => void): void {
  addEventListener("keydown", (event) => {
    if (document.querySelector("#door[open]") !== null || isForInputMethod(event)) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return search();
    }
    // AltGraph writes letters on many keyboards, and on a Mac Alt does: then `key` is that letter and no digit.
    const isAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.getModifierState("AltGraph");
    const { all, current } = places;
    const chosen = isAlt && document.querySelector("dialog[open]") === null
      ? chosenBy(event.key, all, all.findIndex((place) => place === current))
      : undefined;
    if (chosen === undefined) return;
    event.preventDefault();
    places.show(chosen);
  });
}

/** Returns the place that a key leads to; `undefined` for none. */
function chosenBy(key: string, all: readonly Place[], at: number): Place | undefined {
  if (/^[1-9]$/.test(key)) return all[Number(key) - 1];
  const step = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  return step === 0 ? undefined : all.at((at + step) % all.length);
}
