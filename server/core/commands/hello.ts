/**
 * Entering: as somebody new, or as a person who resumes.
 *
 * @module
 */

import { PROTOCOL_VERSIONS } from "../../../protocol/limits.ts";
import { nameKey, parseRoom } from "../../../protocol/names.ts";
import type { Problem } from "../../../protocol.ts";
import {
  type AccountRole,
  type Admission,
  type ChangeOutcome,
  hashOfTicket,
  NO_CLAIM,
  type Ticket,
} from "../../store/accounts.ts";
import type { Subject } from "../moderation.ts";
import type { Identity, Person, RoomCursor, RoomCursors, Session } from "../members.ts";
import { badRoom, noRoom } from "../../validation.ts";
import { change } from "./changes.ts";
import type { CommandContext } from "./context.ts";
import { onceHeard } from "./hearing.ts";
import type { Frame } from "./checks.ts";
import { identify } from "./login.ts";
import { tellModerators } from "./deeds.ts";

/** Lets a session in as somebody new, or as a person who is here already, once it is known who they are. */
export function hello(context: CommandContext, session: Session, frame: Frame<"hello">): void {
  const { refusal, origin } = session.peer;
  const mayBeOwner = frame.owner === true && origin.kind === "loopback";
  if (refusal !== undefined && !mayBeOwner) return refuse(context, session, refusal);
  if (frame.version !== undefined && !PROTOCOL_VERSIONS.includes(frame.version)) {
    return session.problem({ code: "bad-version", versions: PROTOCOL_VERSIONS });
  }
  if (parseRoom(frame.room) === undefined && frame.room !== "") return session.problem(badRoom(frame.room));
  if (context.cluster?.isCutOff) return session.problem({ code: "cut-off" });
  if (!mayBeUnheardOf(context, session, frame)) return identified(context, session, frame);
  onceHeard(context, session, () => {
    if (session.phase === "naming") identified(context, session, frame);
  });
}

/** Lets a session in once it is known who they are. */
function identified(context: CommandContext, session: Session, frame: Frame<"hello">): void {
  const { refusal } = session.peer;
  identify(context, session, frame, (identity) => {
    if (session.phase !== "naming") return;
    // Who has proved to be the owner comes in however little else is let in from here.
    if (refusal !== undefined && identity?.account.isProven !== true) {
      return refuse(context, session, refusal);
    }
    comeIn(context, session, frame, identity);
  });
}

/** Tells whether what somebody comes with, or for, may be from another server of a cluster, of which this one has not heard yet. */
function mayBeUnheardOf(
  { members, rooms }: CommandContext,
  session: Session,
  { resume, auth, ticket, room, create, errand }: Frame<"hello">,
): boolean {
  if (auth !== undefined || ticket !== undefined) return true;
  const mustBeThere = create === false || errand === true;
  if (mustBeThere && room !== "" && rooms.find(room) === undefined) return true;
  return resume !== undefined && members.bearer(resume.token, session.peer) === undefined;
}

function refuse({ members }: CommandContext, session: Session, refusal: Problem): void {
  session.problem(refusal);
  members.end(session, "refused", "removed");
}

