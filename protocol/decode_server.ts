/**
 * A server's line as a frame. Pure.
 *
 * @module
 */

import { readProblem } from "./decode_problem.ts";
import {
  type Fields,
  isCount,
  isFields,
  isOneOf,
  isRanges,
  isText,
  isTexts,
  parseObject,
  readId,
} from "./fields.ts";
import type { ByeReason, LeaveReason } from "./frames.ts";
import type {
  AnnouncedLimits,
  Presence,
  RoomSnapshot,
  RoomSummary,
  ServerFrame,
  Topic,
} from "./server_frames.ts";

/**
 * Reads a server's line. `undefined` is a frame that this version does not know, or a line that is no frame:
 * a client goes on without it, as a server may be newer. Never throws.
 */
export function decodeServerFrame(line: string): ServerFrame | undefined {
  const fields = parseObject(line);
  if (fields === undefined) return undefined;
  const { type, room, name, at, reason, text, members, count, code, from, to, seq, why } = fields;
  const id = readId(fields.id);
  const optionalId = id !== undefined && { id };
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
        ...optionalId,
        ...(fields.action === true && { action: true }),
        ...(fields.topic === true && { topic: true }),
        ...(fields.past === true && { past: true }),
      };
    case "private":
      if (!isText(from) || !isText(to) || !isCount(at) || !isText(text)) return undefined;
      return { type, from, to, at, text, ...optionalId, ...(fields.action === true && { action: true }) };
    case "joined":
      return isText(room) && isText(name) && isCount(at) ? { type, room, name, at } : undefined;
    case "crowd":
      return isText(room) && isCount(count) && isCount(at) ? { type, room, count, at } : undefined;
    case "left": {
      const { word } = fields;
      if (!isText(room) || !isText(name) || !isCount(at) || !isText(reason)) return undefined;
      // Whatever a newer server gives as the reason: they are gone.
      const known = isOneOf(LEAVE_REASONS, reason) ? reason : "left";
      return { type, room, name, reason: known, at, ...(isText(word) && { word }) };
    }
    case "renamed":
      return isText(from) && isText(to) && isCount(at) ? { type, from, to, at } : undefined;
    case "ack":
      return id !== undefined && isText(room) && isCount(seq) && isCount(at)
        ? { type, id, room, seq, at }
        : undefined;
    case "delivered":
      if (!isText(to) || !isCount(at)) return undefined;
      return { type, to, at, ...optionalId, ...(fields.waited === true && { waited: true }) };
    case "members": {
      if (!isText(room) || !isTexts(members) || !isCount(count)) return undefined;
      const presence = readPresences(fields.presence);
      if (fields.presence !== undefined && presence === undefined) return undefined;
      return {
        type,
        room,
        members,
        count,
        ...(presence !== undefined && { presence }),
        ...(fields.more === true && { more: true }),
      };
    }
    case "rooms": {
      const rooms = readRoomLines(fields.rooms);
      if (rooms === undefined || !isCount(count)) return undefined;
      return { type, rooms, count, ...(fields.more === true && { more: true }) };
    }
    case "topic": {
      const topic = readTopic(fields.topic);
      if (!isText(room) || (fields.topic !== undefined && topic === undefined)) return undefined;
      return { type, room, ...(topic !== undefined && { topic }) };
    }
    case "whois": {
      const { rooms, since } = fields;
      const presence = readPresence(fields);
      if (!isText(name) || !isTexts(rooms) || !isCount(since) || presence === undefined) return undefined;
      return { type, name, rooms, since, ...presence };
    }
    case "away":
      return isText(why) ? { type, why } : undefined;
    case "parted":
      return isText(room) ? { type, room } : undefined;
    case "entered": {
      const view = readRoomView(fields);
      return view === undefined ? undefined : { type, ...view };
    }
    case "welcome": {
      const { version, title, token } = fields;
      const [view, limits] = [readRoomView(fields), readLimits(fields.limits)];
      if (view === undefined || limits === undefined) return undefined;
      if (!isText(name) || !isText(title) || !isText(token) || !isCount(version)) return undefined;
      return {
        type,
        version,
        title,
        name,
        ...view,
        token,
        ...(fields.resumed === true && { resumed: true }),
        limits,
      };
    }
    case "error": {
      if (!isText(text)) return undefined;
      const problem = readProblem(fields) ?? { code: "other", given: isText(code) ? code : "" };
      return { type, text, ...optionalId, ...problem };
    }
    case "history": {
      const { more } = fields;
      return isText(room) && isCount(count) && typeof more === "boolean"
        ? { type, room, count, more }
        : undefined;
    }
    case "hit": {
      const { marks } = fields;
      if (!isText(room) || !isCount(seq) || !isCount(at) || !isText(from) || !isText(text)) return undefined;
      if (!isRanges(marks)) return undefined;
      return {
        type,
        room,
        seq,
        at,
        from,
        text,
        ...(fields.action === true && { action: true }),
        ...(fields.topic === true && { topic: true }),
        marks,
        ...(fields.near === true && { near: true }),
        ...optionalId,
      };
    }
    case "found": {
      const { more, partial } = fields;
      if (!isCount(count)) return undefined;
      return {
        type,
        count,
        ...(isText(more) && { more }),
        ...(partial === true && { partial }),
        ...optionalId,
      };
    }
    case "unread": {
      const { mentions } = fields;
      if (!isText(room) || !isCount(count) || !isCount(mentions) || !isCount(seq)) return undefined;
      if (!isCount(at) || !isText(from) || !isText(text)) return undefined;
      return { type, room, count, mentions, seq, at, from, text };
    }
    case "caught-up": {
      const { rooms, mentions } = fields;
      return isCount(rooms) && isCount(mentions) ? { type, rooms, mentions } : undefined;
    }
    case "notice":
      if (!isText(text)) return undefined;
      if (code === "slowed") return { type, code, text };
      if (code === "away") return isText(name) && isText(why) ? { type, code, text, name, why } : undefined;
      if (code === "waiting") return isText(name) ? { type, code, text, name, ...optionalId } : undefined;
      if (code !== "gap" || !isText(room) || !isCount(from) || !isCount(to)) return undefined;
      return { type, code, text, room, from, to };
    case "bye": {
      if (!isText(text) || !isText(reason)) return undefined;
      // Whatever a newer server gives as the reason: it is over, and may be tried again.
      const known = isOneOf(BYE_REASONS, reason) ? reason : "closing";
      return { type, reason: known, text, ...(isCount(fields.back) && { back: fields.back }) };
    }
    case "back":
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
  "replaced",
] as const satisfies readonly ByeReason[];

