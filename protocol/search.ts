/**
 * Searching: a `search`, its `hit`s, and the `found` that ends them. What a query means is in `query.ts`. Pure.
 *
 * @module
 */

import { type Fields, isCount, isRanges, isText, personField, readId } from "./fields.ts";
import type { EventReaders, MessageId } from "./frames.ts";
import type { MessageFrame } from "./message.ts";

/** Looks for messages in the rooms that the sender is in, the newest first. */
export interface SearchRequest {
  /** What this frame is. */
  readonly type: "search";
  /** What a person types after `/search`: words, "phrases", `in:#room`, `from:name`, `before:2d`, `after:2026-11-01`, `-C2`. */
  readonly query: string;
  /** How many minutes the searcher's clock is ahead of UTC now, for dates in the query; the server's own without it. */
  readonly zone?: number;
  /** The searcher's time zone, as `Europe/Rome`: counts more than `zone`, as clocks may be set otherwise on the day of a date. */
  readonly timeZone?: string;
  /** How many hits at most. */
  readonly limit?: number;
  /** What an earlier `found` gave as `more`: goes on from there. */
  readonly cursor?: string;
  /** The searcher's own name for this search: it comes back with all that belongs to it. */
  readonly id?: MessageId;
}

/** A message that a search found, or one that stood near it. */
export interface HitFrame extends Omit<MessageFrame, "type" | "past" | "id"> {
  /** What this frame is. */
  readonly type: "hit";
  /** Where the words that were looked for stand in the text: from and up to, in characters (Unicode code points). */
  readonly marks: readonly (readonly [number, number])[];
  /** Set when it was not found itself, but stands near what was. */
  readonly near?: true;
  /** The id of the search. */
  readonly id?: MessageId;
}

/** The end of what a search found. */
export interface FoundFrame {
  /** What this frame is. */
  readonly type: "found";
  /** How many hits came. */
  readonly count: number;
  /** Set when there are more: the cursor to go on with. */
  readonly more?: string;
  /** Set when something old may be missing, as the index is still being made. */
  readonly partial?: true;
  /** The id of the search. */
  readonly id?: MessageId;
}

/** What the server sends about a search. */
export type SearchReply = HitFrame | FoundFrame;

/** The readers of what the server sends about a search. */
export const SEARCH_EVENTS: EventReaders<SearchReply> = { hit: readHit, found: readFound };

function readHit(fields: Fields): HitFrame | undefined {
  const { room, seq, at, from, text, marks } = fields;
  const id = readId(fields.id);
  if (!isText(room) || !isCount(seq) || !isCount(at) || !isText(from) || !isText(text)) return undefined;
  if (!isRanges(marks)) return undefined;
  return {
    type: "hit",
    room,
    seq,
    at,
    from,
    ...personField(fields),
    text,
    ...(fields.action === true && { action: true }),
    ...(fields.topic === true && { topic: true }),
    ...(fields.redacted === true && { redacted: true }),
    marks,
    ...(fields.near === true && { near: true }),
    ...(id !== undefined && { id }),
  };
}

function readFound(fields: Fields): FoundFrame | undefined {
  const { count, more, partial } = fields;
  const id = readId(fields.id);
  if (!isCount(count)) return undefined;
  return {
    type: "found",
    count,
    ...(isText(more) && { more }),
    ...(partial === true && { partial }),
    ...(id !== undefined && { id }),
  };
}
