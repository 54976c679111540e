/**
 * What a server may send. Its description for people is `docs/protocol.md`.
 *
 * @module
 */

import type { ByeReason, LeaveReason, MessageId } from "./frames.ts";
import type { Problem } from "./problem.ts";

/** What a client needs to know of the server's limits: sizes in bytes, lengths in characters, times in milliseconds. */
export interface AnnouncedLimits {
  /** Bytes in a line. */
  readonly line: number;
  /** Characters in a message. */
  readonly message: number;
  /** Characters in a name. */
  readonly name: number;
  /** Rooms that one person may be in. */
  readonly rooms: number;
  /** Lines a second that one may send for long; `null` is no limit. */
  readonly rate: number | null;
  /** Lines that one may send at once; `null` is no limit. */
  readonly burst: number | null;
  /** Bytes that may wait for one member. */
  readonly outbox: number;
  /** Silence after which a ping comes. */
  readonly pingAfter: number;
  /** Time to answer it. */
  readonly pongWithin: number;
  /** Silence after which one is let go; `null` is never. */
  readonly idle: number | null;
  /** How long somebody whose connection broke may stay away without anyone noticing. */
  readonly grace: number;
}

/** A message of a room. `seq` counts the room's messages from 1 without gaps; `at` is the server's time in ms since 1970. */
export interface MessageFrame {
  /** What this frame is. */
  readonly type: "message";
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
  /** The sender's own name for it. */
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
  /** Set when the text is the room's new topic; an empty one takes it away. */
  readonly topic?: true;
  /** Set when the message was said before its reader came, or while their connection was broken. */
  readonly past?: true;
}

