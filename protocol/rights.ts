/**
 * Who may do what: the one table that the server asks before every command, and clients read so that they offer only
 * what would be done. Pure.
 *
 * @module
 */

import type { Deed } from "./deeds.ts";
import { type Grant, type Rank, RANKS, type ServerRole } from "./ranks.ts";

/** What somebody is on the server, and in the room in question. */
export interface Standing {
  /** On the server. */
  readonly role: ServerRole;
  /** In the room; nothing where there is none, or they were made nothing there. */
  readonly grant?: Grant | undefined;
}

/**
 * What a command needs. `look`: whoever is in may, as far as the room is open to them. `speak`, `whisper`: to say something
 * in a room or to one person. `topic`: to say what a room is about. `rename`: to be called something else. `deed`: what
 * {@linkcode Deed} says. `stay`: nothing.
 */
export type Right = "stay" | "look" | "speak" | "whisper" | "topic" | "rename" | "deed";

/** Where a deed counts: in one room, or on the whole server. */
export type Scope = "room" | "server";

/** The lowest rank that may do a deed in a room, and on the whole server; nothing where there is no such deed. */
const NEEDS: Readonly<Record<Deed, readonly [room: Rank | undefined, server: Rank | undefined]>> = {
  kick: ["operator", "moderator"],
  mute: ["operator", "moderator"],
  unmute: ["operator", "moderator"],
  ban: ["operator", "moderator"],
  unban: ["operator", "moderator"],
  except: ["operator", undefined],
  welcome: ["operator", undefined],
  bans: ["operator", "moderator"],
  op: ["operator", "owner"],
  deop: ["operator", "owner"],
  voice: ["operator", undefined],
  devoice: ["operator", undefined],
  invite: ["operator", undefined],
  lock: ["operator", undefined],
  unlock: ["operator", undefined],
  slow: ["operator", undefined],
  readonly: ["operator", undefined],
  accounts: ["operator", undefined],
  inviteonly: ["operator", undefined],
  key: ["operator", undefined],
  limit: ["operator", undefined],
  secret: ["operator", undefined],
  topics: ["operator", undefined],
  outside: ["operator", undefined],
  quiet: ["operator", undefined],
  delete: ["guest", undefined],
  clear: ["operator", undefined],
  undo: ["operator", "moderator"],
  report: ["guest", "guest"],
  reports: [undefined, "moderator"],
  guests: [undefined, "moderator"],
  approve: [undefined, "moderator"],
  waiting: [undefined, "moderator"],
  admit: [undefined, "moderator"],
  audit: [undefined, "owner"],
};

/** Gives what somebody is in one place. */
export function rankOf({ role, grant }: Standing): Rank {
  return grant !== undefined && mayActOn(grant, role) ? grant : role;
}

/** Tells whether a rank is at least another. */
export function isAtLeast(rank: Rank, needed: Rank): boolean {
  return RANKS.indexOf(rank) >= RANKS.indexOf(needed);
}

/** Gives the lowest rank that may do a deed; `undefined` where nobody may. */
export function neededFor(deed: Deed, scope: Scope): Rank | undefined {
  const [room, server] = NEEDS[deed];
  return scope === "room" ? room : server;
}

/** Tells whether somebody may do a deed; on whom is another question: {@linkcode mayActOn}. */
export function mayDo(standing: Standing, deed: Deed, scope: Scope): boolean {
  const needed = neededFor(deed, scope);
  const rank = scope === "room" ? rankOf(standing) : standing.role;
  return needed !== undefined && isAtLeast(rank, needed);
}

/** Tells whether somebody may do a deed in the room or on the server: whether it is worth showing them. */
export function mayDoAnywhere(standing: Standing, deed: Deed): boolean {
  return mayDo(standing, deed, "room") || mayDo(standing, deed, "server");
}

/** Tells whether somebody of one rank may act on somebody else of another: only on a lower one, so never on themselves. */
export function mayActOn(actor: Rank, target: Rank): boolean {
  return RANKS.indexOf(actor) > RANKS.indexOf(target);
}

/** Tells whether somebody speaks in a room in which others may not, or only slowly. */
export function speaksAlways(standing: Standing): boolean {
  return isAtLeast(rankOf(standing), "operator");
}

/** Tells whether somebody speaks in a room that is read-only or slow. */
export function hasVoice(standing: Standing): boolean {
  return standing.grant !== undefined || isAtLeast(standing.role, "moderator");
}
