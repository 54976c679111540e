/**
 * What somebody may do to a person, as their menu offers it. Pure.
 *
 * @module
 */

import type { Deed } from "../../protocol.ts";
import { DELETE_OWN_FOR } from "../../protocol/limits.ts";
import { mayDo, type Standing } from "../../protocol/rights.ts";

/** Deeds on a person, in the order in which a menu shows them. */
const ON_PERSONS = [
  "mute",
  "unmute",
  "kick",
  "ban",
  "op",
  "deop",
  "voice",
  "devoice",
  "clear",
  "report",
] as const;

/** A deed on a person. */
export type PersonDeed = (typeof ON_PERSONS)[number];

/** Where a deed can count: in the room in view, or on the whole server. */
export type DeedScope = "room" | "server";

/** Deeds that count in a room only, whoever does them. */
const IN_ROOMS: readonly Deed[] = ["op", "deop", "voice", "devoice", "clear", "delete"];

/** Lists where somebody may do a deed, the room first. @param isInRoom Whether a room is in view. */
export function scopesOf(standing: Standing, deed: Deed, isInRoom: boolean): readonly DeedScope[] {
  const inRoom = isInRoom && mayDo(standing, deed, "room");
  const onServer = !IN_ROOMS.includes(deed) && mayDo(standing, deed, "server");
  return [...inRoom ? ["room" as const] : [], ...onServer ? ["server" as const] : []];
}

/**
 * Tells whether somebody may delete a message: their own for a while, and those of others where they are in charge.
 *
 * @param age How long ago it was said, in ms.
 */
export function mayDelete(standing: Standing, isOwn: boolean, age: number): boolean {
  return (isOwn && age <= DELETE_OWN_FOR) || mayDo(standing, "clear", "room");
}

/** Lists the deeds that somebody may do to others. @param isInRoom Whether a room is in view. */
export function deedsOnPersons(standing: Standing, isInRoom: boolean): readonly PersonDeed[] {
  return ON_PERSONS.filter((deed) => scopesOf(standing, deed, isInRoom).length > 0);
}