function comeIn(
  context: CommandContext,
  session: Session,
  frame: Frame<"hello">,
  identity: Identity | undefined,
): void {
  const { members, limits, rooms } = context;
  const { token, after = {} } = frame.resume ?? {};
  const cursors = cursorsOf(after, limits.roomsPerMember);
  const created = frame.create === false ? (false as const) : undefined;
  const { door } = frame;
  const name = identity?.isNamed === true ? identity.name ?? frame.name : frame.name;
  const ticket = identity === undefined ? frame.ticket : undefined;
  const retry = (): void => comeIn(context, session, frame, identity);
  session.isErrand = frame.errand === true;
  const room = parseRoom(frame.room);
  // A room that has to be made first is entered: nobody is there who could see it.
  const isEntering = !session.isErrand || rooms.find(frame.room) === undefined;
  const entry = { name, room, isEntering, cursors, token, created, ticket, door, identity, retry };
  const enter = (): void => enterAnew(context, session, entry);
  const bearer = token === undefined || !session.peer.isProgram
    ? undefined
    : members.bearer(token, session.peer);
  if (token === undefined || bearer === undefined || !isOf(bearer.person, identity)) return enter();
  const { person, seat } = bearer;
  // A hello that was long on its way, from a connection that its client has given up since.
  const isOutdated = person.sessions.some(({ openedAt, seatId }) =>
    seatId === seat.id && openedAt > session.openedAt
  );
  if (isOutdated) return members.end(session, "replaced", "lost");
  const { id, account } = person;
  if (isKeptOut(context, session, { name: person.name, id, account, sessions: [session] })) return;
  const isOwner = identity?.account.isProven === true;
  members.resume(session, { person, seat, token, cursors, isOwner }, enter);
}

/** Tells whether somebody may go on as this person: they are no more than a token says, or have proved to be the same. */
function isOf({ account }: Person, identity: Identity | undefined): boolean {
  const id = identity?.account.id ?? NO_CLAIM;
  return id === NO_CLAIM || id === account?.id;
}

/** How somebody new wants to come in. */
interface Entry {
  readonly name: string;
  /** The room that they want to be in, or that they have an errand in. */
  readonly room: string | undefined;
  /** `false` for an errand in a room that is there: it is written in, and not entered. */
  readonly isEntering: boolean;
  readonly cursors: RoomCursors;
  readonly token: string | undefined;
  /** `false` to enter the room only if it is there. */
  readonly created: false | undefined;
  /** The token of a ticket. */
  readonly ticket: string | undefined;
  /** The word that lets in. */
  readonly door: string | undefined;
  readonly identity: Identity | undefined;
  /** Begins again: they are in by now with their token. */
  retry(): void;
}

function enterAnew(context: CommandContext, session: Session, entry: Entry): void {
  const { members, rooms, fanOut } = context;
  const { nicknames } = members;
  const { name: wanted, room, token, created, identity, isEntering } = entry;
  const entered = isEntering ? room : undefined;
  const admission = admissionOf(context, session, entry); // First: who may not come in learns nothing of who and what is there.
  if (!admission.isAdmitted) return session.problem(admission.problem);
  if (created === false && room !== undefined && !rooms.isKnown(room)) return session.problem(noRoom(room));
  const account = identity?.account;
  const holder = holderOf(context, account);
  if (identity !== undefined && holder !== undefined) {
    const { name, id } = holder;
    if (isKeptOut(context, session, { name, id, account, sessions: [session] })) return;
    const again = (): void => enterAnew(context, session, entry);
    return members.attach(session, { ...entry, room: entered, person: holder, identity }, again);
  }
  const before = (token === undefined ? undefined : members.nameOf(token)) ?? identity?.name;
  const checked = nicknames.check(wanted, session.person, before, account?.id);
  if (!checked.isFree) return session.problem(onlyUsable(checked.problem, session));
  const wait = context.joins.take(session.peer.origin.key, context.clock.elapsed());
  if (wait > 0) return session.problem({ code: "join-limit", wait });
  fanOut.commitPending();
  const id = token === undefined ? 0 : members.numberOf(token) ?? 0;
  const subject = { name: checked.name, id, account, sessions: [session] };
  if (isKeptOut(context, session, subject)) return;
  const { ticket } = admission;
  const isKnown = (account !== undefined || id > 0 || ticket !== undefined) &&
    !context.moderation.sentOut.has(subject);
  if (!isKnown && mustWait(context, session, { ...entry, name: checked.name })) return;
  context.moderation.sentOut.letIn(subject);
  const isInvited = room !== undefined && ticket?.room !== undefined &&
    nameKey(ticket.room) === nameKey(room);
  const problem = room === undefined
    ? undefined
    : (isInvited ? context.moderation.banProblem(subject, room) : members.entranceProblem(subject, room)) ??
      members.openingProblem(session, subject, room);
  if (problem !== undefined) return session.problem(problem);
  const { name, key } = checked;
  const giveBack = ({ id }: Ticket): void => context.changes.make({ do: "give-back", ticket: id }, () => {});
  const letIn = (used?: Ticket): void => {
    const onTaken = (ruling: "taken" | "void"): void => {
      if (used !== undefined) giveBack(used);
      if (ruling === "void") return entry.retry();
      session.problem(nicknames.taken(name));
    };
    const onEntered = (personId: number): void => {
      if (used !== undefined) noteInvited(context, { personId, name, ticket: used });
    };
    members.enter(session, { ...entry, room: entered, name, key, onEntered }, onTaken);
  };
  if (ticket === undefined) return letIn();
  const used = ({ kind }: ChangeOutcome): void => {
    if (kind !== "made") return session.isOver ? undefined : session.problem({ code: "ticket-bad" });
    // Whoever went meanwhile was never told that they are in: they come again, with the same ticket.
    if (session.isOver || session.hasHungUp) giveBack(ticket);
    else letIn(ticket);
  };
  change(context, session, { do: "use", hash: hashOfTicket(entry.ticket ?? "") }, used, used);
}

