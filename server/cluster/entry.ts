/**
 * A turn as the stream has it: what one server wants in one turn of its loop, in its order. It carries no numbers of
 * messages and no time: those are given where it is applied.
 *
 * @module
 */

import type { LeaveReason, MessageId, SecondThoughts } from "../../protocol.ts";
import { readSecondThoughts } from "../../protocol/second_thoughts.ts";
import { LEAVE_REASONS } from "../../protocol/presence.ts";
import type { StoredAccess } from "../log.ts";

/** The version of the format; a server that reads a higher one stops rather than guess. */
export const TURN_VERSION = 1;

/** The most items of one turn, and the most bytes: NATS takes 1 MiB as one message. */
export const MOST_ITEMS = 512;
export const MOST_BYTES = 512 * 1024;

/** A name and its key, as the server computed it that proposes it: applying must not look into tables of characters. */
export type Keyed = readonly [name: string, key: string];

/** What somebody is told of somebody who goes. */
export interface GoodbyeItem {
  readonly reason: LeaveReason;
  readonly word?: string;
  readonly by?: string;
}

/** Whose it is: the person's number in the cluster, the seat that it comes from, 0 for none, and in which of its stays. */
interface Owned {
  readonly p: number;
  readonly t: number;
  readonly y: number;
}

/** Something that a server wants. */
export type Item =
  | Owned & {
    readonly k: "say";
    /** The key of the room. */
    readonly r: string;
    readonly x: string;
    readonly id?: MessageId;
    readonly a?: true;
    readonly o?: true;
    /** What it is about, as `message` frames have it: an answer, a changed text, a reaction. */
    readonly about?: SecondThoughts;
  }
  | {
    readonly k: "enter";
    readonly name: Keyed;
    readonly pub: string;
    readonly home: number;
    readonly seat?: { readonly hash: string; readonly id?: number; readonly access: StoredAccess };
    readonly room?: Keyed;
  }
  | Owned & { readonly k: "resume" }
  | Owned & { readonly k: "rename"; readonly name: Keyed }
  | Owned & { readonly k: "join"; readonly room: Keyed }
  | Owned & { readonly k: "part"; readonly r: string; readonly bye: GoodbyeItem }
  | Owned & { readonly k: "leave"; readonly bye: GoodbyeItem }
  | { readonly k: "away"; readonly p: number; readonly why?: string }
  /** Up to where people have read rooms. */
  | { readonly k: "read"; readonly m: readonly (readonly [p: number, room: string, seq: number])[] }
  /** A server is up; `run` is another one each time. */
  | {
    readonly k: "up";
    readonly run: string;
    readonly version: string;
    readonly addresses: readonly string[];
  }
  /** A server is not heard any more, or says that it goes: what it says from now on counts no more. */
  | { readonly k: "gone"; readonly epoch: number };

/** One message of the stream. */
export interface Turn {
  readonly v: number;
  /** The epoch of the server, 0 for one that has none yet. */
  readonly e: number;
  /** Counts the turns of an epoch from 1. */
  readonly n: number;
  /** Where in the stream its author stood, and the digest of all up to there. */
  readonly s: number;
  readonly d: string;
  readonly i: readonly Item[];
}

/** Encodes a turn. */
export function encodeTurn(turn: Turn): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(turn));
}

/** Decodes a turn; `newer` for one of a later version, `undefined` for what is none. */
export function decodeTurn(bytes: Uint8Array): Turn | "newer" | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (!isFields(value) || !isCount(value.v)) return undefined;
  if (value.v > TURN_VERSION) return "newer";
  const { v, e, n, s, d, i } = value;
  if (!isCount(e) || !isCount(n) || !isCount(s) || typeof d !== "string" || !Array.isArray(i)) {
    return undefined;
  }
  return i.every(isItem) ? { v, e, n, s, d, i } : undefined;
}

type Fields = { readonly [name: string]: unknown };

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isKeyed(value: unknown): value is Keyed {
  return Array.isArray(value) && value.length === 2 && value.every(isText);
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isGoodbye(value: unknown): value is GoodbyeItem {
  return isFields(value) && LEAVE_REASONS.some((reason) => reason === value.reason) &&
    isOptional(value.word, isText) && isOptional(value.by, isText);
}

function isAccess(value: unknown): value is StoredAccess {
  return isFields(value) && typeof value.isSecure === "boolean" && isText(value.net) &&
    [value.account, value.credential, value.home].every((number) => isOptional(number, isCount));
}

function isSeat(value: unknown): boolean {
  return isFields(value) && isText(value.hash) && isOptional(value.id, isCount) && isAccess(value.access);
}

function isMark(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && isCount(value[0]) && isText(value[1]) &&
    isCount(value[2]);
}

/** Tells whether a value is what {@linkcode SecondThoughts} says, and nothing else. */
function isSecondThoughts(value: unknown): value is SecondThoughts {
  if (!isFields(value)) return false;
  const known: Fields = { ...readSecondThoughts(value) };
  return Object.keys(value).every((name) => known[name] !== undefined);
}

function isOwned({ p, t, y }: Fields): boolean {
  return isCount(p) && isCount(t) && isCount(y);
}

function isItem(value: unknown): value is Item {
  if (!isFields(value)) return false;
  switch (value.k) {
    case "say":
      return isOwned(value) && isText(value.r) && isText(value.x) &&
        isOptional(value.id, (id) => isText(id) || typeof id === "number") &&
        isOptional(value.a, (a) => a === true) && isOptional(value.o, (o) => o === true) &&
        isOptional(value.about, isSecondThoughts);
    case "enter":
      return isKeyed(value.name) && isText(value.pub) && isCount(value.home) &&
        isOptional(value.seat, isSeat) &&
        isOptional(value.room, isKeyed);
    case "resume":
      return isOwned(value);
    case "rename":
      return isOwned(value) && isKeyed(value.name);
    case "join":
      return isOwned(value) && isKeyed(value.room);
    case "part":
      return isOwned(value) && isText(value.r) && isGoodbye(value.bye);
    case "leave":
      return isOwned(value) && isGoodbye(value.bye);
    case "away":
      return isCount(value.p) && isOptional(value.why, isText);
    case "read":
      return Array.isArray(value.m) && value.m.every(isMark);
    case "up":
      return isText(value.run) && isText(value.version) && Array.isArray(value.addresses) &&
        value.addresses.every(isText);
    case "gone":
      return isCount(value.epoch);
    default:
      return false;
  }
}
