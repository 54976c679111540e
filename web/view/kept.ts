/**
 * What the page keeps of rooms and of what was said, over a reload. Pure types.
 *
 * @module
 */

/** Where something is said: in a room, or to one person. */
export type Destination = { readonly room: string } | { readonly to: string };

export interface PendingMessage {
  readonly id: string;
  readonly text: string;
  readonly action: boolean;
  readonly goal: Destination;
}

/** Of a room: the numbers of the last message that came, of the last one that was read, and of the last one that is not
 * shown again as the view was cleared. */
export interface SavedRoom {
  name: string;
  last: number;
  read: number;
  cleared: number;
}

/** Something said between this person and one other alone. No server keeps it: it lives as long as the tab. */
export interface PrivateMessage {
  readonly who: string;
  readonly from: string;
  readonly at: number;
  readonly text: string;
  readonly action: boolean;
}
