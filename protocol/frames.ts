/**
 * The frames of the native protocol. Their description for people is `docs/protocol.md`.
 *
 * @module
 */

/** The sender's own name for a message: printable ASCII without `"` and `\`, 1 to `ID_CHARS` long, or a whole number from 0. */
export type MessageId = string | number;

/** Why somebody is no longer in a room: they said so, the connection broke, they did not read, were removed, or said nothing for too long. */
export type LeaveReason = "left" | "lost" | "slow" | "removed" | "silent";

/** Why the server closes a connection. */
export type ByeReason = "quit" | "closing" | "refused" | "slow" | "removed" | "silent" | "flood" | "replaced";

/** What a client may send. */
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
  | { readonly type: "nick"; readonly name: string }
  | { readonly type: "who"; readonly room: string }
  | HistoryRequest
  | { readonly type: "quit"; readonly word?: string }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

/** How somebody comes back: the token of their welcome, and the last `seq` that they have of each room. */
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

/** What was wrong with something that a client sent, with what is needed to say so in any language. */
export type Problem =
  | { readonly code: "not-utf8" }
  | { readonly code: "line-too-long"; readonly limit: number }
  | { readonly code: "bad-json" }
  | { readonly code: "unknown-type"; readonly given: string }
  | { readonly code: "bad-field"; readonly field: string }
  | { readonly code: "bad-version"; readonly versions: readonly number[] }
  | { readonly code: "hello-first" }
  | { readonly code: "already-in" }
  | { readonly code: "bad-name"; readonly name: string; readonly suggestion: string }
  | { readonly code: "name-taken"; readonly name: string; readonly suggestion: string }
  | { readonly code: "no-room"; readonly room: string }
  | { readonly code: "empty" }
  | { readonly code: "too-long"; readonly limit: number; readonly length: number }
  | { readonly code: "not-stored" }
  | { readonly code: "unknown-command"; readonly given: string; readonly nearest: string }
  | { readonly code: "usage"; readonly usage: string }
  | { readonly code: "full"; readonly limit: number }
  | { readonly code: "address-full"; readonly limit: number }
  /** What a client makes of a code that it does not know, as a server may be newer. Never sent. */
  | { readonly code: "other"; readonly given: string };

/** The name of a {@linkcode Problem}: stable, for programs. */
export type ProblemCode = Problem["code"];

/** What a client needs to know of the server's limits: sizes in bytes, lengths in characters, times in milliseconds. */
export interface AnnouncedLimits {
  /** Bytes in a line. */
  readonly line: number;
  /** Characters in a message. */
  readonly message: number;
  /** Characters in a name. */
  readonly name: number;
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
  /** Set when the message was said before its reader came, or while their connection was broken. */
  readonly past?: true;
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
  | {
    readonly type: "renamed";
    readonly room: string;
    readonly from: string;
    readonly to: string;
    readonly at: number;
  };

/** The answer to a good `hello`. `members` has the first names only when there are more than one frame holds; `count` has them all. */
export interface WelcomeFrame {
  /** What this frame is. */
  readonly type: "welcome";
  /** The version of the protocol that the server speaks. */
  readonly version: number;
  /** What the server is called. */
  readonly title: string;
  /** What you are called here. */
  readonly name: string;
  /** Where you are. */
  readonly room: string;
  /** Who is here. */
  readonly members: readonly string[];
  /** How many are here. */
  readonly count: number;
  /** The number of the room's last message. */
  readonly seq: number;
  /** The server's time, in ms since 1970. */
  readonly at: number;
  /** What {@linkcode Resume} takes. */
  readonly token: string;
  /** Set when the room never noticed that this person was away. */
  readonly resumed?: true;
  /** What the server keeps to. */
  readonly limits: AnnouncedLimits;
}

/** An `error` frame: the problem, a sentence for people in the server's language, and the message that it is about. */
export type ErrorFrame =
  & { readonly type: "error"; readonly text: string; readonly id?: MessageId }
  & Problem;

/** What one member alone is told. */
export type Reply =
  | WelcomeFrame
  | ErrorFrame
  | {
    readonly type: "ack";
    readonly id: MessageId;
    readonly room: string;
    readonly seq: number;
    readonly at: number;
  }
  | {
    readonly type: "members";
    readonly room: string;
    readonly members: readonly string[];
    readonly count: number;
    /** Set on every part but the last. */
    readonly more?: true;
  }
  /** The end of what a {@linkcode HistoryRequest} asked for: how many messages came, and whether there are more that way. */
  | { readonly type: "history"; readonly room: string; readonly count: number; readonly more: boolean }
  | { readonly type: "notice"; readonly code: "slowed"; readonly text: string }
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

/** What became of a line: a frame, or what is wrong with it and the message that it is about, when that much could be read. */
export type Decoded<Frame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: Problem; readonly id?: MessageId };
