/**
 * What somebody has proved to be. Pure.
 *
 * @module
 */

import { type Fields, isOneOf } from "./fields.ts";

/** The rank of an account: who runs the server, who helps them, everybody else. Who has no account is a guest. */
export type Role = "owner" | "moderator" | "member";

/** Every {@linkcode Role}, the highest first. */
export const ROLES = ["owner", "moderator", "member"] as const satisfies readonly Role[];

/** How somebody can prove to be the holder of a name. */
export type LoginMethod = "key" | "password";

/** Every {@linkcode LoginMethod}. */
export const LOGIN_METHODS = ["key", "password"] as const satisfies readonly LoginMethod[];

/** What somebody has proved to be; nothing for a guest. */
export interface Standing {
  /** Set when they have claimed a name. */
  readonly account?: true;
  /** Their rank, unless they are an ordinary member. */
  readonly role?: Role;
}

/** Reads a {@linkcode Standing}; a role that this version does not know is none. */
export function readStanding({ account, role }: Fields): Standing {
  return {
    ...(account === true && { account }),
    ...(isOneOf(ROLES, role) && { role }),
  };
}
