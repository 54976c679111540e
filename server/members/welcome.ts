/**
 * What somebody who comes in is told first.
 *
 * @module
 */

import { type Limits, NAME_CHARS, PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import type { AnnouncedLimits, EnteredFrame, RoomSnapshot, WelcomeFrame } from "../../protocol.ts";
import type { Membership } from "../rooms.ts";

/** What a welcome says besides what the room knows. */
export type WelcomeDetails = Pick<WelcomeFrame, "title" | "name" | "token"> & { readonly isBack: boolean };

/** What is known of the server and its rooms. */
interface ServerFacts {
  readonly limits: Limits;
  now(): number;
  last(room: string): number;
}

/** The welcome to a room, or to somebody who is in none. */
export function welcomeTo(
  place: Membership | undefined,
  known: ServerFacts,
  about: WelcomeDetails,
): WelcomeFrame {
  const { title, name, token, isBack } = about;
  return {
    type: "welcome",
    version: PROTOCOL_VERSIONS[0] ?? 1,
    title,
    name,
    ...viewOf(place, known),
    token,
    ...(isBack && { resumed: true }),
    limits: announced(known.limits),
  };
}

/** The answer to somebody who has entered one more room. */
export function enteredTo(place: Membership, known: ServerFacts): EnteredFrame {
  return { type: "entered", ...viewOf(place, known) };
}

/** A room as somebody finds it: of its members only as many as a frame holds. */
function viewOf(place: Membership | undefined, known: ServerFacts): RoomSnapshot {
  const at = known.now();
  if (place === undefined) return { room: "", members: [], count: 0, seq: 0, read: 0, at };
  const { room, read } = place;
  return {
    room: room.name,
    members: room.firstNames,
    count: room.size,
    seq: known.last(room.name),
    read,
    ...(room.topic !== undefined && { topic: room.topic }),
    at,
  };
}

function announced(limits: Limits): AnnouncedLimits {
  return {
    line: limits.lineBytes,
    message: limits.messageChars,
    name: NAME_CHARS,
    rooms: limits.roomsPerMember,
    rate: limits.rate?.perSecond ?? null,
    burst: limits.rate?.burst ?? null,
    outbox: limits.outboxBytes,
    pingAfter: limits.pingAfter,
    pongWithin: limits.pongWithin,
    idle: limits.idle,
    grace: limits.grace,
  };
}
