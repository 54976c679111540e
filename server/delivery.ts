/**
 * server/delivery.ts
 *
 * @module
 */
export { EncodedEvents, encodeFrame, encodeText } from "./delivery/encoded.ts";
export type { Format } from "./delivery/format.ts";
export { Outbox, type OutboxOwner, type OutboxRules, type Sink } from "./delivery/outbox.ts";
export { type Listing, Pager, type PageReader, type PageRequest, type PageSource } from "./delivery/pager.ts";
export { RateLimiter } from "./delivery/rate_limit.ts";
export { Turn } from "./delivery/turn.ts";
