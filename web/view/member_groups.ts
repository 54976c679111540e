/**
 * Who is in charge of a room, who is simply there and who is away: the order in which people are listed. Pure.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";

/** A member as the list shows one. */
export interface ListedMember {
  readonly name: string;
  readonly presence?: Presence | undefined;
}

/** The groups in which people are listed, in their order. */
export const MEMBER_GROUPS = ["inCharge", "present", "absent"] as const;

/** One of the groups. */
export type MemberGroup = (typeof MEMBER_GROUPS)[number];

/** Sorts people into their groups; within one they keep their order. Who is in charge stands there also while away. */
export function groupMembers(
  members: readonly ListedMember[],
): ReadonlyMap<MemberGroup, readonly ListedMember[]> {
  const groups = new Map<MemberGroup, ListedMember[]>(MEMBER_GROUPS.map((group) => [group, []]));
  for (const member of members) groups.get(groupOf(member))?.push(member);
  return groups;
}

function groupOf({ presence }: ListedMember): MemberGroup {
  const { rank, away } = presence ?? {};
  if (rank !== undefined && rank !== "voiced") return "inCharge";
  return away === undefined ? "present" : "absent";
}