function readRoomView(fields: Fields): RoomSnapshot | undefined {
  const { room, members, count, seq, read, at } = fields;
  const topic = readTopic(fields.topic);
  if (!isText(room) || !isTexts(members) || !isCount(count)) return undefined;
  if (!isCount(seq) || !isCount(read) || !isCount(at)) return undefined;
  if (fields.topic !== undefined && topic === undefined) return undefined;
  return { room, members, count, seq, read, ...(topic !== undefined && { topic }), at };
}

function readTopic(value: unknown): Topic | undefined {
  if (!isFields(value)) return undefined;
  const { text, from, at } = value;
  return isText(text) && isText(from) && isCount(at) ? { text, from, at } : undefined;
}

function readPresence(value: unknown): Presence | undefined {
  if (!isFields(value) || !isCount(value.idle)) return undefined;
  const { idle, away } = value;
  if (away !== undefined && !isText(away)) return undefined;
  return { idle, ...(away !== undefined && { away }) };
}

function readPresences(value: unknown): readonly Presence[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const presences = value.flatMap((one) => readPresence(one) ?? []);
  return presences.length === value.length ? presences : undefined;
}

function readRoomLines(value: unknown): readonly RoomSummary[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lines = value.flatMap((one) => readRoomLine(one) ?? []);
  return lines.length === value.length ? lines : undefined;
}

function readRoomLine(value: unknown): RoomSummary | undefined {
  if (!isFields(value)) return undefined;
  const { room, count, topic } = value;
  if (!isText(room) || !isCount(count) || (topic !== undefined && !isText(topic))) return undefined;
  return { room, count, ...(topic !== undefined && { topic }) };
}

function readLimits(value: unknown): AnnouncedLimits | undefined {
  if (!isFields(value)) return undefined;
  const { line, message, name, rooms, rate, burst, outbox, pingAfter, pongWithin, idle, grace } = value;
  if (!isCount(line) || !isCount(message) || !isCount(name) || !isCount(outbox)) return undefined;
  if (!isCount(rooms) || !isCount(pingAfter) || !isCount(pongWithin) || !isCount(grace)) return undefined;
  const orNull = (limit: unknown): number | null => typeof limit === "number" ? limit : null;
  return {
    line,
    message,
    name,
    rooms,
    outbox,
    pingAfter,
    pongWithin,
    grace,
    rate: orNull(rate),
    burst: orNull(burst),
    idle: orNull(idle),
  };
}
