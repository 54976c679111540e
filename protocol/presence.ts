/**
 * Who is there: names, who comes and goes, who is away, and what can be asked about that. Pure.
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
import { bareRequest, type EventReaders, type RequestFields, type RequestKind } from "./frames.ts";
import { SILENT_AFTER } from "./limits.ts";
import { NOTED_RANKS, type NotedRank } from "./ranks.ts";

/** Asks for another name. */
export interface NickRequest {
  /** What this frame is. */
  readonly type: "nick";
  /** The name that is wanted. */
  readonly name: string;
}

/** Asks who is in a room. */
export interface WhoRequest {
  /** What this frame is. */
  readonly type: "who";
  /** Which room. */
  readonly room: string;
  /** Set to get of each for how long they are silent, and who is away. */
  readonly detail?: true;
}

/** Asks about one member. */
export interface WhoisRequest {
  /** What this frame is. */
  readonly type: "whois";
  /** The name of the member. */
  readonly name: string;
}

/** Says that the sender is away. */
export interface AwayRequest {
  /** What this frame is. */
  readonly type: "away";
  /** The reason, if there is one to give. */
  readonly why?: string;
}

/** Says that the sender is back. */
export interface BackRequest {
  /** What this frame is. */
  readonly type: "back";
}

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

/** `nick`. */
export const NICK: RequestKind<NickRequest> = {
  type: "nick",
  read: ({ name }) => isText(name) ? { type: "nick", name } : "name",
};
/** `who`. */
export const WHO: RequestKind<WhoRequest> = { type: "who", read: readWho };
/** `whois`. */
export const WHOIS: RequestKind<WhoisRequest> = {
  type: "whois",
  read: ({ name }) => isText(name) ? { type: "whois", name } : "name",
};
/** `away`. */
export const AWAY: RequestKind<AwayRequest> = { type: "away", read: readAway };
/** `back`. */
export const BACK: RequestKind<BackRequest> = bareRequest("back");

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

function readWho({ room, detail }: RequestFields): WhoRequest | string {
  if (detail !== undefined && typeof detail !== "boolean") return "detail";
  return { type: "who", room, ...(detail === true && { detail }) };
}

function readAway({ why }: RequestFields): AwayRequest | string {
  if (why !== undefined && !isText(why)) return "why";
  return { type: "away", ...(why !== undefined && { why }) };
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
