/**
 * How members leave, lose their connection, and are given up.
 *
 * @module
 */

import type { ByeFrame, ByeReason, LeaveReason, RoomEvent } from "../../../protocol.ts";
import type { Seat } from "../../store/accounts.ts";
import { claim, type MemberContext } from "./context.ts";
import type { Person } from "./person.ts";
import type { Session } from "./session.ts";

/** How somebody leaves. */
export interface Leaving {
  /** What the others are told. */
  readonly reason: LeaveReason;
  /** Why they are told goodbye; without it their connection is not there any more. */
  readonly bye?: ByeReason;
  /** Their parting word. */
  readonly word?: string | undefined;
}

/** Notes that a connection has ended by itself: a member who can resume is given the time to. */
export function disconnect(context: MemberContext, session: Session): void {
  const { person } = session;
  if (session.phase !== "in") return end(context, session, { reason: "lost" });
  if (staysWithout(session)) return detach(context, session, undefined, true);
  if (session.isSlow) return leave(context, session, person, { reason: "slow" });
  if (!person.canComeBack || context.limits.grace === 0) {
    return leave(context, session, person, { reason: "lost" });
  }
  context.fanOut.commitPending(); // Who closed only their own side still reads what became of their last words.
  if (session.isSlow) return leave(context, session, person, { reason: "slow" });
  session.detach(undefined);
  person.disconnect(session, context.clock.elapsed());
  context.absent.add(person);
  context.logger({ event: "away", name: person.name, address: person.address });
}

/** Tells whether a session's person has another connection, or one at another server. */
function staysWithout({ person, seat }: Session): boolean {
  return person.sessions.length > 1 || person.seats.some((other) => other !== seat && other.isElsewhere);
}

/** Ends a connection, for whatever reason: with it, its person leaves, unless they have others. */
export function end(context: MemberContext, session: Session, leaving: Leaving): void {
  if (session.phase === "gone") return;
  const { person } = session;
  const { bye } = leaving;
  if (session.phase === "in" && !staysWithout(session)) return leave(context, session, person, leaving);
  if (session.phase === "naming") {
    session.close(farewellOf(context, bye));
    session.finish();
    return context.logger({ event: "closed-unnamed", address: session.peer.address });
  }
  detach(context, session, farewellOf(context, bye), false);
}

/**
 * Takes one of several connections from a person, who stays.
 *
 * @param mayComeBack Whether what its token stands for is kept for a while.
 */
function detach(
  context: MemberContext,
  session: Session,
  farewell: ByeFrame | undefined,
  mayComeBack: boolean,
): void {
  const { person, seat } = session;
  const { clock, limits, absentSeats } = context;
  session.detach(farewell);
  person.disconnect(session, clock.elapsed());
  if (seat === undefined) return;
  if (mayComeBack && !session.isSlow && limits.grace > 0) absentSeats.add(seat, person, clock.elapsed());
  else giveUp(context, person, seat);
}

/** Takes a seat from a person who stays with others. */
export function giveUp(context: MemberContext, person: Person, seat: Seat): void {
  claim(context, undefined, person, { kind: "drop", gives: seat.id, of: seat.stay }, (ruling) => {
    if (ruling === "granted" && person.seats.includes(seat)) context.tokens.giveUp(person, seat);
  });
}

/** Takes the seats from persons who are in with others, where nobody came back to one for too long. */
export function expireSeats(context: MemberContext): void {
  const { absentSeats, clock, limits } = context;
  for (const { seat, person } of absentSeats.expire(clock.elapsed(), limits.grace)) {
    if (person.isHere) giveUp(context, person, seat);
  }
}

/** Has a person leave who has had no connection for too long. */
export function expire(context: MemberContext, person: Person): void {
  leave(context, undefined, person, { reason: "lost" });
}

function farewellOf({ words }: MemberContext, bye: ByeReason | undefined): ByeFrame | undefined {
  return bye && { type: "bye", reason: bye, text: words.bye(bye) };
}

/** Takes a person out of all rooms, and closes their connections once they have read what was told until now. */
function leave(context: MemberContext, session: Session | undefined, person: Person, leaving: Leaving): void {
  const { reason, word } = leaving;
  const goodbye = { reason, ...(word !== undefined && { word }) };
  claim(context, session, person, { kind: "leave", goodbye }, (ruling) => {
    if (ruling === "granted") return takeOut(context, person, leaving);
    if (session?.phase === "in") end(context, session, leaving); // They came with another connection meanwhile, and stay.
  });
}

/** Makes all free that a person has: their name, their account, and their seats. */
export function release(context: MemberContext, person: Person): void {
  const { nicknames, accountHolders, tokens, absent, absentSeats } = context;
  for (const seat of person.seats) absentSeats.delete(seat);
  absent.delete(person);
  nicknames.release(person);
  accountHolders.release(person);
  tokens.noteLeft(person);
}

/** Has somebody be here no more. */
export function takeOut(context: MemberContext, person: Person, { reason, bye, word }: Leaving): void {
  const { fanOut, clock, logger, watchers, moderation } = context;
  const { sessions, name, address, isOurs } = person;
  const farewell = farewellOf(context, bye);
  for (const session of sessions) session.close(farewell);
  release(context, person);
  const departure = { reason, ...(word !== undefined && { word }), at: clock.now() };
  const departures: (RoomEvent | undefined)[] = [];
  // Of all rooms before any publishes: whose last feed has ended is told goodbye, and an answer from another room is lost.
  for (const { room } of person.memberships) for (const session of sessions) session.unfollow(room);
  for (const membership of person.memberships) {
    const { room } = membership;
    moderation.left(person, room.name);
    departures.push(room.leave(membership, departure));
    fanOut.publishPresence(room, bye !== undefined);
  }
  person.leave();
  watchers.left(person, departures);
  for (const session of sessions) session.finish();
  if (isOurs) logger({ event: "left", name, address, reason }); // As that they came is told by the server that they came to.
}
