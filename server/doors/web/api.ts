/**
 * Owns what a script with a token does over HTTP: `POST /say` and `GET /events`.
 * Must not know connections, nor how a message comes into a room.
 * May be called by the web door's own files.
 * Nothing of it is ever closed: a subscription ends with its connection.
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
export { answerSay, SAY_PATH } from "./api/say.ts";
