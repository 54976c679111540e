/**
 * server/bots.ts
 *
 * @module
 */
export { type Outcome, type Saying, Speakers } from "./bots/posting.ts";
export { Listeners, type Wish } from "./bots/subscriptions.ts";
