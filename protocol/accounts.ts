/**
 * Accounts: names that are somebody's own, and what their owners may do. Pure.
 *
 * @module
 */

/** The rank of an account: who runs the server, who helps them, everybody else. Who has no account is a guest. */
export type Role = "owner" | "moderator" | "member";

/** Every {@linkcode Role}, the highest first. */
export const ROLES = ["owner", "moderator", "member"] as const satisfies readonly Role[];
