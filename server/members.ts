/**
 * server/members.ts
 *
 * @module
 */
export { HeldMessages } from "./members/direct_messages.ts";
export { type RoomCursor, type RoomCursors, Stays } from "./members/enter.ts";
export { checkLiveness, earlyPings } from "./members/liveness.ts";
export { Nicknames } from "./members/nicknames.ts";
export type { Peer } from "./members/peer.ts";
export { Session } from "./members/session.ts";