/** Has somebody wait to be let in, while whoever comes is; who waits already is told so again. */
function mustWait(context: CommandContext, session: Session, entry: Entry): boolean {
  const { moderation, waiting, clock, words, limits } = context;
  if (!moderation.isApproving || session.entrance === "admitted") return false;
  const { name } = entry;
  if (session.entrance === "open") {
    if (waiting.isFull) {
      session.problem({ code: "full", limit: limits.maxClients });
      return true;
    }
    const enter = (): void => enterAnew(context, session, entry);
    const at = clock.now();
    const n = waiting.add({ session, name, at, since: clock.elapsed(), enter });
    tellModerators(context, {
      type: "moderated",
      do: "waiting",
      name,
      by: session.format.door,
      at,
      why: String(n),
    });
  }
  const known = waiting.nameOf(session) ?? name;
  const { deeds, doors } = words;
  const text = nameKey(known) === nameKey(name) ? deeds.waits : `${doors.waitsAs(known)} ${deeds.waits}`;
  session.reply({ type: "notice", code: "approval", text });
  return true;
}

/** Finds the person who is in as the holder of an account. */
function holderOf({ members }: CommandContext, account: AccountRole | undefined): Person | undefined {
  return account === undefined || account.id === NO_CLAIM
    ? undefined
    : members.accountHolders.find(account.id);
}

/** Tells only of those ways to prove to be somebody that can be used on this connection. */
function onlyUsable(problem: Problem, { peer }: Session): Problem {
  return problem.code !== "name-claimed" || peer.isSecure ? problem : { ...problem, methods: [] };
}

function admissionOf(
  { entry, members, tryRead }: CommandContext,
  session: Session,
  { name, ticket, door: word, token, identity }: Entry,
): Admission {
  const personId = token === undefined ? undefined : members.numberOf(token);
  const addressKey = session.peer.origin.key;
  const hasAccount = identity !== undefined; // The owner needs none.
  const admission = tryRead(() => entry.admit({ name, ticket, word, personId, hasAccount, addressKey }));
  return admission ?? { isAdmitted: false, problem: { code: "not-stored" } };
}

/** Notes who has come in by a ticket, so that they can come back. @param personId 0 for somebody who cannot. */
function noteInvited(
  { changes, logger }: CommandContext,
  { personId, name, ticket }: { readonly personId: number; readonly name: string; readonly ticket: Ticket },
): void {
  logger({ event: "ticket-used", name, ticket: ticket.id });
  if (personId > 0) changes.make({ do: "invited", person: personId, ticket: ticket.id }, () => {});
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
