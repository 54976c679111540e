/**
 * What people in charge do: the frame that asks for it, and what it is answered with. Pure.
 *
 * @module
 */

import { type Fields, isCount, isFields, isOneOf, isText, readId } from "./fields.ts";
import type { EventReaders, MessageId } from "./frames.ts";
import { NOTED_RANKS, type NotedRank } from "./ranks.ts";
import { readRoomMode, type RoomMode } from "./room_mode.ts";

/** Every {@linkcode Deed}. */
export const DEEDS = [
  "kick",
  "mute",
  "unmute",
  "ban",
  "unban",
  "except",
  "welcome",
  "bans",
  "op",
  "deop",
  "voice",
  "devoice",
  "invite",
  "lock",
  "unlock",
  "slow",
  "readonly",
  "accounts",
  "inviteonly",
  "key",
  "limit",
  "secret",
  "topics",
  "outside",
  "quiet",
  "delete",
  "clear",
  "undo",
  "report",
  "reports",
  "guests",
  "approve",
  "waiting",
  "admit",
  "audit",
] as const;

/** What somebody in charge does. */
export type Deed = (typeof DEEDS)[number];

/** The longest time of a deed, in ms: ten years, which is for good. A longer one counts as that. */
export const LONGEST_DEED = 10 * 365 * 86_400_000;

/** Asks for a deed. Which fields it takes stands with each; others are ignored. */
export interface ModRequest {
  /** What this frame is. */
  readonly type: "mod";
  /** What to do. */
  readonly do: Deed;
  /** The room in which it counts; without it, the whole server. */
  readonly room?: string;
  /** Set where it is to count on the whole server if the sender is a moderator there, and else in the room. */
  readonly wide?: true;
  /** On whom: a name, or with `*` or `?` in it a pattern of names. */
  readonly name?: string;
  /** The id of the person who is meant: it is refused when they are not called so any more. */
  readonly person?: string;
  /** On which address, or network as `192.0.2.0/24`, in the place of a name. */
  readonly net?: string;
  /** With `ban` of a name: the address that they come from, whoever else comes from there. */
  readonly by?: "address";
  /** With `ban`: nothing is done, and the answer tells whom it would hit. */
  readonly dry?: true;
  /** The number of the message that it is about. */
  readonly seq?: number;
  /** The number of the ban, report or waiting person that it is about. */
  readonly n?: number;
  /** For how long, in ms; for good without it. */
  readonly for?: number;
  /** Why. */
  readonly why?: string;
  /** What a room is set to: a switch, a number (`slow` in ms, `limit` in members), or a word (`accounts`, `key`). */
  readonly value?: boolean | number | string;
  /** The sender's own name for it: the answer has it, too. */
  readonly id?: MessageId;
  /** Whom it is on where people write masks, as on IRC. No frame has it on the wire: a door knows what its people mean. */
  readonly mask?: Mask;
}

/** Several people, and who is like them, as somebody has written it. */
export interface Mask {
  /** As it was written: lists show it so. */
  readonly written: string;
  /** The ids of those who are here and fit it. */
  readonly persons: readonly string[];
}

/** A deed is done: the answer to the one who asked for it. */
export interface DoneFrame {
  /** What this frame is. */
  readonly type: "done";
  /** What was done. */
  readonly do: Deed;
  /** The sender's own name for it. */
  readonly id?: MessageId;
  /** The room in which it counts; nothing for the whole server. */
  readonly room?: string;
  /** On whom, or on what. */
  readonly name?: string;
  /** The number of the ban, or of the message. */
  readonly n?: number;
  /** Until when, in ms since 1970. */
  readonly until?: number;
  /** How many others who are here it hits; with `net`, how many come from there and are not hit. */
  readonly also?: number;
  /** The address of somebody who was banned, where others are here from it: a ban of it would hit them, too. */
  readonly net?: string;
  /** What the room is set to. */
  readonly value?: boolean | number | string;
  /** For how long it can be undone (`undo`), in ms. */
  readonly undo?: number;
  /** Set when nothing was done, as it was only asked whom it would hit. */
  readonly dry?: true;
}

