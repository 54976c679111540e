/**
 * The first frame that a person gets who comes in, and the one for each room that they enter.
 *
 * @module
 */

import { type Limits, NAME_CHARS, PROTOCOL_VERSIONS } from "../../../protocol/limits.ts";
import type {
  AnnouncedLimits,
  EnteredFrame,
  RoomSnapshot,
  Standing,
  WelcomeFrame,
} from "../../../protocol.ts";
import { type AccountRole, NO_CLAIM } from "../../store/accounts.ts";
import type { Moderation, Subject } from "../moderation.ts";
import type { Membership } from "../rooms.ts";

/** The fields of a welcome that are not about the room. */
export type WelcomeDetails = Pick<WelcomeFrame, "title" | "name" | "person" | "token"> & {
  readonly account: AccountRole | undefined;
  /** The token by which they stay logged in, if they have asked for one. */
  readonly session?: string | undefined;
  readonly isBack: boolean;
  readonly created?: false | undefined;
};

/** The parts of a server that a welcome tells of. */
interface ServerFacts {
  readonly limits: Limits;
  readonly clock: { now(): number };
  readonly pages: { last(room: string): number };
  readonly otherServers: () => readonly string[];
  readonly moderation: Moderation;
}

/** Makes the welcome to a room, or to somebody who is in none. */
export function welcomeTo(
  subject: Subject,
  membership: Membership | undefined,
  facts: ServerFacts,
  details: WelcomeDetails,
): WelcomeFrame {
  const { title, name, person, token, isBack, created, account, session } = details;
  return {
    type: "welcome",
    version: PROTOCOL_VERSIONS[0] ?? 1,
    title,
    name,
    person,
    ...viewOf(subject, membership, facts),
    token,
    ...standingOf(account),
    ...(session !== undefined && { session }),
    ...(isBack && { resumed: true }),
    ...(created === false && { created }),
    ...serversOf(facts),
    limits: announced(facts.limits),
  };
}

/** Tells where else one may go on. */
function serversOf({ otherServers }: ServerFacts): Pick<WelcomeFrame, "servers"> {
  const servers = otherServers();
  return servers.length === 0 ? {} : { servers };
}

/** Tells on the wire what somebody has proved to be; nothing of a guest. */
export function standingOf(account: AccountRole | undefined): Standing {
  if (account === undefined) return {};
  const { id, role } = account;
  return { ...(id !== NO_CLAIM && { account: true as const }), ...(role !== "member" && { role }) };
}

/** Makes the answer to somebody who has entered one more room. */
export function enteredTo(person: Subject, membership: Membership, facts: ServerFacts): EnteredFrame {
  return { type: "entered", ...viewOf(person, membership, facts) };
}

/** Describes a room as somebody finds it: of its members only as many as a frame holds. */
function viewOf(person: Subject, membership: Membership | undefined, facts: ServerFacts): RoomSnapshot {
  const at = facts.clock.now();
  if (membership === undefined) return { room: "", members: [], persons: [], count: 0, seq: 0, read: 0, at };
  const { room, read } = membership;
  const mode = facts.moderation.mode(room.name);
  const { grant } = facts.moderation.standing(person, room.name);
  return {
    room: room.name,
    ...room.first,
    count: room.size,
    seq: facts.pages.last(room.name),
    read,
    ...(room.topic !== undefined && { topic: room.topic }),
    ...(Object.keys(mode).length > 0 && { mode }),
    ...(grant !== undefined && { rank: grant }),
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
