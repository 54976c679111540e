/**
 * Who is there: who comes and goes, is renamed, away or back, and what is answered about that. Pure.
 *
 * @module
 */

import {
  type Fields,
  isCount,
  isFields,
  isOneOf,
  isText,
  isTexts,
  personField,
  personsField,
} from "./fields.ts";
import type { EventReaders } from "./frames.ts";
import { SILENT_AFTER } from "./limits.ts";
import { NOTED_RANKS, type NotedRank } from "./ranks.ts";

/** Why somebody is no longer in a room: they said so, the connection broke, they did not read, were removed, or said nothing for too long. */
export type LeaveReason = "left" | "lost" | "slow" | "removed" | "silent";

/** Every {@linkcode LeaveReason}. */
export const LEAVE_REASONS = [
  "left",
  "lost",
  "slow",
  "removed",
  "silent",
] as const satisfies readonly LeaveReason[];

/** What somebody is where they are seen; nothing of a guest who may speak like all others. */
export interface PersonStanding {
  /** Set when their name is their own. */
  readonly account?: true;
  /** What they are in the room, or on the server where there is no room in question. */
  readonly rank?: NotedRank;
  /** Set when nobody hears them, there or on the whole server. */
  readonly muted?: true;
}

/** Somebody has come into a room. */
export interface JoinedFrame extends PersonStanding {
  /** What this frame is. */
  readonly type: "joined";
  /** Which room. */
  readonly room: string;
  /** Who. */
  readonly name: string;
  /** Their id, which they keep whatever they are called. */
  readonly person?: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** Somebody is no longer in a room. */
export interface LeftFrame {
  /** What this frame is. */
  readonly type: "left";
  /** Which room. */
  readonly room: string;
  /** Who. */
  readonly name: string;
  /** Their id. */
  readonly person?: string;
  /** Why. */
  readonly reason: LeaveReason;
  /** Their parting word; of somebody who was removed, why. */
  readonly word?: string;
  /** Who removed them. */
  readonly by?: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** In a large room more came and went within a second than are named: how many are in it now. */
export interface CrowdFrame {
  /** What this frame is. */
  readonly type: "crowd";
  /** Which room. */
  readonly room: string;
  /** How many are in it now. */
  readonly count: number;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** Somebody has another name, in all their rooms: sent once to everyone who shares one with them. */
export interface RenamedFrame {
  /** What this frame is. */
  readonly type: "renamed";
  /** Their name until now. */
  readonly from: string;
  /** Their name from now on. */
  readonly to: string;
  /** Their id, which is the same. */
  readonly person?: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** How a member is present. */
export interface Presence extends PersonStanding {
  /** Milliseconds since their last line. */
  readonly idle: number;
  /** Set when they are away: why, or empty when they gave no reason. */
  readonly away?: string;
}

/** Who is in a room, or a part of that list. */
export interface MembersFrame {
  /** What this frame is. */
  readonly type: "members";
  /** Which room. */
  readonly room: string;
  /** The names of this part. */
  readonly members: readonly string[];
  /** The ids of those members, in the same order. */
  readonly persons?: readonly string[];
  /** How many are in the room in all. */
  readonly count: number;
  /** How each of them is present, when that was asked for. */
  readonly presence?: readonly Presence[];
  /** Set on every part but the last. */
  readonly more?: true;
}

/** What is known of one member: the answer to `whois`. */
export interface WhoisFrame extends Presence {
  /** What this frame is. */
  readonly type: "whois";
  /** Who. */
  readonly name: string;
  /** Their id. */
  readonly person?: string;
  /** The rooms that they are in. */
  readonly rooms: readonly string[];
  /** Since when they are here, in ms since 1970. */
  readonly since: number;
}

/** The member's own state has changed: away. */
export interface AwayFrame {
  /** What this frame is. */
  readonly type: "away";
  /** Why; empty when they gave no reason. */
  readonly why: string;
}

/** The member's own state has changed: no longer away. */
export interface BackFrame {
  /** What this frame is. */
  readonly type: "back";
}

/** What everyone in a room gets about who comes and goes. */
export type PresenceEvent = JoinedFrame | LeftFrame | CrowdFrame;

/** What one member gets about members, and about their own state. */
export type PresenceReply = RenamedFrame | MembersFrame | WhoisFrame | AwayFrame | BackFrame;

/** The readers of what the server sends about members. */
export const PRESENCE_EVENTS: EventReaders<PresenceEvent | PresenceReply> = {
  joined: (fields) => {
    const { room, name, at } = fields;
    if (!isText(room) || !isText(name) || !isCount(at)) return undefined;
    return { type: "joined", room, name, ...personField(fields), ...readPersonStanding(fields), at };
  },
  left: readLeft,
  crowd: ({ room, count, at }) =>
    isText(room) && isCount(count) && isCount(at) ? { type: "crowd", room, count, at } : undefined,
  renamed: (fields) => {
    const { from, to, at } = fields;
    if (!isText(from) || !isText(to) || !isCount(at)) return undefined;
    return { type: "renamed", from, to, ...personField(fields), at };
  },
  members: readMembers,
  whois: readWhois,
  away: ({ why }) => isText(why) ? { type: "away", why } : undefined,
  back: () => ({ type: "back" }),
};

/** Tells whether a member is to be shown as silent. */
export function isSilent({ idle }: Presence): boolean {
  return idle >= SILENT_AFTER;
}

function readLeft(fields: Fields): LeftFrame | undefined {
  const { room, name, at, reason, word, by } = fields;
  if (!isText(room) || !isText(name) || !isCount(at) || !isText(reason)) return undefined;
  // Whatever a newer server gives as the reason: they are gone.
  const known = isOneOf(LEAVE_REASONS, reason) ? reason : "left";
  return {
    type: "left",
    room,
    name,
    ...personField(fields),
    reason: known,
    at,
    ...(isText(word) && { word }),
    ...(isText(by) && { by }),
  };
}

function readMembers(fields: Fields): MembersFrame | undefined {
  const { room, members, count, more } = fields;
  const presence = readPresences(fields.presence);
  if (!isText(room) || !isTexts(members) || !isCount(count)) return undefined;
  if (fields.presence !== undefined && presence === undefined) return undefined;
  return {
    type: "members",
    room,
    members,
    ...personsField(fields, members),
    count,
    ...(presence !== undefined && { presence }),
    ...(more === true && { more }),
  };
}

function readWhois(fields: Fields): WhoisFrame | undefined {
  const { name, rooms, since } = fields;
  const presence = readPresence(fields);
  if (!isText(name) || !isTexts(rooms) || !isCount(since) || presence === undefined) return undefined;
  return { type: "whois", name, ...personField(fields), rooms, since, ...presence };
}

function readPresence(value: unknown): Presence | undefined {
  if (!isFields(value) || !isCount(value.idle)) return undefined;
  const { idle, away } = value;
  if (away !== undefined && !isText(away)) return undefined;
  return { idle, ...(away !== undefined && { away }), ...readPersonStanding(value) };
}

/** Reads what somebody is; what this version does not know is left out. */
function readPersonStanding({ account, rank, muted }: Fields): PersonStanding {
  return {
    ...(account === true && { account }),
    ...(isOneOf(NOTED_RANKS, rank) && { rank }),
    ...(muted === true && { muted }),
  };
}

function readPresences(value: unknown): readonly Presence[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const presences = value.flatMap((one) => readPresence(one) ?? []);
  return presences.length === value.length ? presences : undefined;
}
