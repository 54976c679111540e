/**
 * How a deed is done: where it counts, on whom, and that it is stored with its entry in the audit before it counts.
 *
 * @module
 */

import { AWAY_CHARS } from "../../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../../protocol/names.ts";
import { isAtLeast, mayActOn, mayDo, neededFor, speaksAlways } from "../../../../protocol/rights.ts";
import { cleanLine } from "../../../../protocol/text.ts";
import type { Deed, DoneFrame, ModRequest, Problem } from "../../../../protocol.ts";
import type { DeedWrite } from "../../../store/log.ts";
import type { Person, Session } from "../../members.ts";
import type { Room } from "../../rooms.ts";
import { cleanReason, noRoom } from "../../../validation.ts";
import type { DeedRecord, DoneDeed } from "../../moderation.ts";
import type { CommandContext } from "../context.ts";
import { carryOut } from "./carry_out.ts";

/** The longest reason, in characters. */
const WHY_CHARS = 2 * AWAY_CHARS;
/** The longest name, pattern or mask of a deed, in UTF-16 code units: it is kept and shown to others as it was written. */
const SUBJECT_LENGTH = 512;

/** A deed that somebody wants to do: who, where it counts, and why. */
export interface Wanted {
  readonly context: CommandContext;
  readonly session: Session;
  readonly actor: Person;
  readonly frame: ModRequest;
  /** The room in which it counts; nothing for the whole server. */
  readonly room: Room | undefined;
  readonly why: string;
}

/** Tells why somebody may not do a deed where it counts; `undefined` when they may. @param deed As which it is looked at. */
export function forbidden(
  { context: { moderation }, actor, frame, room }: Pick<Wanted, "context" | "actor" | "frame" | "room">,
  deed: Deed = frame.do,
): Problem | undefined {
  const scope = room === undefined ? "server" : "room";
  const needs = neededFor(deed, scope);
  if (needs === undefined || mayDo(moderation.standing(actor, room?.name), deed, scope)) return undefined;
  return { code: "not-allowed", needs, ...(room !== undefined && { room: room.name }) };
}

/** Finds out where a deed counts and whether its author may do it there; else tells them that they may not. */
export function want(context: CommandContext, session: Session, frame: ModRequest): Wanted | undefined {
  const { moderation, rooms } = context;
  const { person: actor } = session;
  const refuse = (problem: Problem): undefined => void session.problem(problem, frame.id);
  const [inRoom, onServer] = [neededFor(frame.do, "room"), neededFor(frame.do, "server")];
  const isModerator = isAtLeast(moderation.standing(actor).role, "moderator");
  const isServer = inRoom === undefined || frame.room === undefined ||
    (frame.wide === true && isModerator && onServer !== undefined);
  if (frame.name !== undefined && !isShowable(frame.name)) {
    return refuse({ code: "bad-field", field: "name" });
  }
  if (isServer) {
    if (onServer === undefined) return refuse({ code: "bad-field", field: "room" });
    const problem = forbidden({ context, actor, frame, room: undefined });
    if (problem !== undefined) return refuse(problem);
    return { context, session, actor, frame, room: undefined, why: reasonOf(context, actor, frame) };
  }
  const room = rooms.find(frame.room);
  if (room === undefined || (!actor.isIn(room.name) && !isModerator)) return refuse(noRoom(frame.room));
  const problem = forbidden({ context, actor, frame, room });
  if (problem !== undefined) return refuse(problem);
  return { context, session, actor, frame, room, why: reasonOf(context, actor, frame, room) };
}

/** Gives the reason of a deed; nothing of somebody who is not heard, as the room would read it. Reports are not for the room. */
function reasonOf(
  { moderation }: Pick<CommandContext, "moderation">,
  actor: Person,
  { do: deed, why = "" }: ModRequest,
  room?: Room,
): string {
  const isMuted = moderation.muteProblem(actor, room?.name) !== undefined;
  const isHeard = room === undefined || speaksAlways(moderation.standing(actor, room.name)) ||
    moderation.silenceProblem(actor, room.name) === undefined;
  return deed === "report" || (isHeard && !isMuted) ? cleanReason(why, WHY_CHARS) : "";
}

/** Tells whether what a deed is on can be kept and shown as it was written: one line, not too long, without controls. */
export function isShowable(subject: string): boolean {
  return subject.length <= SUBJECT_LENGTH && cleanLine(subject) === subject.trim();
}

