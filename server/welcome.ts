/**
 * What somebody who comes in is told first.
 *
 * @module
 */

import { type Limits, NAME_CHARS, PROTOCOL_VERSIONS, ROSTER_PART } from "../protocol/limits.ts";
import type { AnnouncedLimits, WelcomeFrame } from "../protocol.ts";
import type { Room } from "./room.ts";

/** What the frame says besides what the room knows. */
export type Welcoming = Pick<WelcomeFrame, "title" | "name" | "seq" | "at" | "token"> & {
  readonly isBack: boolean;
};

/** The welcome to a room: of its members only as many as a frame holds. */
export function welcomeTo(room: Room, limits: Limits, { isBack, ...about }: Welcoming): WelcomeFrame {
  const { title, name, seq, at, token } = about;
  return {
    type: "welcome",
    version: PROTOCOL_VERSIONS[0] ?? 1,
    title,
    name,
    room: room.name,
    members: room.names(0, ROSTER_PART),
    count: room.size,
    seq,
    read: 0,
    at,
    token,
    ...(isBack && { resumed: true }),
    limits: announced(limits),
  };
}

function announced(limits: Limits): AnnouncedLimits {
  return {
    line: limits.lineBytes,
    message: limits.messageChars,
    name: NAME_CHARS,
    rooms: limits.roomsEach,
    rate: limits.rate?.perSecond ?? null,
    burst: limits.rate?.burst ?? null,
    outbox: limits.outboxBytes,
    pingAfter: limits.pingAfter,
    pongWithin: limits.pongWithin,
    idle: limits.idle,
    grace: limits.grace,
  };
}
