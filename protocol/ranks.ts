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
