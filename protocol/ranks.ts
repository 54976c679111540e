/**
 * What people are: on the whole server, and in a room. What follows from it is in `rights.ts`. Pure.
 *
 * @module
 */

/** What somebody is on the whole server. A guest has a name for as long as they stay, a member has claimed theirs. */
export type ServerRole = "owner" | "moderator" | "member" | "guest";

/** What somebody was made in one room. Who makes a room is its operator. */
export type Grant = "operator" | "voiced";

/** What somebody is in one place: the higher one of their role and what they were made there. */
export type Rank = ServerRole | Grant;

/** A {@linkcode Rank} that is worth telling others: above that of somebody who only has a name of their own. */
export type NotedRank = Exclude<Rank, "guest" | "member">;

/** Every {@linkcode NotedRank}. */
export const NOTED_RANKS = [
  "voiced",
  "operator",
  "moderator",
  "owner",
] as const satisfies readonly NotedRank[];

/** Every {@linkcode Grant}. */
export const GRANTS = ["operator", "voiced"] as const satisfies readonly Grant[];

/** Every {@linkcode Rank}, the lowest first. */
export const RANKS = [
  "guest",
  "member",
  "voiced",
  "operator",
  "moderator",
  "owner",
] as const satisfies readonly Rank[];

/** Gives a rank as others are told of it; nothing where there is nothing to tell. */
export function notedRank(rank: Rank): NotedRank | undefined {
  return rank === "guest" || rank === "member" ? undefined : rank;
}
