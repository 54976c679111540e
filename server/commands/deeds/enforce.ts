/**
 * Applies bans that came from another process, as from `chat ban add`, to those who are in.
 *
 * @module
 */

import type { CommandContext } from "../context.ts";

/** Removes everybody who may not be where they are any more, and mutes whom that hits. */
export function enforceBans({ moderation, members }: CommandContext): void {
  for (const person of [...members.nicknames.all]) {
    const banned = moderation.banProblem(person);
    if (banned !== undefined) {
      members.removeFromServer(person, { by: banned.by, why: banned.why, problem: banned });
      continue;
    }
    for (const membership of person.memberships) {
      const problem = moderation.banProblem(person, membership.room.name);
      if (problem === undefined) continue;
      members.removeFromRoom(person, membership, { by: problem.by, why: problem.why, problem });
    }
  }
}
