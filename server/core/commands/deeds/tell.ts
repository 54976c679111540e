/**
 * Tells rooms, once and quietly, what was done about somebody in them.
 *
 * @module
 */

import { isAtLeast } from "../../../../protocol/rights.ts";
import type { Deed, ModeratedFrame } from "../../../../protocol.ts";
import { notedRank, type Rank } from "../../../../protocol/ranks.ts";
import type { Person } from "../../members.ts";
import type { DoneDeed } from "../../moderation.ts";
import type { CommandContext } from "../context.ts";

/** Tells the room of a deed, or every room that a person is in, and the person if they are in none of these. */
export function tellRooms(
  { fanOut, moderation, members, rooms }: CommandContext,
  { do: deed, by, at, room: name }: DoneDeed,
  people: readonly Person[],
  { until, why = "" }: { readonly until?: number | undefined; readonly why?: string },
): void {
  const room = name === undefined ? undefined : rooms.find(name);
  for (const person of people) {
    const event: ModeratedFrame = {
      type: "moderated",
      do: deed,
      name: person.name,
      by,
      at,
      ...(until !== undefined && { until }),
      ...(why !== "" && { why }),
    };
    const all = name === undefined ? person.memberships.map((membership) => membership.room) : [room];
    for (const each of all) {
      if (each === undefined) continue;
      const rank = rankField(moderation.rank(person, each.name));
      const told = { ...event, room: each.name, ...rank, ...(name === undefined && { wide: true as const }) };
      members.deedDone({ kind: "rank", room: each.name, event: told });
      each.post(told);
      fanOut.publishSoon(each);
    }
    const isTold = person.memberships.length > 0 && !RANKING.includes(deed); // A rank on the server is one of no room.
    if (name === undefined && !isTold) person.reply({ ...event, ...rankField(moderation.rank(person)) });
  }

  function rankField(all: Rank): Pick<ModeratedFrame, "rank"> {
    const rank = notedRank(all);
    return RANKING.includes(deed) && rank !== undefined ? { rank } : {};
  }
}

/** The deeds that change what somebody is. */
const RANKING: readonly Deed[] = ["op", "deop", "voice", "devoice"];

/** Takes the voice of somebody who is muted in a room: it would have them heard there. */
export function takeVoice(
  { moderation, members, fanOut, rooms }: CommandContext,
  { by, at, room: name }: DoneDeed,
  person: Person,
): void {
  const room = name === undefined ? undefined : rooms.find(name);
  if (room === undefined || moderation.grant(person, room.name) !== "voiced") return;
  moderation.setGrant(person, room.name, undefined);
  const event = { type: "moderated", room: room.name, do: "devoice", name: person.name, by, at } as const;
  members.deedDone({ kind: "rank", room: room.name, event });
  room.post(event);
  fanOut.publishSoon(room);
}

/** Tells the moderators of the server who are here, and its owner. @param except Who is not told. */
export function tellModerators(
  { members, moderation }: CommandContext,
  event: ModeratedFrame,
  except?: Person,
): void {
  for (const person of members.nicknames.all) {
    if (person.sessions.length === 0 || person === except) continue;
    if (isAtLeast(moderation.standing(person).role, "moderator")) person.reply(event);
  }
}