/** Tells the author of a deed that it cannot be done. */
export function refuse({ session, frame }: Wanted, problem: Problem): undefined {
  return void session.problem(problem, frame.id);
}

/** Tells the author of a deed that it is done. */
export function done(
  { session, frame, room }: Wanted,
  more: Omit<DoneFrame, "type" | "do" | "id" | "room"> = {},
): void {
  session.reply({
    type: "done",
    do: frame.do,
    ...(frame.id !== undefined && { id: frame.id }),
    ...(room !== undefined && { room: room.name }),
    ...more,
  });
}

/** What a deed changes, and whom it is on. */
export interface Intent {
  /** On whom or what, for the audit. */
  readonly subject: string;
  readonly writes?: readonly DeedWrite[];
  readonly persons?: readonly Person[];
  readonly isWide?: boolean;
  /** Set where it is the entry of what messages do: why that is not done, they tell. */
  readonly isToldElsewhere?: boolean;
  /** Called where it is not done. */
  readonly failed?: (() => void) | undefined;
  /** Has whatever is one thing with it be wanted right after it. */
  readonly along?: (() => void) | undefined;
}

/**
 * Stores a deed with its entry in the audit, and then carries it out; where it cannot be stored, or in a cluster
 * something that it rests on was changed in the same instant, it is not done.
 *
 * @param then Called once it is carried out.
 */
export function act(
  wanted: Wanted,
  { subject, writes = [], persons = [], isWide = false, isToldElsewhere = false, failed, along }: Intent,
  then: (done: DoneDeed) => void,
): void {
  const { context, session, actor, frame, room, why } = wanted;
  const { deeds, fanOut, logger } = context;
  const audit = { at: 0, by: actor.name, do: frame.do, room: room?.name, subject, why };
  const record: DeedRecord = {
    do: frame.do,
    by: actor.name,
    ...(room !== undefined && { room: room.name }),
    why,
    persons: persons.map(({ publicId }) => publicId),
    writes: [...writes, { audit }],
    ...(isWide && { isWide }),
  };
  const settle = (done: DoneDeed | undefined): void => {
    if (done === undefined) {
      failed?.();
      if (isToldElsewhere) return;
      return refuse(wanted, forbidden(wanted) ?? { code: "not-stored" });
    }
    carryOut(context, done);
    then(done);
    const where = room === undefined ? {} : { room: room.name };
    logger({ event: "moderated", do: frame.do, by: actor.name, subject, ...where });
  };
  // In a cluster it takes a while: what its author wants next begins with what this one has changed, and so takes nothing of it back.
  session.rulings.await();
  const by = { publicId: actor.publicId, seat: session.seatId };
  deeds.do(record, (done) => session.rulings.apply(() => settle(done)), by);
  along?.();
  fanOut.commitPending();
}

/** Tells whether the author of a deed may act on somebody: only on a lower rank, and never on themselves. */
export function mayActAgainst({ context: { moderation }, actor, room }: Wanted, other: Person): boolean {
  const [own, theirs] = [moderation.rank(actor, room?.name), moderation.rank(other, room?.name)];
  return other !== actor && mayActOn(own, theirs);
}

/** Tells that who is meant by a deed is called something else by now, or that somebody else has the name; `undefined` when not. */
export function isOther({ context: { members }, frame }: Wanted, name: string): Problem | undefined {
  const called = members.nicknames.find(nameKey(name));
  if (frame.person === undefined || called?.publicId === frame.person) return undefined;
  const now = members.nicknames.findPerson(frame.person)?.name;
  if (called === undefined && now === undefined) return undefined;
  return { code: "other-person", name: called?.name ?? name, ...(now !== undefined && { now }) };
}

/**
 * Finds the person with the name of a deed, on whom its author may act; else tells the author why not.
 *
 * @param mayAlso Whom the author may act on besides.
 */
export function target(
  wanted: Wanted,
  mayAlso: (wanted: Wanted, other: Person) => boolean = () => false,
): Person | undefined {
  const name = parseName(wanted.frame.name ?? "");
  if (name === undefined) return refuse(wanted, { code: "bad-field", field: "name" });
  const person = wanted.context.members.nicknames.find(nameKey(name));
  const stranger = isOther(wanted, name);
  if (stranger !== undefined) return refuse(wanted, stranger);
  if (person === undefined) return refuse(wanted, { code: "not-here", name, asked: true });
  if (mayActAgainst(wanted, person) || mayAlso(wanted, person)) return person;
  return refuse(wanted, { code: "not-allowed", name: person.name });
}
