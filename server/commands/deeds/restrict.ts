/**
 * Kick, mute and ban, and what takes them back.
 *
 * @module
 */

import { addressKey } from "../../../net/address.ts";
import { formatNetwork, isIn, parseNetwork } from "../../../net/network.ts";
import { NAME_CHARS } from "../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import { cleanLine, firstChars } from "../../../protocol/text.ts";
import type { BanEffect, StoredBan } from "../../log.ts";
import type { Person } from "../../members.ts";
import { hasOwnName, isPattern, matches, MOST_BANS, MOST_PATTERNS, subjectKey } from "../../moderation.ts";
import { act, done, isOther, mayActAgainst, refuse, target, type Wanted } from "./act.ts";
import { type Aim, aimAt, foretell, hasServerRank, marksOf } from "./aim.ts";
import { tellRooms } from "./tell.ts";

/** Who was kicked may come back after this time, in ms. */
const KICKED_FOR = 60_000;
/** How long a mute lasts, and the ban of a guest, unless a time is given, in ms. */
const MUTED_FOR = 600_000;
const GUEST_BANNED_FOR = 86_400_000;
/** For how long a ban of many can be undone, in ms. */
const UNDO_WITHIN = 30_000;

/** Removes somebody, who may come back after a minute. */
export function kick(wanted: Wanted): void {
  const person = target(wanted);
  if (person === undefined) return;
  const { context: { clock }, room } = wanted;
  if (room !== undefined && !person.isIn(room.name)) return refuse(wanted, notHere(person.name));
  restrict(wanted, "kick", aimAt(wanted, person, clock.now() + KICKED_FOR));
}

/** Has nobody hear somebody for a time. */
export function mute(wanted: Wanted): void {
  const person = target(wanted);
  if (person === undefined) return;
  const until = wanted.context.clock.now() + (wanted.frame.for ?? MUTED_FOR);
  restrict(wanted, "mute", {
    subject: person.name,
    marks: marksOf(wanted, person).marks,
    hit: [person],
    until,
    isWide: false,
  });
}

/** Bans a person, a name, a pattern of names, or where people come from. */
export function ban(wanted: Wanted): void {
  const { context: { members }, frame } = wanted;
  const { name: written = "", net } = frame;
  if (net !== undefined) return banAddress(wanted, net);
  if (isPattern(written)) return banPattern(wanted, written);
  const name = parseName(written);
  if (name === undefined) return refuse(wanted, { code: "bad-field", field: "name" });
  const stranger = isOther(wanted, name);
  if (stranger !== undefined) return refuse(wanted, stranger);
  const isHere = members.nicknames.find(nameKey(name)) !== undefined;
  const person = isHere ? target(wanted) : undefined;
  if (isHere && person === undefined) return;
  if (frame.dry === true) {
    return person === undefined ? done(wanted, { name, dry: true }) : foretell(wanted, person);
  }
  if (frame.by === "address") {
    const [session] = person?.sessions ?? [];
    return session === undefined
      ? refuse(wanted, { code: "not-here", name, asked: true })
      : banAddress(wanted, addressKey(session.host));
  }
  const isOwn = person !== undefined && hasOwnName(person);
  const until = untilOf(wanted, isOwn ? undefined : GUEST_BANNED_FOR);
  if (person !== undefined) return restrict(wanted, "ban", aimAt(wanted, person, until));
  restrict(wanted, "ban", {
    subject: name,
    marks: [{ kind: "name", value: name }],
    hit: [],
    until,
    isWide: false,
  });
}

function banAddress(wanted: Wanted, written: string): void {
  const { context: { members } } = wanted;
  const network = parseNetwork(written);
  if (network === undefined) return refuse(wanted, { code: "bad-field", field: "net" });
  if (!hasServerRank(wanted)) return refuse(wanted, { code: "not-allowed", needs: "moderator" });
  const net = formatNetwork(network);
  const hit = [...members.nicknames.all].filter(({ sessions }) =>
    sessions.some(({ host }) => isIn([network], host))
  );
  restrictMany(wanted, {
    subject: net,
    marks: [{ kind: "net", value: net }],
    hit,
    isWide: true,
    until: untilOf(wanted, GUEST_BANNED_FOR),
  });
}

function banPattern(wanted: Wanted, pattern: string): void {
  const { context: { members, moderation } } = wanted;
  if (moderation.bans.patterns >= MOST_PATTERNS) {
    return refuse(wanted, { code: "too-many-bans", limit: MOST_PATTERNS });
  }
  const subject = firstChars(cleanLine(pattern), 2 * NAME_CHARS);
  const hit = [...members.nicknames.all].filter(({ name }) => matches(pattern, name));
  restrictMany(wanted, {
    subject,
    marks: [{ kind: "pattern", value: pattern }],
    hit,
    isWide: true,
    until: untilOf(wanted, GUEST_BANNED_FOR),
  });
}

