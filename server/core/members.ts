/**
 * The members of a server: who is here, and how they come, move between rooms, and go.
 *
 * Owns: persons, their sessions and names, direct messages, and the grace for members without a connection.
 * Must not know: commands, the hub, doors, sockets, or how frames are encoded.
 * Called by: the hub (connections, sweeps), commands and bots (names, coming and going), doors (sessions).
 * On close: every session is told goodbye; persons stay members in the log, so that they can resume after a restart.
 *
 * @module
 */

export type { Correspondent, FarDelivery, FarLetter } from "./members/direct_messages.ts";
export type { Elsewhere, HolderElsewhere, MemberElsewhere, SeatElsewhere } from "./members/elsewhere.ts";
export { judge } from "./members/judge.ts";
export { SWEEP_EVERY } from "./members/liveness.ts";
export { Members } from "./members/members.ts";
export { Nicknames } from "./members/nicknames.ts";
export type { Removal } from "./members/remove.ts";
export type { RoomCursor, RoomCursors } from "./members/context.ts";
export type { Identity } from "./members/identity.ts";
export type { Peer, PersonalDelivery } from "./members/peer.ts";
export type { Person } from "./members/person.ts";
export type { PersonSession } from "./members/person_session.ts";
export type { PresenceWatcher, ToldDeed } from "./members/watchers.ts";
export type { Session } from "./members/session.ts";
