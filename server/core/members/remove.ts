/**
 * How somebody is removed by others: from a room, or from the server. Nothing more reaches them after that.
 *
 * @module
 */

import { isAtLeast } from "../../../protocol/rights.ts";
import type { ByeFrame, Problem, RoomEvent } from "../../../protocol.ts";
import type { Goodbye, Membership } from "../rooms.ts";
import { claim, type MemberContext } from "./context.ts";
import { release } from "./leave.ts";
import type { Person } from "./person.ts";

/** Why somebody is removed. */
export interface Removal {
  /** Who does it: a name. */
  readonly by: string;
  /** What the room is told; may be empty. */
  readonly why: string;
  /** What the person is told. */
  readonly problem: Problem;
}

/** Removes somebody from the server: every connection is told why, and ends. */
export function removeFromServer(context: MemberContext, person: Person, removal: Removal): void {
  claim(context, undefined, person, { kind: "leave", goodbye: goodbyeOf(removal) }, (ruling) => {
    if (ruling === "granted") takeFromServer(context, person, removal);
  });
}

/** Has somebody be here no more who was removed. */
export function takeFromServer(context: MemberContext, person: Person, removal: Removal): void {
  const { why, problem } = removal;
  const { fanOut, clock, logger, words, watchers, moderation } = context;
  const { sessions, name, address } = person;
  const farewell: ByeFrame = {
    type: "bye",
    reason: "removed",
    text: words.bye("removed"),
    ...(why !== "" && { why }),
  };
  for (const session of sessions) {
    session.discard();
    session.problem(problem);
    session.detach(farewell);
  }
  for (const { room } of person.memberships) moderation.left(person, room.name);
  release(context, person);
  const departures: (RoomEvent | undefined)[] = [];
  for (const membership of person.memberships) {
    departures.push(membership.room.leave(membership, { ...goodbyeOf(removal), at: clock.now() }));
    fanOut.publishSoon(membership.room);
  }
  person.leave();
  watchers.left(person, departures);
  logger({ event: "left", name, address, reason: "removed" });
}

/** Removes somebody from one room. */
export function removeFromRoom(
  context: MemberContext,
  person: Person,
  membership: Membership,
  removal: Removal,
): void {
  const { name: room } = membership.room;
  claim(context, undefined, person, { kind: "part", room, goodbye: goodbyeOf(removal) }, (ruling) => {
    if (ruling === "granted") takeFromRoom(context, person, membership, removal);
  });
}

/**
 * Removes somebody from where a ban keeps them out: one that another process has written, or one that was on its way when it
 * was found that they may come in, as in a cluster it may be in force before they are in. Rooms are closed to no moderator.
 */
export function removeBanned(context: MemberContext, person: Person): void {
  const { moderation } = context;
  const banned = moderation.banProblem(person);
  if (banned !== undefined) return removeFromServer(context, person, removalBy(banned));
  if (isAtLeast(moderation.standing(person).role, "moderator")) return;
  for (const membership of person.memberships) {
    const problem = moderation.banProblem(person, membership.room.name);
    if (problem !== undefined) removeFromRoom(context, person, membership, removalBy(problem));
  }
}

function removalBy(problem: NonNullable<ReturnType<MemberContext["moderation"]["banProblem"]>>): Removal {
  return { by: problem.by, why: problem.why, problem };
}

/** Has somebody not be in a room any more who was removed from it. */
export function takeFromRoom(
  { tokens, fanOut, clock, moderation }: MemberContext,
  person: Person,
  membership: Membership,
  removal: Removal,
): void {
  const { room } = membership;
  person.part(membership);
  for (const session of person.sessions) {
    session.problem(removal.problem);
    session.cutOff(room);
  }
  moderation.left(person, room.name);
  room.leave(membership, { ...goodbyeOf(removal), at: clock.now() });
  tokens.noteRooms(person);
  fanOut.publishSoon(room);
}

function goodbyeOf({ by, why }: Removal): Goodbye {
  return { reason: "removed", ...(why !== "" && { word: why }), by };
}
