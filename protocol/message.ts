/**
 * Messages in a room: `say`, the `message` that everyone gets, and the `ack` that its sender gets. Pure.
 *
 * @module
 */

import { type FileInfo, readFileInfo } from "./files.ts";
import { type Fields, isCount, isCounts, isText, personField, readId } from "./fields.ts";
import type { EventReaders, MessageId } from "./frames.ts";
import { readSecondThoughts, type SecondThoughts } from "./second_thoughts.ts";

/** Says something in a room. */
export interface SayRequest {
  /** What this frame is. */
  readonly type: "say";
  /** Where to say it. */
  readonly room: string;
  /** What to say. */
  readonly text: string;
  /** The sender's own name for it: it is acknowledged by this, and stored once however often it is sent. */
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
  /** The number of the message that it answers; 0 for the last that somebody else said. */
  readonly re?: number;
}

/** A message of a room. `seq` counts the room's messages from 1 without gaps. */
export interface MessageFrame extends SecondThoughts {
  /** What this frame is. */
  readonly type: "message";
  /** Where it was said. */
  readonly room: string;
  /** Its number in the room. */
  readonly seq: number;
  /** When it was said, by the server's clock, in ms since 1970. */
  readonly at: number;
  /** Who said it. */
  readonly from: string;
  /** The id of who said it; none for a guest's of whom only the log tells. */
  readonly person?: string;
  /** What was said. */
  readonly text: string;
  /** The sender's own name for it. */
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
  /** Set when the text is the room's new topic; an empty one takes the topic away. */
  readonly topic?: true;
  /** The numbers of messages of the room whose texts this one takes away; its own text says so. */
  readonly redacts?: readonly number[];
  /** Set when its text was taken away: what stands there instead is not what was said. */
  readonly redacted?: true;
  /** The file that it is about, for as long as the server keeps it; its text then has the file's name, size and link. */
  readonly file?: FileInfo;
  /** Set when the message was said before its reader came, or while their connection was broken. */
  readonly past?: true;
}

/** The whole text of a message that people see shortened: the answer to `file` about a message without a file. */
export interface TextFrame {
  /** What this frame is. */
  readonly type: "text";
  /** Where it was said. */
  readonly room: string;
  /** Its number in the room. */
  readonly seq: number;
  /** When it was said, in ms since 1970. */
  readonly at: number;
  /** Who said it. */
  readonly from: string;
  /** What was said. */
  readonly text: string;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
  /** The sender's own name for the request. */
  readonly id?: MessageId;
}

/** Acknowledges a message that was sent with an id: it is in the log. */
export interface AckFrame {
  /** What this frame is. */
  readonly type: "ack";
  /** The sender's own name for the message. */
  readonly id: MessageId;
  /** Where it was said. */
  readonly room: string;
  /** Its number in the room. */
  readonly seq: number;
  /** When it was said, in ms since 1970. */
  readonly at: number;
}

/** The readers of what the server sends about messages. */
export const MESSAGE_EVENTS: EventReaders<MessageFrame | TextFrame | AckFrame> = {
  message: readMessage,
  text: readText,
  ack: readAck,
};

function readMessage(fields: Fields): MessageFrame | undefined {
  const { room, seq, at, from, text } = fields;
  const id = readId(fields.id);
  if (!isText(room) || !isCount(seq) || !isCount(at) || !isText(from) || !isText(text)) return undefined;
  const file = fields.file === undefined ? undefined : readFileInfo(fields.file);
  return {
    type: "message",
    room,
    seq,
    at,
    from,
    ...personField(fields),
    text,
    ...(id !== undefined && { id }),
    ...(fields.action === true && { action: true }),
    ...(fields.topic === true && { topic: true }),
    ...(isCounts(fields.redacts) && { redacts: fields.redacts }),
    ...(fields.redacted === true && { redacted: true }),
    ...readSecondThoughts(fields),
    ...(file !== undefined && { file }),
    ...(fields.past === true && { past: true }),
  };
}

function readText(fields: Fields): TextFrame | undefined {
  const { room, seq, at, from, text, action } = fields;
  const id = readId(fields.id);
  if (!isText(room) || !isCount(seq) || !isCount(at) || !isText(from) || !isText(text)) return undefined;
  return {
    type: "text",
    room,
    seq,
    at,
    from,
    text,
    ...(action === true && { action }),
    ...(id !== undefined && { id }),
  };
}

function readAck(fields: Fields): AckFrame | undefined {
  const { room, seq, at } = fields;
  const id = readId(fields.id);
  if (id === undefined || !isText(room) || !isCount(seq) || !isCount(at)) return undefined;
  return { type: "ack", id, room, seq, at };
}
