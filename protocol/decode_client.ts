/**
 * A client's line as a frame. Pure.
 *
 * @module
 */

import type { ClientFrame, Resume } from "./client_frames.ts";
import { isCount, isFields, isText, isZoneOffset, parseObject, readId } from "./fields.ts";
import type { Decoded } from "./frames.ts";
import type { Problem } from "./problem.ts";
import { DEFAULT_ROOM, ID_CHARS } from "./limits.ts";

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
  const { type, name, text, to, version, client, word, why, query, zone, cursor, detail } = fields;
  const { action, before, after, since, limit, seq } = fields;
  const bad = (field: string): Decoded<ClientFrame> => wrong({ code: "bad-field", field });
  const room = fields.room ?? DEFAULT_ROOM;
  if (!isText(room)) return bad("room");
  const resume = readResume(fields.resume);
  const optionalId = id !== undefined && { id };
  const isBadId = fields.id !== undefined && id === undefined;
  switch (type) {
    case "hello":
      if (!isText(name)) return bad("name");
      if (version !== undefined && typeof version !== "number") return bad("version");
      if (client !== undefined && !isText(client)) return bad("client");
      if (fields.resume !== undefined && resume === undefined) return bad("resume");
      return good({
        type,
        name,
        room,
        ...(resume !== undefined && { resume }),
        ...(version !== undefined && { version }),
        ...(client !== undefined && { client }),
      });
    case "say":
      if (!isText(text)) return bad("text");
      if (isBadId) return bad("id");
      if (action !== undefined && typeof action !== "boolean") return bad("action");
      return good({ type, room, text, ...optionalId, ...(action === true && { action }) });
    case "private":
      if (!isText(to)) return bad("to");
      if (!isText(text)) return bad("text");
      if (isBadId) return bad("id");
      if (action !== undefined && typeof action !== "boolean") return bad("action");
      return good({ type, to, text, ...optionalId, ...(action === true && { action }) });
    case "nick":
    case "whois":
      return isText(name) ? good({ type, name }) : bad("name");
    case "join":
      if (after !== undefined && !isCount(after)) return bad("after");
      return good({ type, room, ...(after !== undefined && { after }) });
    case "part":
      if (word !== undefined && !isText(word)) return bad("word");
      return good({ type, room, ...(word !== undefined && { word }) });
    case "topic":
      if (text !== undefined && !isText(text)) return bad("text");
      if (isBadId) return bad("id");
      return good({ type, room, ...(text !== undefined && { text }), ...optionalId });
    case "who":
      if (detail !== undefined && typeof detail !== "boolean") return bad("detail");
      return good({ type, room, ...(detail === true && { detail }) });
    case "away":
      if (why !== undefined && !isText(why)) return bad("why");
      return good({ type, ...(why !== undefined && { why }) });
    case "history":
      if (before !== undefined && !isCount(before)) return bad("before");
      if (after !== undefined && !isCount(after)) return bad("after");
      if (since !== undefined && !isCount(since)) return bad("since");
      if (limit !== undefined && !isCount(limit)) return bad("limit");
      return good({
        type,
        room,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
        ...(since !== undefined && { since }),
        ...(limit !== undefined && { limit }),
      });
    case "search":
      if (!isText(query)) return bad("query");
      if (zone !== undefined && !isZoneOffset(zone)) return bad("zone");
      if (limit !== undefined && !isCount(limit)) return bad("limit");
      if (cursor !== undefined && !isText(cursor)) return bad("cursor");
      if (isBadId) return bad("id");
      return good({
        type,
        query,
        ...(zone !== undefined && { zone }),
        ...(limit !== undefined && { limit }),
        ...(cursor !== undefined && { cursor }),
        ...optionalId,
      });
    case "read":
      return isCount(seq) ? good({ type, room, seq }) : bad("seq");
    case "quit":
      if (word !== undefined && !isText(word)) return bad("word");
      return good({ type, ...(word !== undefined && { word }) });
    case "rooms":
    case "back":
    case "catchup":
    case "ping":
    case "pong":
      return good({ type });
    default:
      if (!isText(type)) return bad("type");
      return wrong({ code: "unknown-type", given: type.slice(0, ID_CHARS) });
  }
}

function good(frame: ClientFrame): Decoded<ClientFrame> {
  return { ok: true, frame };
}

function readResume(value: unknown): Resume | undefined {
  if (!isFields(value) || typeof value.token !== "string" || !isFields(value.after)) return undefined;
  const after: Record<string, number> = {};
  for (const [room, seq] of Object.entries(value.after)) {
    if (!isCount(seq)) return undefined;
    after[room] = seq;
  }
  return { token: value.token, after };
}
