/**
 * The native protocol: the frames that our clients, bots and the server exchange, one JSON object a line, UTF-8.
 * Its description for people is `docs/protocol.md`. Pure: bytes, sockets and clocks are somebody else's.
 *
 * @module
 */

import { DEFAULT_ROOM, ID_CHARS } from "./protocol/limits.ts";

/** The sender's own name for a message: printable ASCII without `"` and `\`, 1 to {@linkcode ID_CHARS} long, or a whole number from 0. */
export type MessageId = string | number;

/** Why somebody is no longer in a room: they said so, the connection broke, they did not read, were removed, or said nothing for too long. */
export type LeaveReason = "left" | "lost" | "slow" | "removed" | "silent";

/** Why the server closes a connection. */
export type ByeReason = "quit" | "closing" | "refused" | "slow" | "removed" | "silent" | "flood";

/** What a client may send. */
export type ClientFrame =
  | {
    readonly type: "hello";
    readonly name: string;
    readonly version?: number;
    readonly room: string;
    readonly client?: string;
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
  | { readonly type: "quit"; readonly word?: string }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

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
  readonly line: number;
  readonly message: number;
  readonly name: number;
  readonly rate: number | null;
  readonly burst: number | null;
  readonly outbox: number;
  readonly pingAfter: number;
  readonly pongWithin: number;
  readonly idle: number | null;
}

/** A message of a room. `seq` counts the room's messages from 1 without gaps; `at` is the server's time in ms since 1970. */
export interface MessageFrame {
  readonly type: "message";
  readonly room: string;
  readonly seq: number;
  readonly at: number;
  readonly from: string;
  readonly text: string;
  readonly id?: MessageId;
  /** Set when the text says what the sender does (`/me`). */
  readonly action?: true;
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
  readonly type: "welcome";
  readonly version: number;
  readonly title: string;
  readonly name: string;
  readonly room: string;
  readonly members: readonly string[];
  readonly count: number;
  readonly seq: number;
  readonly at: number;
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
  | { readonly type: "notice"; readonly code: "slowed"; readonly text: string }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
  | { readonly type: "bye"; readonly reason: ByeReason; readonly text: string };

/** What a server may send. */
export type ServerFrame = RoomEvent | Reply;

/** What became of a line: a frame, or what is wrong with it and the message that it is about, when that much could be read. */
export type Decoded<Frame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: Problem; readonly id?: MessageId };

/** Turns a frame into its line, newline included. */
export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  return JSON.stringify(frame) + "\n";
}

/** Reads a client's line. Unknown fields are ignored; never throws. */
export function decodeClientFrame(line: string): Decoded<ClientFrame> {
  const fields = parseObject(line);
  if (fields === undefined) return { ok: false, problem: { code: "bad-json" } };
  const id = readId(fields.id);
  const wrong = (problem: Problem): Decoded<ClientFrame> => ({
    ok: false,
    problem,
    ...(id !== undefined && { id }),
  });
  const { type, name, text, version, client, word, action } = fields;
  const room = fields.room ?? DEFAULT_ROOM;
  if (typeof room !== "string") return wrong({ code: "bad-field", field: "room" });
  switch (type) {
    case "hello":
      if (typeof name !== "string") return wrong({ code: "bad-field", field: "name" });
      if (version !== undefined && typeof version !== "number") {
        return wrong({ code: "bad-field", field: "version" });
      }
      if (client !== undefined && typeof client !== "string") {
        return wrong({ code: "bad-field", field: "client" });
      }
      return good({
        type,
        name,
        room,
        ...(version !== undefined && { version }),
        ...(client !== undefined && { client }),
      });
    case "say":
      if (typeof text !== "string") return wrong({ code: "bad-field", field: "text" });
      if (fields.id !== undefined && id === undefined) return wrong({ code: "bad-field", field: "id" });
      if (action !== undefined && typeof action !== "boolean") {
        return wrong({ code: "bad-field", field: "action" });
      }
      return good({ type, room, text, ...(id !== undefined && { id }), ...(action === true && { action }) });
    case "nick":
      if (typeof name !== "string") return wrong({ code: "bad-field", field: "name" });
      return good({ type, name });
    case "who":
      return good({ type, room });
    case "quit":
      if (word !== undefined && typeof word !== "string") return wrong({ code: "bad-field", field: "word" });
      return good({ type, ...(word !== undefined && { word }) });
    case "ping":
    case "pong":
      return good({ type });
    default:
      if (typeof type !== "string") return wrong({ code: "bad-field", field: "type" });
      return wrong({ code: "unknown-type", given: type.slice(0, ID_CHARS) });
  }
}

/**
 * Reads a server's line. `undefined` is a frame that this version does not know, or a line that is no frame:
 * a client goes on without it, as a server may be newer. Never throws.
 */
