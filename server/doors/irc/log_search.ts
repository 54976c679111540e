/**
 * Finding messages by the time at which they were said: IRC's clients ask by time, the log counts.
 *
 * @module
 */

import type { MessageFrame } from "../../../protocol.ts";
import type { Hub } from "../../core/hub.ts";

/** Reads the past of rooms. */
export type Pages = Hub["context"]["pages"];

/** Finds the number of the first message of which something is true, as it is of all later ones; one after the last if of none. */
export function firstWhere(pages: Pages, room: string, isTrue: (message: MessageFrame) => boolean): number {
  let [low, high] = [pages.first(room), pages.last(room) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [message] = pages.read(room, { after: middle - 1, limit: 1 });
    if (message === undefined || isTrue(message)) high = middle;
    else low = middle + 1;
  }
  return low;
}
