/**
 * What mutes, bans and exceptions from them have in common: whom they are about, and how they are stored and applied.
 *
 * @module
 */

import { type BanEffect, BY_OWNER, type DeedWrite, type StoredBan } from "../../../store/log.ts";
import type { Person } from "../../members.ts";
import { MOST_BANS, subjectKey } from "../../moderation.ts";
import { act, done, refuse, type Wanted } from "./act.ts";
import type { Aim } from "./aim.ts";

/** How long a mute lasts, and the ban of a guest, unless a time is given, in ms. */
export const MUTED_FOR = 600_000;
export const GUEST_BANNED_FOR = 86_400_000;
/** For how long a ban of many, and what was cleared, can be taken back, in ms. */
export const UNDO_WITHIN = 30_000;

/** Stores a ban or mute, and applies it to everybody whom it hits. */
export function restrict(wanted: Wanted, effect: BanEffect, aim: Aim): void {
  const { context: { moderation }, actor, room, why } = wanted;
  if (moderation.bans.size >= MOST_BANS) return refuse(wanted, { code: "too-many-bans", limit: MOST_BANS });
  const { subject, marks, hit, until, shared, isWide } = aim;
  const ban: StoredBan = {
    n: 0,
    effect,
    room: room?.name,
    subject,
    marks,
    why,
    by: actor.name,
    byKey: subjectKey(actor) ?? (moderation.standing(actor).role === "owner" ? BY_OWNER : "-"),
    at: 0,
    until,
  };
  const writes: readonly DeedWrite[] = [{ ban }, ...(effect === "mute" ? voicesOf(wanted, hit) : [])];
  act(wanted, { subject, writes, persons: hit, isWide }, (deed) => {
    const n = deed.writes.find((write) => write.ban !== undefined)?.ban?.n;
    if (isWide && n !== undefined) moderation.undo.note(actor, { kind: "ban", n }, UNDO_WITHIN);
    done(wanted, {
      name: subject,
      ...(n !== undefined && { n }),
      ...(until !== undefined && { until }),
      ...(isWide && { also: hit.length, undo: UNDO_WITHIN }),
      ...shared,
    });
  });
}

/** Makes what takes the voices of those who are muted in a room: these would have them heard there. */
function voicesOf({ context: { moderation }, room }: Wanted, hit: readonly Person[]): readonly DeedWrite[] {
  if (room === undefined) return [];
  const voiced = hit.filter((person) => moderation.grant(person, room.name) === "voiced");
  return voiced.map((person) => moderation.grantWrite(person, room.name, undefined));
}
