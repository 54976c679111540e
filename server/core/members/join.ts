/**
 * How members enter more rooms and leave some of them.
 *
 * @module
 */

import type { Problem } from "../../../protocol.ts";
import { shownStanding, type Subject } from "../moderation.ts";
import type { Goodbye, Membership, Room } from "../rooms.ts";
import { badRoom, noRoom } from "../../validation.ts";
import { claim, type MemberContext, type RoomCursor, type RoomCursors } from "./context.ts";
import type { Person } from "./person.ts";
import type { PersonSession } from "./person_session.ts";
import { removeBanned } from "./remove.ts";
import type { Session } from "./session.ts";
import { enteredTo } from "./welcome.ts";

/** Lets a member into one more room, made if there is none; a room that they are in already is only shown again. */
export function join(
  context: MemberContext,
  session: Session,
  cursor: RoomCursor,
  then = (): void => {},
): void {
  const { fanOut, rooms, limits } = context;
  const { person } = session;
  fanOut.commitPending();
  if (session.isLeavingRoom) fanOut.endTurn(); // Who left a moment ago is told so before they are in again.
  const name = rooms.find(cursor.room)?.name ?? cursor.room;
  if (sendRoomAgain(context, session, name)) return then();
  const limit = limits.roomsPerMember;
  const problem = person.memberships.length >= limit
    ? { code: "in-too-many", limit } as const
    : entranceProblem(context, person, cursor.room, cursor.keyHash) ??
      openingProblem(context, session, person, name);
  if (problem !== undefined) {
    session.problem(problem);
    return then();
  }
  claim(context, session, person, { kind: "join", room: name }, (ruling) => {
    // Else they have entered it with another client meanwhile, and were shown it, or are not here any more.
    if (ruling === "granted") {
      enterRoom(context, person, rooms.open(name), { session, after: cursor.after });
      removeBanned(context, person);
    }
    then();
  });
}

/** Checks whether somebody may open a room of that name; they are not told of one that it looks like and that they may not learn of. */
export function openingProblem(
  { rooms, moderation }: MemberContext,
  session: Session,
  subject: Subject,
  name: string,
): Problem | undefined {
  const muted = rooms.isKnown(name) ? undefined : moderation.muteProblem(subject); // Its name is what everybody reads.
  if (muted !== undefined) return muted;
  const problem = rooms.check(name, session);
  const isLike = problem?.code === "bad-room" && problem.like !== undefined;
  return isLike && !moderation.mayLearnOf(subject, problem.like) ? badRoom(name) : problem;
}

/**
 * Checks whether somebody may enter a room, if there is one of that name. Who may not enter a secret one is told what
 * they are told of one that is not there.
 *
 * @param keyHash The hash of the word they gave.
 */
export function entranceProblem(
  { rooms, moderation }: MemberContext,
  subject: Subject,
  name: string,
  keyHash?: string,
): Problem | undefined {
  const room = rooms.find(name);
  const known = room?.name ?? name;
  const problem = moderation.joinProblem(subject, known, keyHash) ??
    moderation.spaceProblem(subject, known, room?.size ?? 0);
  // Who was removed from it knows of it, and is told why.
  const isTold = problem?.code === "banned" || problem?.code === "kicked";
  return problem !== undefined && !isTold && moderation.mode(known).secret ? noRoom(name) : problem;
}

/** Shows a member a room that they are in; `false` when they are not. */
function sendRoomAgain(context: MemberContext, session: Session, name: string): boolean {
  const membership = session.person.membershipIn(name);
  if (membership === undefined) return false;
  context.fanOut.publishNow([membership.room]); // Who came and went until now is in what is shown.
  sendEntered(context, session.person, session, membership);
  return true;
}

/** Has a member enter a room, and shows it to all their connections. @param asker Which one asked, if it is here, and what it has of it. */
export function enterRoom(
  context: MemberContext,
  person: Person,
  room: Room,
  asker?: { readonly session: Session; readonly after: number | undefined },
): void {
  if (person.sessions.length > 0) context.fanOut.commitPending(); // So that what was said before is told them before.
  const membership = addMember(context, person, room, false);
  context.tokens.noteRooms(person);
  for (const each of person.sessions) {
    sendEntered(context, person, each, membership);
    context.replay.catchUp(each, room, each === asker?.session ? asker.after : undefined);
  }
}

/** Makes a person a member of a room, and has all their connections follow it. @param isNew Whether the log cannot know them. */
export function addMember(
  { clock, fanOut, marks, moderation, isMade }: MemberContext,
  person: Person,
  room: Room,
  isNew: boolean,
): Membership {
  if (isMade(room)) moderation.made(person, room.name);
  const membership = room.enter(person, clock.now(), shownStanding(moderation, person, room.name));
  person.join(membership);
  for (const session of person.sessions) session.follow(room);
  fanOut.publishPresence(room);
  marks.restore(person, membership, isNew);
  return membership;
}

/** Has somebody be where they were, too, as far as they may; that they may not is told once. */
export function rejoin(
  context: MemberContext,
  session: Session,
  cursors: RoomCursors,
  then = (): void => {},
): void {
  const rest = [...cursors.values()];
  const next = (): void => {
    const { person } = session;
    const cursor = rest.shift();
    if (cursor === undefined) return then();
    if (person.membershipIn(cursor.room) !== undefined) return next();
    const isFull = person.memberships.length >= context.limits.roomsPerMember;
    join(context, session, cursor, isFull ? then : next);
  };
  next();
}

/** Takes a member out of one room, and tells them so after all that was told there before. */
export function part(
  context: MemberContext,
  session: Session,
  membership: Membership,
  word: string | undefined,
): void {
  const { person } = session;
  const goodbye = { reason: "left", ...(word !== undefined && { word }) } as const;
  claim(context, session, person, { kind: "part", room: membership.room.name, goodbye }, (ruling) => {
    if (ruling === "granted") takeOut(context, person, membership, goodbye);
  });
}

/** Has somebody not be in a room any more: their connections are told so after all that was told there before. */
export function takeOut(
  { tokens, fanOut, clock, moderation }: MemberContext,
  person: Person,
  membership: Membership,
  goodbye: Goodbye,
): void {
  const { room } = membership;
  person.part(membership);
  for (const each of person.sessions) each.unfollow(room);
  moderation.left(person, room.name);
  room.leave(membership, { ...goodbye, at: clock.now() });
  tokens.noteRooms(person);
  fanOut.publishPresence(room, true);
}

/** Tells a connection of a room that its person is in. */
export function sendEntered(
  context: MemberContext,
  person: Person,
  session: PersonSession,
  membership: Membership,
): void {
  session.reply(enteredTo(person, membership, context));
}
