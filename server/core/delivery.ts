/**
 * Delivery: bytes to one connection, which never waits and never blocks anybody else.
 *
 * Owns: the bounded outbox of each connection, the turn at whose end outboxes are drained, encoding once per format, paging.
 * Must not know: rooms, sessions, doors, sockets, files; a {@linkcode Sink} and a {@linkcode Format} are given to it.
 * Called by: rooms and members (offering, paging), doors and bots (an outbox each), the wiring (the turn).
 * On close: an outbox writes what is queued for at most {@linkcode DRAIN_WITHIN}, or drops it when it is aborted.
 *
 * @module
 */

export { EncodedEvents, encodeFor, encodeText, type Replacement } from "./delivery/encoded_events.ts";
export type { Format } from "./delivery/format.ts";
export { DRAIN_WITHIN, Outbox, type OutboxOwner, type OutboxRules, type Sink } from "./delivery/outbox.ts";
export { BulkQueue } from "./delivery/bulk_queue.ts";
export { type Listing, Pager, type PageReader, type PageRequest, type PageSource } from "./delivery/pager.ts";
export { type Rate, RateLimiter } from "./delivery/rate_limit.ts";
export { NO_TIMER, Turn, type TurnTimer } from "./delivery/turn.ts";
