/**
 * The log: the only road from one member to the others. It numbers a room's messages and keeps them, and it
 * remembers who may come back.
 *
 * @module
 */

import type { MessageFrame, MessageId, Topic } from "../protocol.ts";

/** A message that has no number yet. */
export interface Draft extends Omit<MessageFrame, "seq" | "past" | "id" | "action" | "topic"> {
  readonly id: MessageId | undefined;
  readonly action: true | undefined;
  readonly topic: true | undefined;
  /** Who said it, as {@linkcode StoredMember} has it; 0 for somebody without a token. */
  readonly personId: number;
}

/** What became of a draft. A repeat has the person's `id` of a message that the log has already: nothing new to show. */
export interface AppendResult {
  readonly message: MessageFrame;
  readonly isRepeat: boolean;
}

/** Somebody who has a token, and where they were when last seen. */
export interface StoredMember {
  readonly personId: number;
  /** Never the token itself: whoever reads the log must not be able to come back as somebody else. */
  readonly tokenHash: string;
  readonly name: string;
  /** The rooms that they are in, in the order in which they entered them. */
  readonly rooms: readonly string[];
  /** Whether they are in, perhaps with a connection that is broken for the moment. */
  readonly isHere: boolean;
}

/** Somebody has read a room up to this number. */
export interface ReadMark {
  readonly personId: number;
  readonly room: string;
  readonly seq: number;
}

/** A room that has messages: the numbers of the oldest that is kept and of the last, and what it is about. */
export interface StoredRoom {
  readonly name: string;
  /** `last + 1` when no message is kept any more. */
  readonly first: number;
  readonly last: number;
  readonly topic: Topic | undefined;
}

/** All that one turn puts into the log. */
export interface TurnWrites {
  readonly drafts: readonly Draft[];
  /** Seats as they are now, new ones and changed ones. */
  readonly members: readonly StoredMember[];
  /** What was read; a mark that is behind the one that is kept changes nothing. */
  readonly readMarks: readonly ReadMark[];
}

/** Which of a room's messages to read: the first `limit` after a number, or the last `limit` before one. */
export type MessageRange =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number };

/** How much is kept: everything, so many messages a room, or those of the last so many milliseconds. */
export type RetentionPolicy =
  | { readonly kind: "forever" }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "age"; readonly ms: number };

/** Numbers and keeps messages, and remembers seats. */
export interface ServerLog {
  /**
   * Stores a turn, all of it or nothing, and gives the messages back in the order of the drafts. What it gives back is
   * kept, and may be shown. Throws when it cannot keep it.
   */
  commit(entry: TurnWrites): readonly AppendResult[];
  /** The rooms in which something was ever said. */
  rooms(): readonly StoredRoom[];
  /** What the room is about, if anybody has said so. */
  topic(room: string): Topic | undefined;
  /** Up to which number a person has read each of the rooms in which they have read anything. */
  readMarksOf(person: number): ReadonlyMap<string, number>;
  /** The number of the room's last message, 0 when there never was one. */
  last(room: string): number;
  /** The number of the oldest message that is kept, `last + 1` when there is none. */
  first(room: string): number;
  /** Kept messages of a room in the order of their numbers. */
  read(room: string, range: MessageRange): readonly MessageFrame[];
  /** A number that no seat has had. */
  newPersonId(): number;
  /** The seat of a token, also of one who left long ago. */
  memberByToken(tokenHash: string): StoredMember | undefined;
  /**
   * Everyone who was in when the server was last up, if that is not longer ago than `within` milliseconds, or the clock
   * has been set back since. Else nobody is in any more.
   */
  presentMembers(now: number, within: number): readonly StoredMember[];
  /** Notes that the server is up, so that {@linkcode presentMembers} can tell. */
  noteAlive(now: number): void;
  /** Lets go of some of what need not be kept any more, few enough to take no time that anyone notices. */
  trim(keep: RetentionPolicy, now: number): void;
  /** How many messages that were stored are not in the index for searching yet. */
  readonly unindexed: number;
  /** Works at that index, for about a millisecond; `true` when there is more to do. */
  index(): boolean;
  /** Writes what is left to write, and lets go of the file. */
  close(): void;
}

/** The topic that a message makes: none, if it has no text. */
export function topicOf({ text, from, at }: Topic): Topic | undefined {
  return text === "" ? undefined : { text, from, at };
}

/** A draft as the message that it becomes, its fields in the order in which readers look for them. */
export function toMessage(
  { room, at, from, text, action, topic, id }: Omit<Draft, "personId">,
  seq: number,
): MessageFrame {
  const message: MessageFrame = { type: "message", room, seq, at, from, text };
  if (id === undefined && !action && !topic) return message; // Most of what programs say; spreading nothing costs as much.
  return { ...message, ...(id !== undefined && { id }), ...(action && { action }), ...(topic && { topic }) };
}

export { CannotStore, storageProblemOf } from "./log/errors.ts";
export { openLog, WRITER_WAITS } from "./log/open.ts";
export { count, ROOM_SPAN, type Row, text, toFrame } from "./log/rows.ts";
export { checkVersion, SCHEMA_VERSION } from "./log/schema.ts";
