/**
 * What a script with a token does over HTTP: `POST /say` and `GET /events`.
 *
 * Owns: their requests, their answers, and server-sent events as a format.
 * Must not know: connections, or how a message comes into a room.
 * Called by: the web door.
 * On close: a subscription ends with its connection; nothing else is kept.
 *
 * @module
 */

export {
  type AcceptedEventsRequest,
  EVENTS_PATH,
  eventsFormat,
  type EventsRequest,
  HEARTBEAT,
  parseEventsRequest,
} from "./api/events.ts";
export { refuse, refuseForNow } from "./api/refusal.ts";
export { answerSay, SAY_PATH } from "./api/say.ts";
export { authenticate, tokenIn } from "./api/token.ts";
