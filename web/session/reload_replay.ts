/**
 * Which messages of a room come again after the page was loaded again. Pure.
 *
 * @module
 */

import type { SavedRoom } from "../view.ts";

/** After a reload so many messages are shown again, and so many at most when more have not been read. */
const SHOWN_AGAIN = 50;
const MOST_AGAIN = 500;

/** Returns the number of the last message that need not come again: nothing that was cleared comes. */
export function shownUntil({ last, read, cleared }: SavedRoom): number {
  return Math.max(cleared, last - MOST_AGAIN, Math.min(last - SHOWN_AGAIN, read), 0);
}
