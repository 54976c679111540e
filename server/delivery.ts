/**
 * server/delivery.ts
 *
 * @module
 */
export { Chunk, encodeOne, pack } from "./delivery/encoded.ts";
export type { Format } from "./delivery/format.ts";
export { Outbox, type OutboxRules, type Owner, type Sink } from "./delivery/outbox.ts";
export { Backlog, type Listing, type Reader, type Reading, type Shelf } from "./delivery/pager.ts";
export { TokenBucket } from "./delivery/rate_limit.ts";
export { Turn } from "./delivery/turn.ts";