export function decodeServerFrame(line: string): ServerFrame | undefined {
  const fields = parseObject(line);
  if (fields === undefined) return undefined;
  const { type, room, name, at, reason, text, members, count, code, from, to, seq } = fields;
  const id = readId(fields.id);
  switch (type) {
    case "message":
      if (!isText(room) || !isCount(seq) || !isCount(at) || !isText(from) || !isText(text)) return undefined;
      return {
        type,
        room,
        seq,
        at,
        from,
        text,
        ...(id !== undefined && { id }),
        ...(fields.action === true && { action: true }),
      };
    case "joined":
      return isText(room) && isText(name) && isCount(at) ? { type, room, name, at } : undefined;
    case "left": {
      const { word } = fields;
      if (!isText(room) || !isText(name) || !isCount(at) || !isOneOf(LEAVE_REASONS, reason)) return undefined;
      return { type, room, name, reason, at, ...(isText(word) && { word }) };
    }
    case "renamed":
      return isText(room) && isText(from) && isText(to) && isCount(at)
        ? { type, room, from, to, at }
        : undefined;
    case "ack":
      return id !== undefined && isText(room) && isCount(seq) && isCount(at)
        ? { type, id, room, seq, at }
        : undefined;
    case "members":
      if (!isText(room) || !isTexts(members) || !isCount(count)) return undefined;
      return { type, room, members, count, ...(fields.more === true && { more: true }) };
    case "welcome": {
      const { version, title } = fields;
      const limits = readLimits(fields.limits);
      if (!isText(room) || !isText(name) || !isText(title) || !isTexts(members) || limits === undefined) {
        return undefined;
      }
      if (!isCount(count) || !isCount(at) || !isCount(seq) || !isCount(version)) return undefined;
      return { type, version, title, name, room, members, count, seq, at, limits };
    }
    case "error": {
      if (!isText(text)) return undefined;
      const problem = readProblem(fields) ?? { code: "other", given: isText(code) ? code : "" };
      return { type, text, ...(id !== undefined && { id }), ...problem };
    }
    case "notice":
      return isText(text) && code === "slowed" ? { type, code, text } : undefined;
    case "bye":
      return isText(text) && isOneOf(BYE_REASONS, reason) ? { type, reason, text } : undefined;
    case "ping":
    case "pong":
      return { type };
    default:
      return undefined;
  }
}

const LEAVE_REASONS = ["left", "lost", "slow", "removed", "silent"] as const satisfies readonly LeaveReason[];
const BYE_REASONS = [
  "quit",
  "closing",
  "refused",
  "slow",
  "removed",
  "silent",
  "flood",
] as const satisfies readonly ByeReason[];

/** A JSON object of which nothing is known yet. */
type Fields = { readonly [name: string]: unknown };

function good(frame: ClientFrame): Decoded<ClientFrame> {
  return { ok: true, frame };
}

function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // The caller's answer says that this is not JSON; there is nothing more to know.
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isOneOf<Choice extends string>(choices: readonly Choice[], value: unknown): value is Choice {
  return choices.some((choice) => choice === value);
}

function readId(value: unknown): MessageId | undefined {
  if (isCount(value)) return value;
  return isText(value) && value.length <= ID_CHARS && /^[ !#-[\]-~]+$/.test(value) ? value : undefined;
}

function readLimits(value: unknown): AnnouncedLimits | undefined {
  if (!isFields(value)) return undefined;
  const { line, message, name, rate, burst, outbox, pingAfter, pongWithin, idle } = value;
  if (!isCount(line) || !isCount(message) || !isCount(name) || !isCount(outbox)) return undefined;
  if (!isCount(pingAfter) || !isCount(pongWithin)) return undefined;
  const orNull = (limit: unknown): number | null => typeof limit === "number" ? limit : null;
  return {
    line,
    message,
    name,
    outbox,
    pingAfter,
    pongWithin,
    rate: orNull(rate),
    burst: orNull(burst),
    idle: orNull(idle),
  };
}

function readProblem(fields: Fields): Problem | undefined {
  const { code, limit, given, field, versions, name, suggestion, room, length, nearest, usage } = fields;
  switch (code) {
    case "not-utf8":
    case "bad-json":
    case "hello-first":
    case "already-in":
    case "empty":
    case "not-stored":
      return { code };
    case "line-too-long":
    case "full":
    case "address-full":
      return isCount(limit) ? { code, limit } : undefined;
    case "unknown-type":
      return isText(given) ? { code, given } : undefined;
    case "bad-field":
      return isText(field) ? { code, field } : undefined;
    case "bad-version":
      return isCounts(versions) ? { code, versions } : undefined;
    case "bad-name":
    case "name-taken":
      return isText(name) && isText(suggestion) ? { code, name, suggestion } : undefined;
    case "no-room":
      return isText(room) ? { code, room } : undefined;
    case "too-long":
      return isCount(limit) && isCount(length) ? { code, limit, length } : undefined;
    case "unknown-command":
      return isText(given) && isText(nearest) ? { code, given, nearest } : undefined;
    case "usage":
      return isText(usage) ? { code, usage } : undefined;
    default:
      return undefined;
  }
}
