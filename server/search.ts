/**
 * Finding what was said, and what somebody has not read: work that takes time, and that must not stop the room.
 *
 * @module
 */

import { MAX_HITS } from "../protocol/limits.ts";
import type { MessageFrame } from "../protocol.ts";
import type { Query } from "../protocol/query.ts";

/** What is to be found, and where. */
export interface SearchRequest {
  /** Who asks: one search of theirs waits at most, and a newer one takes its place. Any value that is the same each time. */
  readonly requester: unknown;
  /** What to look for. Its own `rooms` are not looked at: they have been turned into these. */
  readonly query: Query;
  /** The rooms to look in, as the log writes them. All of them may be read by whoever asks. */
  readonly rooms: readonly string[];
  /** How many hits at most. */
  readonly limit: number;
  /** What an earlier {@linkcode SearchResult} gave as `more`. */
  readonly cursor?: string;
}

/** A message that was found, or one that stands near it. */
export interface Hit {
  readonly message: MessageFrame;
  /** Where the words stand in its text: from and up to, in code points, in order and apart. */
  readonly marks: readonly (readonly [number, number])[];
  readonly isNear: boolean;
}

/** What became of a search. `slow`: it was given up, or pushed out by a newer one, or too many wait. `off`: nothing is kept to search in. */
export type SearchResult =
  /** The newest first; what stands near a hit is around it, in the order of the log. `count` leaves those out. */
  | {
    readonly kind: "found";
    readonly hits: readonly Hit[];
    readonly count: number;
    readonly more: string | undefined;
    /** Set when something old was left out, as the index is still being made. */
    readonly isPartial: boolean;
  }
  | { readonly kind: "slow" }
  | { readonly kind: "off" }
  | { readonly kind: "bad-cursor" };

/** Whose unread messages are to be counted. */
export interface UnreadRequest {
  /** As in {@linkcode SearchRequest}. */
  readonly requester: unknown;
  /** By what name others mention them. */
  readonly name: string;
  /** The rooms, and the last number of each that was read. */
  readonly rooms: readonly { readonly room: string; readonly after: number }[];
}

/** What of a room is not read. Rooms of which everything is read are left out. */
export interface UnreadRoom {
  readonly room: string;
  readonly count: number;
  readonly mentions: number;
  readonly last: MessageFrame;
}

/** What is not read: the last messages that name the person ({@linkcode MOST_MENTIONS} at most, the newest last), then room by room. */
export type UnreadResult =
  | {
    readonly kind: "unread";
    readonly mentions: readonly Hit[];
    readonly rooms: readonly UnreadRoom[];
  }
  | { readonly kind: "slow" };

/** So many messages that name a person are given at most. */
export const MOST_MENTIONS = 10;

/** So many messages come of one search at most, those near its hits counted in. */
const MOST_LINES = 500;

/** How many hits a search gives that wants so many, and so many messages around each. */
export function hitLimit(limit: number, context: number): number {
  return Math.max(1, Math.min(limit, MAX_HITS, Math.floor(MOST_LINES / (1 + 2 * context))));
}

/**
 * Finds what was said. `done` is called once for each call: in a later turn of the event loop, or at once where nothing
 * is looked for, so that a flood of questions keeps nothing.
 */
export interface Finder {
  search(wanted: SearchRequest, done: (found: SearchResult) => void): void;
  unread(wanted: UnreadRequest, done: (unread: UnreadResult) => void): void;
  /** Ends what runs; nobody is told any more. */
  close(): void;
}

export { dropVolume, SearchIndex } from "./search/index.ts";
