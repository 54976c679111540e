/**
 * What was said earlier: pages of the log, how far a member has read, and what they have not. Pure.
 *
 * @module
 */

import { type Fields, isCount, isText, personField } from "./fields.ts";
import type { EventReaders } from "./frames.ts";

/**
 * Asks for messages of the log: the last `limit` (before `before`, or not older than `since`, in ms since 1970),
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

/** Says that all of a room up to this number has been read. It only ever moves forward. */
export interface ReadRequest {
  /** What this frame is. */
  readonly type: "read";
  /** Which room. */
  readonly room: string;
  /** The number of the last message that was read. */
  readonly seq: number;
}

/** The member has read a room up to this number, at another of their clients. */
export interface ReadFrame {
  /** What this frame is. */
  readonly type: "read";
  /** Which room. */
  readonly room: string;
  /** The number of the last message that was read. */
  readonly seq: number;
}

/** Asks what has not been read. */
export interface CatchupRequest {
  /** What this frame is. */
  readonly type: "catchup";
}

/** The end of what a {@linkcode HistoryRequest} asked for. */
export interface HistoryFrame {
  /** What this frame is. */
  readonly type: "history";
  /** Which room's messages came. */
  readonly room: string;
  /** How many messages came. */
  readonly count: number;
  /** Whether there are more in that direction. */
  readonly more: boolean;
}

/** What of a room has not been read, with the last of it (its text cut short). */
export interface UnreadFrame {
  /** What this frame is. */
  readonly type: "unread";
  /** Which room. */
  readonly room: string;
  /** How many messages. */
  readonly count: number;
  /** How many of them name the member. */
  readonly mentions: number;
  /** The number of the last one. */
  readonly seq: number;
  /** When that was said, in ms since 1970. */
  readonly at: number;
  /** Who said it. */
  readonly from: string;
  /** The id of who said it. */
  readonly person?: string;
  /** What was said. */
  readonly text: string;
}

/** The end of what `catchup` asked for: before it come hits that name the member, then `unread` frames. */
export interface CaughtUpFrame {
  /** What this frame is. */
  readonly type: "caught-up";
  /** In how many rooms something is unread. */
  readonly rooms: number;
  /** How many messages name the member. */
  readonly mentions: number;
}

/** What the server sends about what was said earlier. */
export type HistoryReply = HistoryFrame | ReadFrame | UnreadFrame | CaughtUpFrame;

/** The readers of what the server sends about what was said earlier. */
export const HISTORY_EVENTS: EventReaders<HistoryReply> = {
  history: ({ room, count, more }) =>
    isText(room) && isCount(count) && typeof more === "boolean"
      ? { type: "history", room, count, more }
      : undefined,
  read: ({ room, seq }) => isText(room) && isCount(seq) ? { type: "read", room, seq } : undefined,
  unread: readUnread,
  "caught-up": ({ rooms, mentions }) =>
    isCount(rooms) && isCount(mentions) ? { type: "caught-up", rooms, mentions } : undefined,
};

function readUnread(fields: Fields): UnreadFrame | undefined {
  const { room, count, mentions, seq, at, from, text } = fields;
  if (!isText(room) || !isCount(count) || !isCount(mentions) || !isCount(seq)) return undefined;
  if (!isCount(at) || !isText(from) || !isText(text)) return undefined;
  return { type: "unread", room, count, mentions, seq, at, from, ...personField(fields), text };
}
