/**
 * Carries out a deed that is stored: on the server where it was done, and alike on every other one of its cluster.
 *
 * @module
 */

import type { StoredBan } from "../../../store/log.ts";
import type { Person } from "../../members.ts";
import { bannedBy, type DoneDeed, readSettings } from "../../moderation.ts";
import type { CommandContext } from "../context.ts";
import { takeVoice, tellModerators, tellRooms } from "./tell.ts";

/** A deed that is carried out, and those on whom it is who are here. */
interface Carried {
  readonly context: CommandContext;
  readonly done: DoneDeed;
  readonly persons: readonly Person[];
}

/** Has a deed be in force, and tells whom it concerns. */
export function carryOut(context: CommandContext, done: DoneDeed): void {
  const { nicknames } = context.members;
  const carried = { context, done, persons: done.persons.flatMap((id) => nicknames.findPerson(id) ?? []) };
  switch (done.do) {
    case "kick":
    case "ban":
    case "mute":
    case "except":
    case "welcome":
      for (const { ban } of done.writes) if (ban !== undefined) restrict(carried, ban);
      return;
    case "unmute":
    case "unban":
      return lift(carried);
    case "op":
    case "deop":
      return done.room === undefined ? setModerator(carried) : setGrant(carried);
    case "voice":
    case "devoice":
    case "invite":
      return setGrant(carried);
    case "report":
      return report(carried);
    default:
      return setModes(carried); // Else there is nothing to be seen but an entry in the audit.
  }
}

function restrict({ context, done, persons }: Carried, ban: StoredBan): void {
  const { moderation, members } = context;
  const { effect, room, by, why, until } = ban;
  moderation.addBan(ban);
  if (room !== undefined && effect !== "kick") {
    members.deedDone({ kind: "ban", room, ban, by, isLifted: false });
  }
  switch (effect) {
    case "mute":
      for (const person of persons) {
        takeVoice(context, done, person);
        const problem = moderation.muteProblem(person, room) ?? { code: "muted", why } as const;
        person.problem(done.wasFlood && problem.code === "muted" ? { ...problem, wasFlood: true } : problem);
      }
      if (done.wasFlood) return tellFlood(context, done, ban);
      return tellRooms(context, done, persons, { until, why });
    case "ban":
    case "kick": {
      const hit = done.isWide ? whomItHits(context, ban, persons) : persons;
      for (const person of hit) if (person.isOurs) remove(context, ban, person);
      return;
    }
  }
}

/** Adds those who come from where it is about, which only the server of their connection knows. */
function whomItHits(
  { members, moderation }: CommandContext,
  ban: StoredBan,
  persons: readonly Person[],
): readonly Person[] {
  const others = [...members.nicknames.all].filter((person) =>
    person.isOurs && !persons.includes(person) && moderation.isHitBy(person, ban)
  );
  return [...persons, ...others];
}

function remove({ members }: CommandContext, ban: StoredBan, person: Person): void {
  const { room, by, why } = ban;
  const removal = { by, why, problem: bannedBy(ban) };
  const membership = room === undefined ? undefined : person.membershipIn(room);
  if (room === undefined) members.removeFromServer(person, removal);
  else if (membership !== undefined) members.removeFromRoom(person, membership, removal);
}

function tellFlood(context: CommandContext, { at, by }: DoneDeed, { subject, why, until }: StoredBan): void {
  tellModerators(context, {
    type: "moderated",
    do: "mute",
    name: subject,
    by,
    at,
    ...(until !== undefined && { until }),
    why,
  });
}

function lift({ context, done, persons }: Carried): void {
  const { moderation, members } = context;
  for (const { lifted } of done.writes) {
    const ban = lifted && moderation.removeBan(lifted.n);
    if (ban === undefined) continue;
    if (ban.room !== undefined && ban.effect !== "kick") {
      members.deedDone({ kind: "ban", room: ban.room, ban, by: done.by, isLifted: true });
    }
    // Whichever way a mute ends, it is told as one.
    const { room: _, ...rest } = done;
    const unmuted = { ...rest, do: "unmute", ...(ban.room !== undefined && { room: ban.room }) } as const;
    const heard = persons.filter((person) => moderation.muteProblem(person, ban.room) === undefined);
    if (done.do === "unban") tellRooms(context, unmuted, heard, {});
  }
  if (done.do === "unmute") tellRooms(context, done, persons, {});
}

/** What somebody is made in a room by a deed; nothing where it takes that from them. */
const LEVELS: { readonly [Name in string]?: "operator" | "voiced" | "invited" } = {
  op: "operator",
  voice: "voiced",
  invite: "invited",
};

function setGrant({ context, done, persons }: Carried): void {
  const { moderation, members } = context;
  const { room, by, at } = done;
  if (room === undefined) return;
  const level = LEVELS[done.do];
  if (persons.length === 0) { for (const write of done.writes) moderation.rememberGrant(write); }
  for (const person of persons) moderation.setGrant(person, room, level);
  if (level !== "invited") return tellRooms(context, done, persons, {});
  for (const person of persons) {
    person.reply({ type: "moderated", room, do: "invite", name: person.name, by, at });
    members.deedDone({ kind: "invited", room, person, by });
  }
}

/** Shows that the holder of an account is in charge of the server, or is no more: its table has it already. */
function setModerator({ context, done, persons }: Carried): void {
  const role = done.do === "op" ? "moderator" : "member";
  for (const person of persons) {
    const { account } = person;
    if (account !== undefined && account.isProven !== true) person.setAccount({ ...account, role });
  }
  tellRooms(context, done, persons, {});
}

function setModes({ context, done }: Carried): void {
  const { moderation, members, rooms, fanOut } = context;
  const { by, at } = done;
  for (const { mode } of done.writes) {
    if (mode === undefined) continue;
    const before = moderation.mode(mode.room);
    const settings = readSettings(mode.mode);
    moderation.setMode(mode.room, settings);
    const room = rooms.find(mode.room);
    // Where somebody else of the cluster has done it: whoever waits here comes in now.
    if (mode.room === "" && !moderation.isApproving) context.waiting.admitAll();
    if (mode.room === "" || room === undefined) continue;
    const event = { type: "mode", room: room.name, mode: settings.mode, by, at } as const;
    members.deedDone({ kind: "mode", event, before });
    room.post(event);
    fanOut.publishSoon(room);
  }
}

function report({ context, done }: Carried): void {
  for (const { report } of done.writes) {
    if (report === undefined) continue;
    const { subject: name, by, at, room, why } = report;
    tellModerators(context, {
      type: "moderated",
      do: "report",
      name,
      by,
      at,
      ...(room !== undefined && { room }),
      ...(why !== "" && { why }),
    });
  }
}
