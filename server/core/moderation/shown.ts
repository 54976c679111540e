/**
 * What others are told of somebody: whether their name is their own, what they are, and whether they are heard.
 *
 * @module
 */

import type { PersonStanding } from "../../../protocol/presence.ts";
import { notedRank } from "../../../protocol/ranks.ts";
import type { Moderation } from "./moderation.ts";
import { hasOwnName, type Subject } from "./subject.ts";

/** Gives what others are told of somebody in a room, or on the server. */
export function shownStanding(
  moderation: Pick<Moderation, "rank" | "muteProblem">,
  subject: Subject,
  room?: string,
): PersonStanding {
  const rank = notedRank(moderation.rank(subject, room));
  return {
    ...(hasOwnName(subject) && subject.account?.id !== 0 && { account: true as const }),
    ...(rank !== undefined && { rank }),
    ...(moderation.muteProblem(subject, room) !== undefined && { muted: true as const }),
  };
}
