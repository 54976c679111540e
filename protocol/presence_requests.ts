/**
 * What people ask about who is there, and what they say of themselves: names, being away, being back. Pure.
 *
 * @module
 */

import { isText } from "./fields.ts";
import { bareRequest, type RequestFields, type RequestKind } from "./frames.ts";

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

function readWho({ room, detail }: RequestFields): WhoRequest | string {
  if (detail !== undefined && typeof detail !== "boolean") return "detail";
  return { type: "who", room, ...(detail === true && { detail }) };
}

function readAway({ why }: RequestFields): AwayRequest | string {
  if (why !== undefined && !isText(why)) return "why";
  return { type: "away", ...(why !== undefined && { why }) };
}
