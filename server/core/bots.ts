/**
 * Bots: programs with a token that post and listen without being members.
 *
 * Owns: how fast a token may post, and every subscription.
 * Must not know: the hub, commands, sessions, doors or sockets.
 * Called by: the web door (posts, subscriptions), and the wiring (sweeps, the end).
 * On close: every subscriber is told goodbye, and the connections end once that is written.
 *
 * @module
 */

export type { BotContext } from "./bots/context.ts";
export { type BotPost, BotPosting, type PostOutcome } from "./bots/posting.ts";
export { type RoomCursor, Subscriptions } from "./bots/subscriptions.ts";
