/**
 * A server's line as a frame. Pure.
 *
 * @module
 */

import {
  type Fields,
  isCount,
  isCounts,
  isFields,
  isOneOf,
  isText,
  isTexts,
  parseObject,
  readId,
} from "./fields.ts";
import type { AnnouncedLimits, ByeReason, LeaveReason, Problem, ServerFrame } from "./frames.ts";

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
        ...(fields.past === true && { past: true }),
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
      const { version, title, token } = fields;
      const limits = readLimits(fields.limits);
      if (!isText(room) || !isText(name) || !isText(title) || !isTexts(members) || limits === undefined) {
        return undefined;
      }
      if (!isCount(count) || !isCount(at) || !isCount(seq) || !isCount(version)) return undefined;
      if (!isText(token)) return undefined;
      return {
        type,
        version,
        title,
        name,
        room,
        members,
        count,
        seq,
        at,
        token,
        ...(fields.resumed === true && { resumed: true }),
        limits,
      };
    }
    case "error": {
      if (!isText(text)) return undefined;
      const problem = readProblem(fields) ?? { code: "other", given: isText(code) ? code : "" };
      return { type, text, ...(id !== undefined && { id }), ...problem };
    }
    case "history": {
      const { more } = fields;
      return isText(room) && isCount(count) && typeof more === "boolean"
        ? { type, room, count, more }
        : undefined;
    }
    case "notice":
      if (!isText(text)) return undefined;
      if (code === "slowed") return { type, code, text };
      if (code !== "gap" || !isText(room) || !isCount(from) || !isCount(to)) return undefined;
      return { type, code, text, room, from, to };
    case "bye":
      if (!isText(text) || !isOneOf(BYE_REASONS, reason)) return undefined;
      return { type, reason, text, ...(isCount(fields.back) && { back: fields.back }) };
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

function readLimits(value: unknown): AnnouncedLimits | undefined {
  if (!isFields(value)) return undefined;
  const { line, message, name, rate, burst, outbox, pingAfter, pongWithin, idle, grace } = value;
  if (!isCount(line) || !isCount(message) || !isCount(name) || !isCount(outbox)) return undefined;
  if (!isCount(pingAfter) || !isCount(pongWithin) || !isCount(grace)) return undefined;
  const orNull = (limit: unknown): number | null => typeof limit === "number" ? limit : null;
  return {
    line,
    message,
    name,
    outbox,
    pingAfter,
    pongWithin,
    grace,
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
