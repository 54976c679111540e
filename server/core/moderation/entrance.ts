/**
 * Who may come in, to the server and to its rooms, and who may know of a room.
 *
 * @module
 */

import { isAtLeast, speaksAlways } from "../../../protocol/rights.ts";
import type { Exclusion, Problem } from "../../../protocol.ts";
import type { StoredBan } from "../../store/log.ts";
import type { Ban } from "./ban_list.ts";
import { type InForce, isListed, isMeant, modeOf, SERVER, standingOf } from "./in_force.ts";
import { hasOwnName, roleOf, type Subject, subjectKey } from "./subject.ts";

/** Checks whether somebody may come in from an address at all. */
export function addressProblem(inForce: InForce, host: string): Problem | undefined {
  const ban = inForce.bans.findAddress(host);
  return ban && bannedBy(ban);
}

/** Checks whether somebody is banned: from the whole server, or with a room from that room. */
export function banProblem(
  inForce: InForce,
  subject: Subject,
  room?: string,
): (Problem & Exclusion) | undefined {
  if (inForce.bans.size === 0) return undefined;
  const isExcepted = ({ effect, room: where }: Ban): boolean =>
    effect === "ban" && where !== undefined && isListed(inForce, subject, where, "except");
  const ban = inForce.bans.find(subject, { effects: ["ban", "kick"], room })
    .find((one) => isMeant(inForce, subject, one) && !isExcepted(one));
  return ban && bannedBy(ban);
}

/** Tells whether a ban keeps somebody out who is here. */
export function isHitBy(inForce: InForce, subject: Subject, { n }: StoredBan): boolean {
  const isIt = (ban: Ban): boolean => ban.n === n && isMeant(inForce, subject, ban);
  return inForce.bans.findAnywhere(subject, ["ban", "kick"]).some(isIt);
}

/** Checks whether somebody may come in under their name. Nobody keeps the owner out, nor a moderator but by name. */
export function entryProblem(inForce: InForce, subject: Subject): Problem | undefined {
  const banned = banProblem(inForce, subject);
  if (banned !== undefined) return banned;
  const isClosed = modeOf(inForce, SERVER).accounts === "join" && !hasOwnName(subject);
  const [only] = inForce.bans.find(subject, { effects: ["accounts"] });
  return isClosed || only !== undefined ? { code: "guests-off" } : undefined;
}

/** Checks whether somebody may enter a room, were there space. @param keyHash The hash of the word that they gave. */
export function joinProblem(
  inForce: InForce,
  subject: Subject,
  room: string,
  keyHash?: string,
): Problem | undefined {
  const standing = standingOf(inForce, subject, room);
  if (isAtLeast(standing.role, "moderator")) return undefined;
  const banned = banProblem(inForce, subject, room);
  if (banned !== undefined) return banned;
  const settings = inForce.settings.get(room);
  if (settings === undefined || inForce.grants.get(subject, room) !== undefined) return undefined;
  const { mode } = settings;
  const key = subjectKey(subject);
  const wasIn = key !== undefined && inForce.wereIn.get(room)?.has(key) === true;
  if (mode.lock && !wasIn) return { code: "locked", room };
  if (mode.inviteonly && !isListed(inForce, subject, room, "welcome")) return { code: "invite-only", room };
  if (mode.accounts === "join" && !hasOwnName(subject)) return { code: "accounts-join", room };
  if (mode.key && !wasIn && keyHash !== settings.keyHash) return { code: "room-key", room };
  return undefined;
}

/** Checks whether there is space in a room of `size` members for one more. */
export function spaceProblem(
  inForce: InForce,
  subject: Subject,
  room: string,
  size: number,
): Problem | undefined {
  const { limit } = modeOf(inForce, room);
  if (limit === undefined || size < limit || speaksAlways(standingOf(inForce, subject, room))) {
    return undefined;
  }
  if (inForce.grants.get(subject, room) === "invited") return undefined;
  return { code: "room-full", room, limit };
}

/** Tells whether somebody outside a room may learn of it: it is not secret, and they may enter it. */
export function mayLearnOf(inForce: InForce, subject: Subject, room: string): boolean {
  if (isAtLeast(roleOf(subject), "moderator")) return true;
  return !modeOf(inForce, room).secret && joinProblem(inForce, subject, room) === undefined;
}

/** Makes the problem of somebody who is banned. */
export function bannedBy({ why, until, by, room, effect }: StoredBan): Problem & Exclusion {
  const exclusion = { why, by, ...(until !== undefined && { until }), ...(room !== undefined && { room }) };
  return effect === "kick" ? { code: "kicked", ...exclusion } : { code: "banned", ...exclusion };
}
