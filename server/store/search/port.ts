/**
 * The port of search: the finder, which answers.
 *
 * @module
 */

import { MAX_HITS } from "../../../protocol/limits.ts";
import type { MessageFrame } from "../../../protocol.ts";
import type { Query } from "../../../protocol/query.ts";

/** A search: what is looked for, and where. */
export interface SearchRequest {
  /** The one who searches, as any value that is the same each time. One search of theirs waits at most; a newer one replaces it. */
  readonly requester: unknown;
  /** The query. Its own `rooms` are not used: they have been resolved to these. */
  readonly query: Query;
  /** The rooms to search, as the log writes them. The requester may read all of them. */
  readonly rooms: readonly string[];
  /** The most hits. */
  readonly limit: number;
  /** The `more` of an earlier {@linkcode SearchResult}. */
  readonly cursor?: string;
}

/** A message that matches, or one near it. */
export interface Hit {
  readonly message: MessageFrame;
  /** The matched parts of its text as `[from, to)` in code points, in order and not touching. */
  readonly marks: readonly (readonly [number, number])[];
  readonly isNear: boolean;
}

/** The outcome of a search. `slow`: it timed out, a newer one replaced it, or too many wait. `off`: there is no index to search. */
export type SearchResult =
  /** The newest first; the messages near a hit are around it, in the order of the log. `count` does not count them. */
  | {
    readonly kind: "found";
    readonly hits: readonly Hit[];
    readonly count: number;
    readonly more: string | undefined;
    /** Whether old messages were left out because the index is still being built. */
    readonly isPartial: boolean;
  }
  | { readonly kind: "slow" }
  | { readonly kind: "off" }
  | { readonly kind: "bad-cursor" };

/** A count of somebody's unread messages. */
export interface UnreadRequest {
  /** As in {@linkcode SearchRequest}. */
  readonly requester: unknown;
  /** The name by which others mention them. */
  readonly name: string;
  /** The rooms, and the number of the last message that was read in each. */
  readonly rooms: readonly { readonly room: string; readonly after: number }[];
}

/** The unread messages of a room. Rooms without any are left out. */
export interface UnreadRoom {
  readonly room: string;
  readonly count: number;
  readonly mentions: number;
  readonly last: MessageFrame;
}

/** The outcome of a count: the last unread mentions ({@linkcode MAX_MENTIONS} at most, the newest last), then each room. */
export type UnreadResult =
  | {
    readonly kind: "unread";
    readonly mentions: readonly Hit[];
    readonly rooms: readonly UnreadRoom[];
  }
  | { readonly kind: "slow" };

/** The most mentions that a count returns. */
export const MAX_MENTIONS = 10;

/** The most messages that a search returns, the ones near its hits included. */
const MAX_MESSAGES = 500;

/** Returns how many hits a search may have that asks for `limit`, and for `context` messages around each. */
export function hitLimit(limit: number, context: number): number {
  return Math.max(1, Math.min(limit, MAX_HITS, Math.floor(MAX_MESSAGES / (1 + 2 * context))));
}

/**
 * Searches the log. `done` is called once for each call: in a later turn of the event loop, or at once when nothing is
 * searched, so that a flood of requests uses no memory.
 */
export interface Finder {
  /** Searches messages. */
  search(request: SearchRequest, done: (result: SearchResult) => void): void;
  /** Counts unread messages and mentions. */
  unread(request: UnreadRequest, done: (result: UnreadResult) => void): void;
  /** Ends what runs; no `done` is called any more. */
  close(): void;
}
