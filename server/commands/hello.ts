/**
 * Entering: as somebody new, or as a person who resumes.
 *
 * @module
 */

import { PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import { nameKey, parseRoom } from "../../protocol/names.ts";
import type { Admission, Ticket } from "../accounts.ts";
import type { Subject } from "../moderation.ts";
import type { RoomCursor, RoomCursors, Session } from "../members.ts";
import { badRoom, noRoom } from "../validation.ts";
import type { CommandContext } from "./context.ts";
import type { Frame } from "./checks.ts";

/** Lets a session in as somebody new, or as a person who is here already. */
export function hello(context: CommandContext, session: Session, frame: Frame<"hello">): void {
  const { refusal } = session.peer;
  if (refusal !== undefined) {
    session.problem(refusal);
    return context.members.end(session, "refused", "removed");
  }
  if (frame.version !== undefined && !PROTOCOL_VERSIONS.includes(frame.version)) {
    return session.problem({ code: "bad-version", versions: PROTOCOL_VERSIONS });
  }
  const room = parseRoom(frame.room);
  if (room === undefined && frame.room !== "") return session.problem(badRoom(frame.room));
  const { members, limits } = context;
  const { token, after = {} } = frame.resume ?? {};
  const cursors = cursorsOf(after, limits.roomsPerMember);
  const person = token === undefined || !session.peer.isProgram ? undefined : members.bearer(token);
  const created = frame.create === false ? (false as const) : undefined;
  const { name, ticket, door } = frame;
  const entry = { name, room, cursors, token, created, ticket, door };
  const enter = (): void => enterAnew(context, session, entry);
  if (token === undefined || person === undefined) return enter();
  // A hello that was long on its way, from a connection that its client has given up since.
  const isOutdated = person.sessions.some(({ openedAt }) => openedAt > session.openedAt);
  if (isOutdated) return members.end(session, "replaced", "lost");
  const { id, account } = person;
  if (isKeptOut(context, session, { name: person.name, id, account, sessions: [session] })) return;
  members.resume(session, { person, token, cursors }, enter);
}

/** How somebody new wants to come in. */
interface Entry {
  readonly name: string;
  readonly room: string | undefined;
  readonly cursors: RoomCursors;
  readonly token: string | undefined;
  /** `false` to enter the room only if it is there. */
  readonly created: false | undefined;
  /** The token of a ticket. */
  readonly ticket: string | undefined;
  /** The word that lets in. */
  readonly door: string | undefined;
}

function enterAnew(context: CommandContext, session: Session, entry: Entry): void {
  const { members, rooms, fanOut } = context;
  const { nicknames } = members;
  const { name: wanted, room, token, created } = entry;
  const admission = admissionOf(context, session, entry); // First: who may not come in learns nothing of who and what is there.
  if (!admission.isAdmitted) return session.problem(admission.problem);
  if (created === false && room !== undefined && !rooms.isKnown(room)) return session.problem(noRoom(room));
  const checked = nicknames.check(
    wanted,
    session.person,
    token === undefined ? undefined : members.nameOf(token),
  );
  if (!checked.isFree) return session.problem(checked.problem);
  const wait = context.joins.take(session.peer.origin.key, context.clock.elapsed());
  if (wait > 0) return session.problem({ code: "join-limit", wait });
  fanOut.commitPending();
  const id = token === undefined ? 0 : members.numberOf(token) ?? 0;
  const subject = { name: checked.name, id, account: session.person.account, sessions: [session] };
  if (isKeptOut(context, session, subject)) return;
  const { ticket } = admission;
  const isInvited = room !== undefined && ticket?.room !== undefined &&
    nameKey(ticket.room) === nameKey(room);
  const problem = room === undefined
    ? undefined
    : (isInvited ? context.moderation.banProblem(subject, room) : members.entranceProblem(subject, room)) ??
      rooms.check(room, session);
  if (problem !== undefined) return session.problem(problem);
  const { name, key } = checked;
  if (ticket !== undefined && !useTicket(context, entry)) return session.problem({ code: "ticket-bad" });
  const onTaken = (): void => {
    if (ticket !== undefined) context.entry.giveBack(ticket);
    session.problem(nicknames.taken(name));
  };
  const onEntered = (personId: number): void => {
    if (ticket !== undefined) noteInvited(context, { personId, name, ticket });
  };
  members.enter(session, { ...entry, name, key, onEntered }, onTaken);
}

function admissionOf(
  { entry, members, tryRead }: CommandContext,
  session: Session,
  { name, ticket, door: word, token }: Entry,
): Admission {
  const personId = token === undefined ? undefined : members.numberOf(token);
  const addressKey = session.peer.origin.key;
  const admission = tryRead(() =>
    entry.admit({ name, ticket, word, personId, hasAccount: false, addressKey })
  );
  return admission ?? { isAdmitted: false, problem: { code: "not-stored" } };
}

function useTicket({ entry, tryRead }: CommandContext, { ticket = "" }: Entry): boolean {
  return tryRead(() => entry.use(ticket)) === true;
}

function noteInvited(
  { entry, logger, tryRead }: CommandContext,
  { personId, name, ticket }: { readonly personId: number; readonly name: string; readonly ticket: Ticket },
): void {
  logger({ event: "ticket-used", name, ticket: ticket.id });
  tryRead(() => entry.noteInvited(personId, ticket));
}

/** Tells somebody who is banned so, and ends their connection. */
function isKeptOut({ moderation, members }: CommandContext, session: Session, subject: Subject): boolean {
  const problem = moderation.entryProblem(subject);
  if (problem === undefined) return false;
  session.problem(problem);
  members.end(session, "refused", "removed");
  return true;
}

/** Reads the rooms that somebody had messages of. One more than they may be in is enough for the error that it is too many. */
function cursorsOf(after: Readonly<Record<string, number>>, most: number): RoomCursors {
  const cursors = new Map<string, RoomCursor>();
  for (const [written, seq] of Object.entries(after)) {
    const room = parseRoom(written);
    if (room !== undefined) cursors.set(nameKey(room), { room, after: seq });
    if (cursors.size > most) break;
  }
  return cursors;
}