/** What a room is about, who said so, and when (ms since 1970). */
export interface Topic {
  /** What it is about. */
  readonly text: string;
  /** Who said so. */
  readonly from: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** What everyone in a room is told, in one order for all. */
export type RoomEvent =
  | MessageFrame
  | { readonly type: "joined"; readonly room: string; readonly name: string; readonly at: number }
  | {
    readonly type: "left";
    readonly room: string;
    readonly name: string;
    readonly reason: LeaveReason;
    readonly word?: string;
    readonly at: number;
  }
  /** So many came and went at once in a large room that they are not told one by one: how many are in it now. */
  | { readonly type: "crowd"; readonly room: string; readonly count: number; readonly at: number };

/** Somebody has another name in all their rooms: told once to everyone who shares one with them. */
export interface RenamedFrame {
  /** What this frame is. */
  readonly type: "renamed";
  /** Their name until now. */
  readonly from: string;
  /** Their name from now on. */
  readonly to: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** A room as somebody finds it who comes in. `members` has the first names only when there are more than one frame holds; `count` has them all. */
export interface RoomSnapshot {
  /** Which room; empty when this person is in none. */
  readonly room: string;
  /** Who is here. */
  readonly members: readonly string[];
  /** How many are here. */
  readonly count: number;
  /** The number of the room's last message. */
  readonly seq: number;
  /** The number of the last message that this person has read, as far as the server knows. */
  readonly read: number;
  /** What the room is about. */
  readonly topic?: Topic;
  /** The server's time, in ms since 1970. */
  readonly at: number;
}

/** The answer to a good `hello`: the first room that one is in. Each further one comes as an `entered` frame after it. */
export interface WelcomeFrame extends RoomSnapshot {
  /** What this frame is. */
  readonly type: "welcome";
  /** The version of the protocol that the server speaks. */
  readonly version: number;
  /** What the server is called. */
  readonly title: string;
  /** What you are called here. */
  readonly name: string;
  /** What {@linkcode Resume} takes. */
  readonly token: string;
  /** Set when the room never noticed that this person was away. */
  readonly resumed?: true;
  /** What the server keeps to. */
  readonly limits: AnnouncedLimits;
}

/** You are in one more room: the answer to `join`. */
export interface EnteredFrame extends RoomSnapshot {
  /** What this frame is. */
  readonly type: "entered";
}

/** Something said to one person alone: told to both. It has no number and is not kept. */
export interface PrivateFrame {
  /** What this frame is. */
  readonly type: "private";
  /** Who said it. */
  readonly from: string;
  /** To whom. */
  readonly to: string;
  /** When, in ms since 1970. */
  readonly at: number;
  /** What was said. */
  readonly text: string;
  /** The sender's own name for it. */
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
}

/** An `error` frame: the problem, a sentence for people in the server's language, and the message that it is about. */
export type ErrorFrame =
  & { readonly type: "error"; readonly text: string; readonly id?: MessageId }
  & Problem;

/** How somebody is present: for how many milliseconds nothing came from them, and why they are away if they said so. */
export interface Presence {
  /** Milliseconds since their last line. */
  readonly idle: number;
  /** Why they are away; empty when they gave no reason. */
  readonly away?: string;
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

/** What one member alone is told. */
export type Reply =
  | WelcomeFrame
  | EnteredFrame
  /** You are no longer in this room. */
  | { readonly type: "parted"; readonly room: string }
  | RenamedFrame
  | PrivateFrame
  | ErrorFrame
  | {
    readonly type: "ack";
    readonly id: MessageId;
    readonly room: string;
    readonly seq: number;
    readonly at: number;
  }
  /** What you said to one person has come to their connection; `waited` when it had to wait for that. */
  | {
    readonly type: "delivered";
    readonly id?: MessageId;
    readonly to: string;
    readonly at: number;
    readonly waited?: true;
  }
  | {
    readonly type: "members";
    readonly room: string;
    readonly members: readonly string[];
    readonly count: number;
    /** How each of them is present, when that was asked for. */
    readonly presence?: readonly Presence[];
    /** Set on every part but the last. */
    readonly more?: true;
  }
  | {
    readonly type: "rooms";
    readonly rooms: readonly RoomSummary[];
    readonly count: number;
    /** Set on every part but the last. */
    readonly more?: true;
  }
  | { readonly type: "topic"; readonly room: string; readonly topic?: Topic }
  | (Presence & {
    readonly type: "whois";
    readonly name: string;
    readonly rooms: readonly string[];
    /** Since when they are here, in ms since 1970. */
    readonly since: number;
  })
  /** Your own state has changed: you are away, or back. */
  | { readonly type: "away"; readonly why: string }
  | { readonly type: "back" }
  /** The end of what a {@linkcode HistoryRequest} asked for: how many messages came, and whether there are more that way. */
  | { readonly type: "history"; readonly room: string; readonly count: number; readonly more: boolean }
  | HitFrame
  /** The end of what a search found: how many hits came, and how to go on if there are more. */
  | {
    readonly type: "found";
    readonly count: number;
    readonly more?: string;
    /** Set when something old may be missing, as the index is still being made. */
    readonly partial?: true;
    readonly id?: MessageId;
  }
  /** What of a room has not been read: how many, how many of them name you, and the last one (its text cut short). */
  | {
    readonly type: "unread";
    readonly room: string;
    readonly count: number;
    readonly mentions: number;
    readonly seq: number;
    readonly at: number;
    readonly from: string;
    readonly text: string;
  }
  /** The end of what `catchup` asked for: before it come hits that name you, then `unread` frames. */
  | { readonly type: "caught-up"; readonly rooms: number; readonly mentions: number }
  | { readonly type: "notice"; readonly code: "slowed"; readonly text: string }
  /** The person that you wrote to is away. */
  | {
    readonly type: "notice";
    readonly code: "away";
    readonly text: string;
    readonly name: string;
    readonly why: string;
  }
  /** The person that you wrote to has lost the connection: what you wrote waits for them. */
  | {
    readonly type: "notice";
    readonly code: "waiting";
    readonly text: string;
    readonly name: string;
    readonly id?: MessageId;
  }
  /** The messages `from` to `to` were missed and are no longer kept. */
  | {
    readonly type: "notice";
    readonly code: "gap";
    readonly text: string;
    readonly room: string;
    readonly from: number;
    readonly to: number;
  }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
  /** `back` is in how many seconds a restarting server is expected to be there again. */
  | { readonly type: "bye"; readonly reason: ByeReason; readonly text: string; readonly back?: number };

/** What a server may send. */
export type ServerFrame = RoomEvent | Reply;
