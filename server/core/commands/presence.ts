/**
 * Members of rooms, whois, and being away.
 *
 * @module
 */

import { AWAY_CHARS, MEMBERS_PER_FRAME, PRESENCES_PER_FRAME } from "../../../protocol/limits.ts";
import type { Presence, Reply } from "../../../protocol.ts";
import type { CommandContext } from "./context.ts";
import { type Member, type Room, rosterOf, type ServerClock } from "../rooms.ts";
import { shownStanding } from "../moderation.ts";
import { cleanReason, noRoom } from "../../validation.ts";
import type { Session } from "../members.ts";
import { findPerson, type Frame, mayLearnOf } from "./checks.ts";

/** Lists the members of a room. */
export function who(context: CommandContext, session: Session, frame: Frame<"who">): void {
  const room = context.rooms.find(frame.room);
  if (room === undefined || !mayLearnOf(context, session, room)) return session.problem(noRoom(frame.room));
  session.sendPaged(membersOf(context, room, frame.detail === true));
}

/** Makes a list in parts that fit into a line each. A member who leaves while it is read is not in the rest of it. */
function* membersOf(context: CommandContext, room: Room, inDetail: boolean): Generator<Reply, void> {
  const size = inDetail ? PRESENCES_PER_FRAME : MEMBERS_PER_FRAME;
  const all = [...room.members];
  for (let at = 0; at === 0 || at < all.length; at += size) {
    const part = all.slice(at, at + size).filter((membership) => room.has(membership));
    const isLast = at + size >= all.length;
    yield {
      type: "members",
      room: room.name,
      ...rosterOf(part),
      count: room.size,
      ...(inDetail && { presence: part.map(({ member }) => presenceIn(context, member, room)) }),
      ...(!isLast && { more: true }),
    };
  }
}

function presenceIn({ clock, members, moderation }: CommandContext, member: Member, room: Room): Presence {
  const person = members.nicknames.findPerson(member.publicId);
  return {
    ...presenceOf(clock, member),
    ...(person !== undefined && shownStanding(moderation, person, room.name)),
  };
}

function presenceOf(clock: ServerClock, { activeAt, away }: Member): Presence {
  const idle = Math.max(0, Math.round(clock.elapsed() - activeAt));
  return { idle, ...(away !== undefined && { away }) };
}

/** Describes a person: their rooms, since when they are here, and how they are present. */
export function whois(context: CommandContext, session: Session, frame: Frame<"whois">): void {
  const person = findPerson(context, session, frame.name, { asked: true });
  if (person === undefined) return;
  const { name, publicId, memberships, since } = person;
  const known = memberships.filter(({ room }) => mayLearnOf(context, session, room));
  const rooms = known.map(({ room }) => room.name);
  session.reply({
    type: "whois",
    name,
    person: publicId,
    rooms,
    since,
    ...presenceOf(context.clock, person),
    ...shownStanding(context.moderation, person),
  });
}

/** Sets the away message of a person. */
export function away({ members, moderation }: CommandContext, session: Session, frame: Frame<"away">): void {
  const isHeard = moderation.muteProblem(session.person) === undefined;
  const why = isHeard ? cleanReason(frame.why ?? "", AWAY_CHARS) : "";
  members.setAway(session.person, why);
  session.person.reply({ type: "away", why });
}

/** Clears the away message of a person. */
export function back({ members }: CommandContext, session: Session): void {
  members.setAway(session.person, undefined);
  session.person.reply({ type: "back" });
}
