/**
 * Direct messages: `private` both ways, and what became of one. They have no number and are in no log. Pure.
 *
 * @module
 */

import { type Fields, isCount, isPerson, isText, personField, readId } from "./fields.ts";
import type { EventReaders, MessageId } from "./frames.ts";

/** Says something to one member alone. */
export interface PrivateRequest {
  /** What this frame is. */
  readonly type: "private";
  /** The name of the member. */
  readonly to: string;
  /** The id of the person who is meant: it is refused when they are not called so any more. */
  readonly person?: string;
  /** What to say. */
  readonly text: string;
  /** The sender's own name for it. */
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
}

/** Something said to one member alone; both get it. */
export interface PrivateFrame {
  /** What this frame is. */
  readonly type: "private";
  /** Who said it. */
  readonly from: string;
  /** The id of who said it. */
  readonly person?: string;
  /** To whom. */
  readonly to: string;
  /** The id of whom it was said to. */
  readonly toPerson?: string;
  /** When, in ms since 1970. */
  readonly at: number;
  /** What was said. */
  readonly text: string;
  /** The sender's own name for it. */
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
}

/** A direct message has been written to its recipient's connection. */
export interface DeliveredFrame {
  /** What this frame is. */
  readonly type: "delivered";
  /** The sender's own name for the message. */
  readonly id?: MessageId;
  /** The recipient. */
  readonly to: string;
  /** The recipient's id. */
  readonly person?: string;
  /** When, in ms since 1970. */
  readonly at: number;
  /** Set when it had to wait for the recipient's connection. */
  readonly waited?: true;
}

/** What the server sends about direct messages. */
export type DirectReply = PrivateFrame | DeliveredFrame;

/** The readers of what the server sends about direct messages. */
export const DIRECT_EVENTS: EventReaders<DirectReply> = {
  private: readPrivate,
  delivered: readDelivered,
};

function readPrivate(fields: Fields): PrivateFrame | undefined {
  const { from, to, at, text } = fields;
  const id = readId(fields.id);
  if (!isText(from) || !isText(to) || !isCount(at) || !isText(text)) return undefined;
  return {
    type: "private",
    from,
    ...personField(fields),
    to,
    ...(isPerson(fields.toPerson) && { toPerson: fields.toPerson }),
    at,
    text,
    ...(id !== undefined && { id }),
    ...(fields.action === true && { action: true }),
  };
}

function readDelivered(fields: Fields): DeliveredFrame | undefined {
  const { to, at } = fields;
  const id = readId(fields.id);
  if (!isText(to) || !isCount(at)) return undefined;
  return {
    type: "delivered",
    to,
    ...personField(fields),
    at,
    ...(id !== undefined && { id }),
    ...(fields.waited === true && { waited: true }),
  };
}
