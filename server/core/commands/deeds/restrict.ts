/**
 * Kick, mute and ban, and what takes them back.
 *
 * @module
 */

import { formatNetwork, isIn, parseNetwork } from "../../../../net/network.ts";
import { NAME_CHARS } from "../../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../../protocol/names.ts";
import { cleanLine, firstChars } from "../../../../protocol/text.ts";
import type { StoredBan } from "../../../store/log.ts";
import type { Person } from "../../members.ts";
import { fits, formsOf, hasOwnName, isPattern, MOST_PATTERNS, subjectKey } from "../../moderation.ts";
import { act, done, isOther, mayActAgainst, refuse, target, type Wanted } from "./act.ts";
import { type Aim, aimAt, foretell, hasServerRank, marksOf, netOf } from "./aim.ts";
import { restrictMask } from "./masks.ts";
import { GUEST_BANNED_FOR, MUTED_FOR, restrict } from "./restriction.ts";

/** Who was kicked may come back after this time, in ms. */
const KICKED_FOR = 60_000;

/** Removes somebody, who may come back after a minute. */
export function kick(wanted: Wanted): void {
  const person = target(wanted, arePeers);
  if (person === undefined) return;
  const { context: { clock }, room } = wanted;
  if (room !== undefined && !person.isIn(room.name)) return refuse(wanted, notHere(person.name));
  restrict(wanted, "kick", aimAt(wanted, person, clock.now() + KICKED_FOR));
}

/** Tells whether two are operators of the same room: they may send each other out of it for a minute, and no more than that. */
function arePeers({ context: { moderation }, actor, room }: Wanted, other: Person): boolean {
  const [own, theirs] = [moderation.rank(actor, room?.name), moderation.rank(other, room?.name)];
  return other !== actor && own === "operator" && theirs === "operator";
}

/** Has nobody hear somebody for a time. */
export function mute(wanted: Wanted): void {
  if (wanted.frame.mask !== undefined) return restrictMask(wanted, "mute", wanted.frame.mask);
  const until = wanted.context.clock.now() + (wanted.frame.for ?? MUTED_FOR);
  const bot = botNamed(wanted);
  if (bot !== undefined) {
    const marks = [{ kind: "name", value: bot }] as const; // Nobody else has it, nor one like it.
    return restrict(wanted, "mute", { subject: bot, marks, hit: [], until, isWide: false });
  }
  const person = target(wanted);
  if (person === undefined) return;
  restrict(wanted, "mute", {
    subject: person.name,
    marks: marksOf(wanted, person).marks,
    hit: [person],
    until,
    isWide: false,
  });
}

/** Finds the program with a token that a deed names: it is in no room, and has no rank that is not below its author's. */
function botNamed(
  { context: { members, tokens, tryRead }, frame: { name: written = "" } }: Wanted,
): string | undefined {
  const name = parseName(written);
  if (name === undefined || members.nicknames.find(nameKey(name)) !== undefined) return undefined;
  return tryRead(() => tokens?.names())?.find((bot) => nameKey(bot) === nameKey(name));
}

/** Bans a person, a name, a pattern of names, or where people come from. */
export function ban(wanted: Wanted): void {
  const { context: { members }, frame } = wanted;
  const { name: written = "", net, mask } = frame;
  if (mask !== undefined) return restrictMask(wanted, "ban", mask);
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
    const net = person && netOf(person);
    return net === undefined
      ? refuse(wanted, { code: "not-here", name, asked: true })
      : banAddress(wanted, net);
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
  const hit = [...members.nicknames.all].filter(({ name }) => fits(formsOf(pattern), formsOf(name)));
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
  const writes = meant.map(({ n }) => ({ lifted: { n, at: 0 } }));
  const persons = person === undefined ? [] : [person];
  act(wanted, { subject: first.subject, writes, persons }, () => done(wanted, { name }));
}

/** Lifts a ban, or a kick, by its number. @param failed Called where that cannot be stored, or rests on something that was changed. */
export function unban(wanted: Wanted, failed?: () => void): void {
  const { context: { moderation }, frame: { n = 0 }, room } = wanted;
  const ban = moderation.sentOut.kicks.find((kick) => kick.n === n) ?? moderation.bans.get(n);
  if (ban === undefined || (room !== undefined && ban.room !== room.name)) {
    return refuse(wanted, { code: "no-ban", n });
  }
  if (!mayLift(wanted, ban)) return refuse(wanted, { code: "not-allowed", needs: "owner" });
  const persons = ban.effect === "mute" ? mutedBy(wanted, ban) : [];
  const writes = [{ lifted: { n, at: 0 } }];
  act(
    wanted,
    { subject: ban.subject, writes, persons, failed },
    () => done(wanted, { name: ban.subject, n }),
  );
}

/** Lists those who are here and are not heard because of a mute. */
function mutedBy({ context: { members, moderation } }: Wanted, mute: StoredBan): readonly Person[] {
  return [...members.nicknames.all].filter((person) =>
    (mute.room === undefined || person.isIn(mute.room)) &&
    moderation.bans.findAnywhere(person, ["mute"]).some(({ n }) => n === mute.n)
  );
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
