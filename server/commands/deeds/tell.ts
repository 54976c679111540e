/**
 * Tells rooms, once and quietly, what was done about somebody in them.
 *
 * @module
 */

import { isAtLeast } from "../../../protocol/rights.ts";
import type { Deed, ModeratedFrame } from "../../../protocol.ts";
import { notedRank, type Rank } from "../../../protocol/ranks.ts";
import type { Person } from "../../members.ts";
import type { CommandContext } from "../context.ts";
import type { Wanted } from "./act.ts";

/** Tells the room of a deed, or every room that a person is in, and the person if they are in none of these. */
export function tellRooms(
  { context: { fanOut, clock, moderation, members }, actor, frame, room }: Wanted,
  people: readonly Person[],
  { until, why = "" }: { readonly until?: number | undefined; readonly why?: string },
): void {
  for (const person of people) {
    const event: ModeratedFrame = {
      type: "moderated",
      do: frame.do,
      name: person.name,
      by: actor.name,
      at: clock.now(),
      ...(until !== undefined && { until }),
      ...(why !== "" && { why }),
    };
    const rooms = room === undefined ? person.memberships.map((membership) => membership.room) : [room];
    for (const each of rooms) {
      const told = { ...event, room: each.name, ...rankField(moderation.rank(person, each.name)) };
      members.deedDone({ kind: "rank", room: each.name, event: told });
      each.post(told);
      fanOut.publishSoon(each);
    }
    if (room === undefined) person.reply({ ...event, ...rankField(moderation.rank(person)) });
  }

  function rankField(all: Rank): Pick<ModeratedFrame, "rank"> {
    const rank = notedRank(all);
    return RANKING.includes(frame.do) && rank !== undefined ? { rank } : {};
  }
}

/** The deeds that change what somebody is. */
const RANKING: readonly Deed[] = ["op", "deop", "voice", "devoice"];

/** Tells the moderators of the server who are here, and its owner. */
export function tellModerators({ members, moderation }: CommandContext, event: ModeratedFrame): void {
  for (const person of members.nicknames.all) {
    if (person.sessions.length === 0) continue;
    if (isAtLeast(moderation.standing(person).role, "moderator")) person.reply(event);
  }
}
