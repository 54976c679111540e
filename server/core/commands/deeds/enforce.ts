/**
 * Applies bans that came from another process, as from `chat ban add`, to those who are in.
 *
 * @module
 */

import type { StoredBan } from "../../../store/log.ts";
import type { CommandContext } from "../context.ts";

/** Tells those who follow them of bans that have come from another process, and of those that nobody here has ended. */
export function tellBans(
  { members }: CommandContext,
  added: readonly StoredBan[],
  ended: readonly StoredBan[],
): void {
  for (const ban of added) {
    const { room, by } = ban;
    if (room !== undefined) members.deedDone({ kind: "ban", room, ban, by, isLifted: false });
  }
  for (const ban of ended) {
    const { room } = ban;
    if (room !== undefined) members.deedDone({ kind: "ban", room, ban, by: undefined, isLifted: true });
  }
}

/** Removes everybody who may not be where they are any more. */
export function enforceBans({ members }: CommandContext): void {
  for (const person of [...members.nicknames.all]) members.removeBanned(person);
}
