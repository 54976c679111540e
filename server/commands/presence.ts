/**
 * Who is where, and who is away.
 *
 * @module
 */

import { AWAY_CHARS, MEMBERS_PER_FRAME, PRESENCES_PER_FRAME } from "../../protocol/limits.ts";
import { cleanLine, firstChars } from "../../protocol/text.ts";
import type { Presence, Reply } from "../../protocol.ts";
import type { Hub } from "../hub.ts";
import type { Member, Room } from "../rooms.ts";
import { noRoom } from "../validation.ts";
import type { Session } from "../members.ts";
import { findPerson, type Frame } from "./lookups.ts";

/** Tells who is in a room. */
export function who(hub: Hub, session: Session, frame: Frame<"who">): void {
  const room = hub.rooms.find(frame.room);
  if (room === undefined) return session.problem(noRoom(frame.room));
  session.read(membersOf(hub, room, frame.detail === true));
}

/** A long list comes in parts, so that each fits into a line. Who leaves while it is read is not in the rest of it. */
function* membersOf(hub: Hub, room: Room, inDetail: boolean): Generator<Reply, void> {
  const size = inDetail ? PRESENCES_PER_FRAME : MEMBERS_PER_FRAME;
  const all = [...room.members];
  for (let at = 0; at === 0 || at < all.length; at += size) {
    const part = all.slice(at, at + size).filter((place) => room.has(place));
    const isLast = at + size >= all.length;
    yield {
      type: "members",
      room: room.name,
      members: part.map(({ member }) => member.name),
      count: room.size,
      ...(inDetail && { presence: part.map(({ member }) => presenceOf(hub, member)) }),
      ...(!isLast && { more: true }),
    };
  }
}

function presenceOf(hub: Hub, { activeAt, away }: Member): Presence {
  const idle = Math.max(0, Math.round(hub.elapsed() - activeAt));
  return { idle, ...(away !== undefined && { away }) };
}

/** Tells where somebody is. */
export function whois(hub: Hub, session: Session, frame: Frame<"whois">): void {
  const person = findPerson(hub, session, frame.name);
  if (person === undefined) return;
  const { name, memberships, since } = person;
  const rooms = memberships.map(({ room }) => room.name);
  session.reply({ type: "whois", name, rooms, since, ...presenceOf(hub, person) });
}

/** Notes that somebody is away. */
export function away(session: Session, frame: Frame<"away">): void {
  session.away = firstChars(cleanLine(frame.why ?? ""), AWAY_CHARS);
  session.reply({ type: "away", why: session.away });
}

/** Notes that somebody is back. */
export function back(session: Session): void {
  session.away = undefined;
  session.reply({ type: "back" });
}
