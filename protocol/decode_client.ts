/**
 * A client's line as a frame. Pure.
 *
 * @module
 */

import { isCount, isFields, parseObject, readId } from "./fields.ts";
import type { ClientFrame, Decoded, Problem, Resume } from "./frames.ts";
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
  const { type, name, text, version, client, word, action, before, after, since, limit } = fields;
  const room = fields.room ?? DEFAULT_ROOM;
  if (typeof room !== "string") return wrong({ code: "bad-field", field: "room" });
  const resume = readResume(fields.resume);
  switch (type) {
    case "hello":
      if (typeof name !== "string") return wrong({ code: "bad-field", field: "name" });
      if (version !== undefined && typeof version !== "number") {
        return wrong({ code: "bad-field", field: "version" });
      }
      if (client !== undefined && typeof client !== "string") {
        return wrong({ code: "bad-field", field: "client" });
      }
      if (fields.resume !== undefined && resume === undefined) {
        return wrong({ code: "bad-field", field: "resume" });
      }
      return good({
        type,
        name,
        room,
        ...(resume !== undefined && { resume }),
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
    case "history":
      if (before !== undefined && !isCount(before)) return wrong({ code: "bad-field", field: "before" });
      if (after !== undefined && !isCount(after)) return wrong({ code: "bad-field", field: "after" });
      if (since !== undefined && !isCount(since)) return wrong({ code: "bad-field", field: "since" });
      if (limit !== undefined && !isCount(limit)) return wrong({ code: "bad-field", field: "limit" });
      return good({
        type,
        room,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
        ...(since !== undefined && { since }),
        ...(limit !== undefined && { limit }),
      });
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
