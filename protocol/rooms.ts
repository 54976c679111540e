/**
 * Rooms: entering and leaving them, the list of them, and their topics. Pure.
 *
 * @module
 */

import { type Fields, isCount, isFields, isOneOf, isText, isTexts, personsField } from "./fields.ts";
import type { EventReaders, MessageId } from "./frames.ts";
import { readRoomMode, type RoomMode } from "./room_mode.ts";
import { type Grant, GRANTS } from "./ranks.ts";

/** Makes or enters a room. */
export interface JoinRequest {
  /** What this frame is. */
  readonly type: "join";
  /** Which room. */
  readonly room: string;
  /** The number of the last message of it that the client has. */
  readonly after?: number;
  /** The word that opens it, where it needs one. */
  readonly key?: string;
}

/** Leaves a room. */
export interface PartRequest {
  /** What this frame is. */
  readonly type: "part";
  /** Which room. */
  readonly room: string;
  /** A parting word, which the others read. */
  readonly word?: string;
}

/** Asks for the list of rooms. */
export interface RoomsRequest {
  /** What this frame is. */
  readonly type: "rooms";
}

/** Asks for the topic of a room, or sets it. */
export interface TopicRequest {
  /** What this frame is. */
  readonly type: "topic";
  /** Which room. */
  readonly room: string;
  /** The new topic; an empty one takes it away. */
  readonly text?: string;
  /** The sender's own name for the message that a new topic is. */
  readonly id?: MessageId;
}

/** What a room is about. */
export interface Topic {
  /** What it is about. */
  readonly text: string;
  /** Who said so. */
  readonly from: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** A room as a member finds it on entering. Where `members` would not fit into one frame, it has the first names only. */
export interface RoomSnapshot {
  /** Which room; empty when the member is in none. */
  readonly room: string;
  /** Who is here. */
  readonly members: readonly string[];
  /** The ids of those members, in the same order. */
  readonly persons?: readonly string[];
  /** How many are here. */
  readonly count: number;
  /** The number of the room's last message. */
  readonly seq: number;
  /** The number of the last message that this member has read, as far as the server knows. */
  readonly read: number;
  /** What the room is about. */
  readonly topic?: Topic;
  /** What the room is like, where it is not like all others. */
  readonly mode?: RoomMode;
  /** What this member is in the room, where they are more than on the server. */
  readonly rank?: Grant;
  /** The server's time, in ms since 1970. */
  readonly at: number;
}

/** The member is in one more room: the answer to `join`. */
export interface EnteredFrame extends RoomSnapshot {
  /** What this frame is. */
  readonly type: "entered";
}

/** The member is no longer in this room. */
export interface PartedFrame {
  /** What this frame is. */
  readonly type: "parted";
  /** Which room. */
  readonly room: string;
}

/** A line of the list of rooms. */
export interface RoomSummary {
  /** Its name. */
  readonly room: string;
  /** How many are in it. */
  readonly count: number;
  /** What it is about. */
  readonly topic?: string;
}

/** The list of rooms, or a part of it. */
export interface RoomsFrame {
  /** What this frame is. */
  readonly type: "rooms";
  /** The rooms of this part. */
  readonly rooms: readonly RoomSummary[];
  /** How many rooms there are in all. */
  readonly count: number;
  /** Set on every part but the last. */
  readonly more?: true;
}

/** The topic of a room; a room without one has none. */
export interface TopicFrame {
  /** What this frame is. */
  readonly type: "topic";
  /** Which room. */
  readonly room: string;
  /** What it is about. */
  readonly topic?: Topic;
}

/** What the server sends about rooms. */
export type RoomReply = EnteredFrame | PartedFrame | RoomsFrame | TopicFrame;

/** The readers of what the server sends about rooms. */
export const ROOM_EVENTS: EventReaders<RoomReply> = {
  entered: readEntered,
  parted: ({ room }) => isText(room) ? { type: "parted", room } : undefined,
  rooms: readRooms,
  topic: readTopicFrame,
};

/** Reads a room as `welcome` and `entered` have it; `undefined` when the fields are none. */
export function readRoomSnapshot(fields: Fields): RoomSnapshot | undefined {
  const { room, members, count, seq, read, at } = fields;
  const topic = readTopic(fields.topic);
  if (!isText(room) || !isTexts(members) || !isCount(count)) return undefined;
  if (!isCount(seq) || !isCount(read) || !isCount(at)) return undefined;
  if (fields.topic !== undefined && topic === undefined) return undefined;
  return {
    room,
    members,
    ...personsField(fields, members),
    count,
    seq,
    read,
    ...(topic !== undefined && { topic }),
    ...(isFields(fields.mode) && { mode: readRoomMode(fields.mode) }),
    ...(isOneOf(GRANTS, fields.rank) && { rank: fields.rank }),
    at,
  };
}

function readEntered(fields: Fields): EnteredFrame | undefined {
  const snapshot = readRoomSnapshot(fields);
  return snapshot === undefined ? undefined : { type: "entered", ...snapshot };
}

function readRooms({ rooms, count, more }: Fields): RoomsFrame | undefined {
  const lines = readSummaries(rooms);
  if (lines === undefined || !isCount(count)) return undefined;
  return { type: "rooms", rooms: lines, count, ...(more === true && { more }) };
}

function readSummaries(value: unknown): readonly RoomSummary[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lines = value.flatMap((one) => readSummary(one) ?? []);
  return lines.length === value.length ? lines : undefined;
}

function readSummary(value: unknown): RoomSummary | undefined {
  if (!isFields(value)) return undefined;
  const { room, count, topic } = value;
  if (!isText(room) || !isCount(count) || (topic !== undefined && !isText(topic))) return undefined;
  return { room, count, ...(topic !== undefined && { topic }) };
}

function readTopicFrame(fields: Fields): TopicFrame | undefined {
  const topic = readTopic(fields.topic);
  if (!isText(fields.room) || (fields.topic !== undefined && topic === undefined)) return undefined;
  return { type: "topic", room: fields.room, ...(topic !== undefined && { topic }) };
}

function readTopic(value: unknown): Topic | undefined {
  if (!isFields(value)) return undefined;
  const { text, from, at } = value;
  return isText(text) && isText(from) && isCount(at) ? { text, from, at } : undefined;
}
