/**
 * The address of the page as a way to a room or a message: `#room`, `#room@123`; and the browser's Back, which closes what
 * stands over the conversation, and else leads to the place that was in view before. Whom somebody writes to alone stands in no address.
 *
 * @module
 */

import type { Overlays } from "./overlays.ts";
import { parseRoom } from "../../protocol/names.ts";

/** Where an address leads. */
export interface Destination {
  readonly room: string;
  /** The number of a message; nothing for the end of the room. */
  readonly seq: number | undefined;
}

/** Reads a fragment as `#room` or `#room@123`; `undefined` when it is neither. */
export function parseDestination(fragment: string): Destination | undefined {
  const [, written = "", digits] = /^#([^/&@]+)(?:@(\d{1,15}))?$/.exec(fragment) ?? [];
  const room = parseRoom(decoded(written));
  return room === undefined ? undefined : { room, seq: digits === undefined ? undefined : Number(digits) };
}

/** Makes the fragment that leads to a room, or to a message of it. */
export function fragmentOf(room: string, seq?: number): string {
  return `#${encodeURIComponent(room)}${seq === undefined ? "" : `@${seq}`}`;
}

/**
 * Follows the places in view in the browser's history. What opens over a place has an entry of its own, for Back to take
 * away; when it is closed otherwise, the entry stays, as nothing can be taken out of a history at once: the next place takes
 * it, or Back passes over it.
 */
export class AddressBar {
  #key = "";
  #address = "";
  /** Whether the entry in view is one of what stands over a place, open or not. */
  #isOver = false;

  /**
   * @param onBack Called with the key of the place that Back or Forward leads to, or with where an address leads that
   * somebody wrote.
   * @param overlays What stands over the place in view.
   */
  constructor(onBack: (to: string | Destination) => void, overlays: Pick<Overlays, "close" | "isOpen">) {
    addEventListener("popstate", ({ state }) => {
      const key: unknown = state?.place;
      const wasOver = this.#isOver;
      this.#isOver = state?.over === true;
      if (typeof key === "string") {
        if (overlays.close()) {
          // Browsers may pass over several entries at once: what is in view stays in view.
          if (key !== this.#key) {
            this.#isOver = false;
            history.pushState({ place: this.#key }, "", this.#address);
          }
          return overlays.isOpen ? this.cover() : undefined;
        }
        if (wasOver && !this.#isOver && key === this.#key) return history.back();
        this.#key = key;
        return onBack(key);
      }
      const destination = parseDestination(location.hash);
      if (destination !== undefined) onBack(destination);
    });
  }

  /** Notes that something stands over the place in view. */
  cover(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    history.pushState({ place: this.#key, over: true }, "");
  }

  /** Notes that a place is in view. @param room The room's name; nothing for a person, whose name stands in no address. */
  show(key: string, room: string | undefined): void {
    if (key === this.#key) return;
    const isFirst = this.#key === "";
    this.#key = key;
    const here = location.pathname + location.search;
    const address = this.#address = room === undefined ? here : here + fragmentOf(room);
    const isOver = isFirst && history.state?.over === true; // As it was before the page was loaded again.
    if (isFirst || this.#isOver) history.replaceState({ place: key, over: isOver }, "", address);
    else history.pushState({ place: key }, "", address);
    this.#isOver = isOver;
  }

  /** Forgets where somebody was, as they are out. */
  reset(): void {
    this.#key = "";
    this.#isOver = false;
    history.replaceState(null, "", location.pathname + location.search);
  }
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return ""; // A % that stands for nothing.
  }
}
