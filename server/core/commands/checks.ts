/**
 * What several commands check before they do anything.
 *
 * @module
 */

import { NAME_CHARS } from "../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import { cleanLine, firstChars } from "../../../protocol/text.ts";
import type { ClientFrame, MessageId, Problem } from "../../../protocol.ts";
import type { Membership, Room } from "../rooms.ts";
import { noRoom, type ValidatedText } from "../../validation.ts";
import type { Person, Session } from "../members.ts";
import type { Subject } from "../moderation.ts";
import type { CommandContext } from "./context.ts";

/** Every frame of a client, by its type. */
export type FrameOf = { readonly [Each in ClientFrame as Each["type"]]: Each };

/** A frame of one type. */
export type Frame<Type extends ClientFrame["type"]> = FrameOf[Type];

/** Finds the membership in the room that a session speaks of; else tells it that there is none. */
export function membershipIn(session: Session, room: string, id?: MessageId): Membership | undefined {
  const membership = session.person.membershipIn(room);
  if (membership === undefined) session.problem(noRoom(room), id);
  return membership;
}

/** Finds the person with this name; else tells the session that nobody has it. */
export function findPerson(
  { members }: CommandContext,
  session: Session,
  wanted: string,
  { id, asked }: { readonly id?: MessageId | undefined; readonly asked?: true },
): Person | undefined {
  const name = parseName(wanted);
  const person = name === undefined ? undefined : members.nicknames.find(nameKey(name));
  if (person === undefined) {
    const shown = name ?? firstChars(cleanLine(wanted), NAME_CHARS);
    session.problem({ code: "not-here", name: shown, ...(asked === true && { asked }) }, id);
  }
  return person;
}

/** Finds whom a private message is for: the person with this name, who must have the id that was given with it. */
export function findAddressee(
  context: CommandContext,
  session: Session,
  { to, person: wanted, id }: Frame<"private">,
): Person | undefined {
  const { nicknames } = context.members;
  const name = parseName(to);
  const called = name === undefined ? undefined : nicknames.find(nameKey(name));
  if (wanted === undefined || called?.publicId === wanted) return findPerson(context, session, to, { id });
  const now = nicknames.findPerson(wanted)?.name;
  if (called === undefined && now === undefined) return findPerson(context, session, to, { id });
  const shown = called?.name ?? name ?? firstChars(cleanLine(to), NAME_CHARS);
  session.problem({ code: "other-person", name: shown, ...(now !== undefined && { now }) }, id);
  return undefined;
}

/**
 * Tells why somebody could not be here, or in one of the rooms that they are in, were they called or known as something else.
 *
 * @param changed What is different then.
 */
export function exclusionOf(
  { moderation }: CommandContext,
  { name, id, account, sessions, memberships }: Person,
  changed: Partial<Pick<Subject, "name" | "account">>,
): Problem | undefined {
  const subject = { name, id, account, sessions, ...changed };
  const rooms = memberships.map(({ room }) => room.name);
  return [undefined, ...rooms].map((room) => moderation.banProblem(subject, room)).find(isProblem);
}

const isProblem = (problem: unknown): boolean => problem !== undefined;

/** Tells whether a person may learn of a room: they are in it, or might be. */
export function mayLearnOf({ moderation }: CommandContext, { person }: Session, room: Room): boolean {
  return person.isIn(room.name) || moderation.mayLearnOf(person, room.name);
}

/** Gives a text that may be said; else tells its author what is wrong with it. */
export function acceptedText(session: Session, ready: ValidatedText, id?: MessageId): string | undefined {
  if (ready.ok) return ready.text;
  session.problem(ready.problem, id);
  return undefined;
}
