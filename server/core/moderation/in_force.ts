/**
 * What is in force on one server: bans, ranks in rooms, what rooms are set to; and whom of it is meant.
 *
 * @module
 */

import type { RoomMode } from "../../../protocol/room_mode.ts";
import type { Standing } from "../../../protocol/rights.ts";
import type { Ban, BanList } from "./ban_list.ts";
import type { Grants } from "./grants.ts";
import { PLAIN_ROOM, type RoomSettings } from "./room_settings.ts";
import { roleOf, type Subject } from "./subject.ts";

/** The server's own settings stand under the name of no room. */
export const SERVER = "";

/** What is in force. */
export interface InForce {
  readonly bans: BanList;
  readonly grants: Grants;
  /** What rooms are set to that are not like all others. */
  readonly settings: ReadonlyMap<string, RoomSettings>;
  /** Who was in a room while it was locked, and may come back: by what they are known by. */
  readonly wereIn: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gives what somebody is on the server, and in a room. */
export function standingOf({ grants }: InForce, subject: Subject, room?: string): Standing {
  const grant = room === undefined ? undefined : grants.get(subject, room);
  return { role: roleOf(subject), ...(grant !== undefined && grant !== "invited" && { grant }) };
}

/** Gives what a room is like. */
export function modeOf({ settings }: InForce, room: string): RoomMode {
  return settings.get(room)?.mode ?? PLAIN_ROOM.mode;
}

/**
 * Tells whether what hits somebody is in force for them: nothing is for the owner, and for a moderator only what names
 * them. Who is in charge of a room is meant there by their own name only, and not by what others are meant by, too.
 */
export function isMeant({ grants }: InForce, subject: Subject, { marks, room }: Ban): boolean {
  const role = roleOf(subject);
  if (role === "owner") return false;
  if (role === "moderator") return marks.some(({ kind }) => kind === "account");
  return room === undefined || grants.get(subject, room) !== "operator" ||
    !marks.some(({ kind }) => kind === "pattern" || kind === "net");
}

/** Tells whether somebody is of those whom a list of a room names. */
export function isListed(
  { bans }: InForce,
  subject: Subject,
  room: string,
  effect: "except" | "welcome",
): boolean {
  return bans.findAnywhere(subject, [effect]).some((one) => one.room === room);
}
