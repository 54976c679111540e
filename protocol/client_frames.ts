/**
 * What a client may send. Its description for people is `docs/protocol.md`.
 *
 * @module
 */

import type { MessageId } from "./frames.ts";

/** What a client may send. A `room` that is left out is the default one. */
export type ClientFrame =
  | {
    readonly type: "hello";
    readonly name: string;
    readonly version?: number;
    readonly room: string;
    readonly client?: string;
    /** Comes back as somebody who was here: see {@linkcode Resume}. */
    readonly resume?: Resume;
  }
  | {
    readonly type: "say";
    readonly room: string;
    readonly text: string;
    readonly id?: MessageId;
    readonly action?: true;
  }
  /** Says something to one person alone. It is not kept. */
  | {
    readonly type: "private";
    readonly to: string;
    readonly text: string;
    readonly id?: MessageId;
    readonly action?: true;
  }
  | { readonly type: "nick"; readonly name: string }
  /** Makes or enters a room; `after` is the last message of it that one has. */
  | { readonly type: "join"; readonly room: string; readonly after?: number }
  | { readonly type: "part"; readonly room: string; readonly word?: string }
  | { readonly type: "rooms" }
  /** Asks for the topic, or with `text` sets it; an empty text takes it away. */
  | { readonly type: "topic"; readonly room: string; readonly text?: string; readonly id?: MessageId }
  /** Asks who is in a room; in `detail` also since when they are silent, and who is away. */
  | { readonly type: "who"; readonly room: string; readonly detail?: true }
  | { readonly type: "whois"; readonly name: string }
  | { readonly type: "away"; readonly why?: string }
  | { readonly type: "back" }
  | HistoryRequest
  | SearchRequest
  /** All of a room up to this number has been read. It only ever moves forward. */
  | { readonly type: "read"; readonly room: string; readonly seq: number }
  /** Asks what has not been read. */
  | { readonly type: "catchup" }
  | { readonly type: "quit"; readonly word?: string }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

/**
 * How somebody comes back: the token of their welcome, and the last `seq` that they have of each of their rooms. They are
 * let into all rooms that are named here, whether the token is known or not; numbers count only with a known token.
 */
export interface Resume {
  /** The token of the welcome. */
  readonly token: string;
  /** By room, the number of the last message that this person has. */
  readonly after: Readonly<Record<string, number>>;
}

/**
 * Asks for messages that the log has: the last `limit` (before `before`, or not older than `since`, in ms since 1970),
 * or the first `limit` after `after`.
 */
export interface HistoryRequest {
  /** What this frame is. */
  readonly type: "history";
  /** Which room's messages. */
  readonly room: string;
  /** Only messages before this number. */
  readonly before?: number;
  /** Only messages after this number, the first ones of them. */
  readonly after?: number;
  /** Only messages that are not older, in ms since 1970. */
  readonly since?: number;
  /** How many messages at most. */
  readonly limit?: number;
}

/** Looks for messages in the rooms that one is in, the newest first. */
export interface SearchRequest {
  /** What this frame is. */
  readonly type: "search";
  /** What a person would type after `/search`: words, "phrases", `in:#room`, `from:name`, `before:2d`, `after:2026-11-01`, `-C2`. */
  readonly query: string;
  /** How many minutes the searcher's clock is ahead of UTC, for dates in the query; the server's own without it. */
  readonly zone?: number;
  /** How many hits at most. */
  readonly limit?: number;
  /** What an earlier `found` gave as `more`: goes on from there. */
  readonly cursor?: string;
  /** The searcher's own name for this search: it comes back with all that belongs to it. */
  readonly id?: MessageId;
}