/** A room is like this from now on. */
export interface ModeFrame {
  /** What this frame is. */
  readonly type: "mode";
  /** Which room. */
  readonly room: string;
  /** What it is like. */
  readonly mode: RoomMode;
  /** Who made it so. */
  readonly by: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** Something was done about somebody that their room is to know: who may say nothing, who is an operator now. */
export interface ModeratedFrame {
  /** What this frame is. */
  readonly type: "moderated";
  /** In which room; nothing where it counts on the whole server. */
  readonly room?: string;
  /** What was done. */
  readonly do: Deed;
  /** To whom. */
  readonly name: string;
  /** By whom. */
  readonly by: string;
  /** When, in ms since 1970. */
  readonly at: number;
  /** Until when it counts, in ms since 1970. */
  readonly until?: number;
  /** Why, if that was said. */
  readonly why?: string;
  /** What they are from then on, where that was changed: in the room, or on the server. Nothing above a member without it. */
  readonly rank?: NotedRank;
  /** Set where a room is told of what counts on the whole server. */
  readonly wide?: true;
}

/** A line of a list that was asked for with `bans`, `reports`, `waiting` or `audit`. */
export interface ModLine {
  /** Its number. */
  readonly n: number;
  /** What was done, or is in force. */
  readonly do: Deed;
  /** On whom or what: a name, a pattern, an address. */
  readonly subject: string;
  /** In which room; nothing for the whole server. */
  readonly room?: string;
  /** Who did it. */
  readonly by: string;
  /** When, in ms since 1970. */
  readonly at: number;
  /** Until when, in ms since 1970; nothing for what is for good. */
  readonly until?: number;
  /** Why. */
  readonly why?: string;
  /** The number of the message that it is about. */
  readonly seq?: number;
}

/** A list of bans, reports, people who wait, or of all that was done. */
export interface ModListFrame {
  /** What this frame is. */
  readonly type: "modlist";
  /** What was asked for. */
  readonly do: Deed;
  /** The lines of this part. */
  readonly lines: readonly ModLine[];
  /** With `waiting`: whether who comes is let in one by one. */
  readonly value?: boolean;
  /** Set on every part but the last. */
  readonly more?: true;
}

/** What the server sends about what people in charge do. */
export type DeedReply = DoneFrame | ModListFrame | ModeFrame | ModeratedFrame;

/** The readers of what the server sends about deeds. */
export const DEED_EVENTS: EventReaders<DeedReply> = {
  done: readDone,
  modlist: readList,
  mode: readModeFrame,
  moderated: readModerated,
};

/** Tells whether something can be what a deed sets. */
export function isValue(value: unknown): value is boolean | number | string {
  return typeof value === "boolean" || isCount(value) || isText(value);
}

function readDone(fields: Fields): DoneFrame | undefined {
  const { do: deed, room, name, n, until, also, net, value, undo, dry } = fields;
  const id = readId(fields.id);
  if (!isOneOf(DEEDS, deed)) return undefined;
  return {
    type: "done",
    do: deed,
    ...(id !== undefined && { id }),
    ...(isText(room) && { room }),
    ...(isText(name) && { name }),
    ...(isCount(n) && { n }),
    ...(isCount(until) && { until }),
    ...(isCount(also) && { also }),
    ...(isText(net) && { net }),
    ...(isValue(value) && { value }),
    ...(isCount(undo) && { undo }),
    ...(dry === true && { dry }),
  };
}

function readList({ do: deed, lines, value, more }: Fields): ModListFrame | undefined {
  if (!isOneOf(DEEDS, deed) || !Array.isArray(lines)) return undefined;
  const read = lines.flatMap((line) => readLine(line) ?? []); // What a newer server lists besides is not known here.
  return {
    type: "modlist",
    do: deed,
    lines: read,
    ...(typeof value === "boolean" && { value }),
    ...(more === true && { more }),
  };
}

function readLine(value: unknown): ModLine | undefined {
  if (!isFields(value)) return undefined;
  const { n, do: deed, subject, room, by, at, until, why, seq } = value;
  if (!isCount(n) || !isOneOf(DEEDS, deed) || !isText(subject) || !isText(by) || !isCount(at)) {
    return undefined;
  }
  return {
    n,
    do: deed,
    subject,
    ...(isText(room) && { room }),
    by,
    at,
    ...(isCount(until) && { until }),
    ...(isText(why) && { why }),
    ...(isCount(seq) && { seq }),
  };
}

function readModeFrame({ room, mode, by, at }: Fields): ModeFrame | undefined {
  if (!isText(room) || !isText(by) || !isCount(at)) return undefined;
  return { type: "mode", room, mode: readRoomMode(mode), by, at };
}

function readModerated(
  { room, do: deed, name, by, at, until, why, rank, wide }: Fields,
): ModeratedFrame | undefined {
  if (!isText(name) || !isOneOf(DEEDS, deed) || !isText(by) || !isCount(at)) return undefined;
  return {
    type: "moderated",
    ...(isText(room) && { room }),
    do: deed,
    name,
    by,
    at,
    ...(isCount(until) && { until }),
    ...(isText(why) && { why }),
    ...(isOneOf(NOTED_RANKS, rank) && { rank }),
    ...(wide === true && { wide }),
  };
}