/** Bans many, unless one of them is somebody on whom the author may not act. */
function restrictMany(wanted: Wanted, aim: Aim): void {
  const above = aim.hit.find((person) => !mayActAgainst(wanted, person));
  if (above !== undefined) return refuse(wanted, { code: "not-allowed", name: above.name });
  restrict(wanted, "ban", aim);
}

/** Stores a ban or mute, and applies it to everybody whom it hits. */
function restrict(wanted: Wanted, effect: BanEffect, aim: Aim): void {
  const { context: { moderation, clock, members }, actor, room, why } = wanted;
  if (moderation.bans.size >= MOST_BANS) return refuse(wanted, { code: "too-many-bans", limit: MOST_BANS });
  const { subject, marks, hit, until, shared, isWide } = aim;
  const ban: StoredBan = {
    n: moderation.store.newBanNumber(),
    effect,
    room: room?.name,
    subject,
    marks,
    why,
    by: actor.name,
    byKey: subjectKey(actor) ?? "-",
    at: clock.now(),
    until,
  };
  act(wanted, subject, { ban }, () => {
    moderation.addBan(ban);
    if (isWide) moderation.undo.note(actor, { kind: "ban", n: ban.n }, UNDO_WITHIN);
    for (const person of hit) {
      if (effect === "mute") {
        person.problem(moderation.muteProblem(person, room?.name) ?? { code: "muted", why });
      } else remove(person);
    }
    if (effect === "mute") tellRooms(wanted, hit, { until, why });
    done(wanted, {
      name: subject,
      ...(effect !== "kick" && { n: ban.n }),
      ...(until !== undefined && { until }),
      ...(isWide && { also: hit.length, undo: UNDO_WITHIN }),
      ...shared,
    });
  });

  function remove(person: Person): void {
    const removal = { by: actor.name, why, problem: moderation.bannedBy(ban) };
    const membership = room === undefined ? undefined : person.membershipIn(room.name);
    if (room === undefined) members.removeFromServer(person, removal);
    else if (membership !== undefined) members.removeFromRoom(person, membership, removal);
  }
}

/** Lets somebody be heard again. */
export function unmute(wanted: Wanted): void {
  const { context: { members, moderation }, frame, room } = wanted;
  const name = parseName(frame.name ?? "");
  if (name === undefined) return refuse(wanted, { code: "bad-field", field: "name" });
  const person = members.nicknames.find(nameKey(name));
  const mutes = person === undefined
    ? [...moderation.bans.all].filter(({ effect, subject }) =>
      effect === "mute" && nameKey(subject) === nameKey(name)
    )
    : moderation.bans.findAnywhere(person, ["mute"]);
  const meant = mutes.filter((ban) => ban.room === room?.name && mayLift(wanted, ban));
  const [first] = meant;
  if (first === undefined) return refuse(wanted, notHere(name));
  for (const { n, subject } of meant) {
    act(wanted, subject, { lifted: { n, at: wanted.context.clock.now() } }, () => {
      moderation.bans.remove(n);
      if (n !== first.n) return;
      if (person !== undefined) tellRooms(wanted, [person], {});
      done(wanted, { name });
    });
  }
}

/** Lifts a ban by its number. */
export function unban(wanted: Wanted): void {
  const { context: { moderation, clock }, frame: { n = 0 }, room } = wanted;
  const ban = moderation.bans.get(n);
  if (ban === undefined || ban.effect === "kick" || (room !== undefined && ban.room !== room.name)) {
    return refuse(wanted, { code: "no-ban", n });
  }
  if (!mayLift(wanted, ban)) return refuse(wanted, { code: "not-allowed", needs: "owner" });
  act(wanted, ban.subject, { lifted: { n, at: clock.now() } }, () => {
    moderation.bans.remove(n);
    done(wanted, { name: ban.subject, n });
  });
}

/** Tells whether the author of a deed may lift a ban: their own, one of the room, and the owner any. */
function mayLift({ context: { moderation }, actor, room }: Wanted, ban: StoredBan): boolean {
  const { role } = moderation.standing(actor);
  if (role === "owner" || (room !== undefined && ban.room === room.name)) return true;
  return ban.byKey === subjectKey(actor) || ban.room !== undefined || ban.byKey === "-";
}

function untilOf({ context: { clock }, frame }: Wanted, otherwise: number | undefined): number | undefined {
  const time = frame.for ?? otherwise;
  return time === undefined ? undefined : clock.now() + time;
}

function notHere(name: string) {
  return { code: "not-here", name, asked: true } as const;
}
