/**
 * `GET /events`: a script subscribes to a room as server-sent events (HTML, section 9.2). Pure.
 *
 * @module
 */

import { isCount } from "../../../../protocol/fields.ts";
import { DEFAULT_ROOM } from "../../../../protocol/limits.ts";
import { encodeFrame, type ServerFrame } from "../../../../protocol.ts";
import type { Words } from "../../../../words/en.ts";
import type { Format } from "../../../core/delivery.ts";
import type { BotToken } from "../../../store/accounts.ts";
import type { BotPosting, RoomCursor, Subscriptions } from "../../../core/bots.ts";
import { shortenRoom } from "../../../validation.ts";
import { type Answer, encodeAnswer, plainAnswer, type Request } from "../http.ts";
import { authenticate } from "./token.ts";

/** The path of the events. */
export const EVENTS_PATH = "/events";

/** After how many ms a subscriber whose connection breaks is to connect again. */
const RETRY = 3000;

/** Server-sent events as a format: each frame is one event, and a message's number its id. */
export const eventsFormat: Format = {
  door: "events",
  encode: asEvent,
  encodeHistory: (messages) => messages.map((message) => asEvent({ ...message, past: true })).join(""),
  aroundHistory: ["", ""],
};

/** A comment, which means nothing: it keeps the connection open. */
export const HEARTBEAT: Uint8Array = new TextEncoder().encode(":\n\n");

/** A request for events that is answered with them: whose token, from where on, and the head of the answer. */
export interface AcceptedEventsRequest {
  readonly isAccepted: true;
  readonly key: BotToken;
  readonly cursor: RoomCursor;
  readonly head: Uint8Array;
}

/** What a request for events came to: events, or another answer. */
export type EventsRequest = AcceptedEventsRequest | { readonly isAccepted: false; readonly answer: Answer };

/** Parses a request for events, and finds out whether it is allowed. */
export function parseEventsRequest(
  request: Request,
  posting: BotPosting,
  subscriptions: Subscriptions,
  words: Words,
  host: string,
): EventsRequest {
  const refused = (answer: Answer): EventsRequest => ({ isAccepted: false, answer });
  const { method, query, headers } = request;
  if (method !== "GET") return refused(plainAnswer(405, words.doors.onlyGet, [["Allow", "GET"]]));
  const bearer = authenticate(request, posting, words);
  if (!bearer.isKnown) return refused(bearer.answer);
  const asked = query.get("room") ?? DEFAULT_ROOM;
  const room = subscriptions.findRoom(asked, bearer.key, host);
  if (room === undefined) {
    return refused(plainAnswer(404, words.doors.noRoom(shortenRoom(asked).replace(/^#/, ""))));
  }
  const written = headers.get("last-event-id") ?? query.get("after") ?? ""; // The header comes first: it is the newer one.
  const after = /^\d+$/.test(written) ? Number(written) : undefined;
  if (written !== "" && !isCount(after)) {
    return refused(plainAnswer(400, words.problem({ code: "bad-field", field: "after" })));
  }
  return { isAccepted: true, key: bearer.key, cursor: { room, after }, head: HEAD };
}

/** The head of the answer. `X-Accel-Buffering` is for nginx, which would buffer events. */
const HEAD = encodeAnswer({
  status: 200,
  headers: [
    ["Content-Type", "text/event-stream; charset=utf-8"],
    ["Cache-Control", "no-store"],
    ["X-Accel-Buffering", "no"],
  ],
  body: new TextEncoder().encode(`retry: ${RETRY}\n\n`),
}, { isEndless: true });

function asEvent(frame: ServerFrame): string {
  switch (frame.type) {
    case "message":
      return `id: ${frame.seq}\ndata: ${encodeFrame(frame)}\n`;
    case "joined":
    case "crowd":
    case "left":
    case "renamed":
    case "mode":
    case "moderated":
    case "notice":
      return `data: ${encodeFrame(frame)}\n`;
    case "bye": {
      const retry = frame.back === undefined ? RETRY : frame.back * 1000;
      return `event: ${frame.reason}\nretry: ${retry}\ndata: ${encodeFrame(frame)}\n`;
    }
    case "welcome":
    case "servers":
    case "challenge":
    case "claimed":
    case "devices":
    case "invitation":
    case "upload":
    case "file":
    case "text":
    case "account":
    case "entered":
    case "parted":
    case "private":
    case "delivered":
    case "history":
    case "hit":
    case "found":
    case "read":
    case "unread":
    case "caught-up":
    case "members":
    case "rooms":
    case "topic":
    case "whois":
    case "away":
    case "back":
    case "error":
    case "done":
    case "modlist":
    case "ack":
    case "ping":
    case "pong":
      return ""; // Answers to what a subscriber cannot send.
  }
}
