/**
 * server/bots.ts
 *
 * @module
 */
export { type BotPost, BotPosting, type PostOutcome } from "./bots/posting.ts";
export { type RoomCursor, Subscriptions } from "./bots/subscriptions.ts";
