/**
 * server/members.ts
 *
 * @module
 */
export { Mail } from "./members/direct_messages.ts";
export { Stays, type Wish, type Wishes } from "./members/enter.ts";
export { earlyPings, judge } from "./members/liveness.ts";
export { People } from "./members/nicknames.ts";
export type { Peer } from "./members/peer.ts";
export { Session } from "./members/session.ts";
