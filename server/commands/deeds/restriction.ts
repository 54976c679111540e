/**
 * What mutes, bans and exceptions from them have in common: whom they are about, and how they are stored and applied.
 *
 * @module
 */

import type { BanEffect, StoredBan } from "../../log.ts";
import type { Person } from "../../members.ts";
import { MOST_BANS, subjectKey } from "../../moderation.ts";
import { act, done, refuse, type Wanted } from "./act.ts";
import type { Aim } from "./aim.ts";
import { tellRooms } from "./tell.ts";

/** How long a mute lasts, and the ban of a guest, unless a time is given, in ms. */
export const MUTED_FOR = 600_000;
export const GUEST_BANNED_FOR = 86_400_000;
/** For how long a ban of many can be undone, in ms. */
const UNDO_WITHIN = 30_000;

/** Stores a ban or mute, and applies it to everybody whom it hits. */
export function restrict(wanted: Wanted, effect: BanEffect, aim: Aim): void {
  const { context: { moderation, clock, members }, actor, room, why } = wanted;
  if (moderation.bans.size >= MOST_BANS) return refuse(wanted, { code: "too-many-bans", limit: MOST_BANS });
  const { subject, marks, hit, until, shared, isWide } = aim;
  const ban: StoredBan = {
    n: moderation.store.newBanNumber(),
    effect,
    room: room?.name,
    subject,
    marks,
    why,
    by: actor.name,
    byKey: subjectKey(actor) ?? "-",
    at: clock.now(),
    until,
  };
  act(wanted, subject, { ban }, () => {
    moderation.addBan(ban);
    if (room !== undefined && effect !== "kick") {
      members.deedDone({ kind: "ban", room: room.name, ban, by: actor.name, isLifted: false });
    }
    if (isWide) moderation.undo.note(actor, { kind: "ban", n: ban.n }, UNDO_WITHIN);
    for (const person of hit) {
      if (effect === "mute") {
        takeVoice(wanted, person);
        person.problem(moderation.muteProblem(person, room?.name) ?? { code: "muted", why });
      } else remove(person);
    }
    if (effect === "mute") tellRooms(wanted, hit, { until, why });
    done(wanted, {
      name: subject,
      ...(effect !== "kick" && { n: ban.n }),
      ...(until !== undefined && { until }),
      ...(isWide && { also: hit.length, undo: UNDO_WITHIN }),
      ...shared,
    });
  });

  function remove(person: Person): void {
    const removal = { by: actor.name, why, problem: moderation.bannedBy(ban) };
    const membership = room === undefined ? undefined : person.membershipIn(room.name);
    if (room === undefined) members.removeFromServer(person, removal);
    else if (membership !== undefined) members.removeFromRoom(person, membership, removal);
  }
}

/** Takes the voice of somebody who is muted in a room: it would have them heard there. */
function takeVoice(
  { context: { moderation, members, clock, fanOut }, actor, room }: Wanted,
  person: Person,
): void {
  if (room === undefined || moderation.grant(person, room.name) !== "voiced") return;
  moderation.setGrant(person, room.name, undefined);
  moderation.queue.add(moderation.grantWrite(person, room.name, undefined));
  const event = {
    type: "moderated",
    room: room.name,
    do: "devoice",
    name: person.name,
    by: actor.name,
    at: clock.now(),
  } as const;
  members.deedDone({ kind: "rank", room: room.name, event });
  room.post(event);
  fanOut.publishSoon(room);
}
