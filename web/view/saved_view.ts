/**
 * What the view keeps over a reload of the page, and who keeps it. Pure types.
 *
 * @module
 */

/**
 * A room that the page is in: the numbers of the last message that came, of the last one that was read, and of the last
 * one that is not shown again as the view was cleared.
 */
export interface SavedRoom {
  name: string;
  last: number;
  read: number;
  cleared: number;
}

/** Something said between this person and one other alone. No server keeps it: it lives as long as the tab. */
export interface PrivateMessage {
  /** The other person. */
  readonly who: string;
  /** The id of the other person, where it was known. */
  readonly person?: string;
  readonly from: string;
  /** In ms since 1970. */
  readonly at: number;
  readonly text: string;
  readonly action: boolean;
}

/** Something half-written in a room, or to one person. It lives as long as the tab. */
export interface SavedDraft {
  readonly kind: "room" | "person";
  readonly name: string;
  /** The id of the person, where it was known. */
  readonly person?: string;
  readonly text: string;
}

/** Keeps what the view needs after a reload. */
export interface SavedView {
  /** The rooms that this page is in, in the order in which it shows them. */
  rooms: SavedRoom[];
  /** The key of the room or person in view. */
  current: string;
  privates: PrivateMessage[];
  drafts: readonly SavedDraft[];
  /** Stores it soon: once for many changes. */
  save(): void;
  /** Stores it now. */
  saveNow(): void;
}
