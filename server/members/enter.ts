/**
 * How people come in, resume, and are restored after a restart of the server.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { StoredMember } from "../log.ts";
import type { Membership, Room } from "../rooms.ts";
import { addMember, rejoin, sendEntered } from "./join.ts";
import { claim, type MemberContext, type RoomCursors } from "./context.ts";
import { Person } from "./person.ts";
import type { Session } from "./session.ts";
import { type WelcomeDetails, welcomeTo } from "./welcome.ts";

/** How somebody wants to come in. */
export interface EntryRequest {
  /** A name that was free when it was checked, and its key. */
  readonly name: string;
  readonly key: string;
  /** The room to enter first, which they may open; none for somebody who wants none. */
  readonly room: string | undefined;
  /** The other rooms, and what they have of each; this counts only if the log knows their token. */
  readonly cursors: RoomCursors;
  /** The token that they came with, if any. */
  readonly token: string | undefined;
  /** `false` for somebody who asked for a room that is there, and is told so. */
  readonly created?: false | undefined;
  /** Called once they are in, with their number in the log; 0 for somebody without a token. */
  onEntered?(personId: number): void;
}

/** Lets a session in under a name, and into the rooms that it wants. @param onTaken Called when somebody else was first. */
export function enter(
  context: MemberContext,
  session: Session,
  request: EntryRequest,
  onTaken: () => void,
): void {
  const { person } = session;
  const { name, key } = request;
  claim(context, session, person, { kind: "enter", name, key }, (ruling) => {
    if (session.isOver) return;
    if (ruling !== "granted") return onTaken();
    admit(context, session, request);
  });
}

function admit(context: MemberContext, session: Session, request: EntryRequest): void {
  const { name, room, cursors, token, created } = request;
  const { tokens, fanOut, logger, replay, clock, nicknames, watchers } = context;
  const { person, peer } = session;
  fanOut.commitPending(); // So that the welcome's `seq` is that of the last message before this person's first.
  const isKnown = token !== undefined && tokens.isKnown(token);
  const known = isKnown ? cursors : withoutNumbers(cursors);
  session.enter(person);
  const issued = peer.isProgram && peer.cannotResume === undefined
    ? tokens.issue(person, token)
    : tokens.issueNone(person);
  nicknames.assign(person, name);
  person.enter(clock.now(), clock.elapsed());
  logger({ event: "joined", name, address: peer.address, door: session.format.door });
  request.onEntered?.(person.id);
  const first = room === undefined
    ? undefined
    : addMember(context, person, context.rooms.open(room), !isKnown);
  tokens.noteRooms(person);
  watchers.entered(person);
  sendWelcome(context, session, first, { token: issued, isBack: false, created });
  if (first !== undefined) replay.catchUp(session, first.room, cursorIn(known, first.room));
  rejoin(context, session, known);
}

/** How somebody wants to go on. */
export interface ResumeRequest {
  /** The person who is here with this token. */
  readonly person: Person;
  readonly token: string;
  /** What they have of each room. */
  readonly cursors: RoomCursors;
}

/**
 * Makes a session the connection of a person who is in, with or without another connection, which ends. Nobody else
 * notices.
 *
 * @param onGone Called when the person has left meanwhile.
 */
export function resume(
  context: MemberContext,
  session: Session,
  { person, token, cursors }: ResumeRequest,
  onGone: () => void,
): void {
  claim(context, session, person, { kind: "resume" }, (ruling) => {
    if (session.isOver) return;
    if (ruling !== "granted") return onGone();
    context.fanOut.commitPending();
    replace(context, session, person);
    context.logger({ event: "back", name: person.name, address: session.peer.address });
    sendBacklog(context, session, token, cursors);
    rejoin(context, session, cursors, () => person.deliverHeld());
  });
}

/** Moves a person to a new connection. */
function replace({ words, clock, absent }: MemberContext, session: Session, person: Person): void {
  for (const before of person.sessions) {
    before.detach({ type: "bye", reason: "replaced", text: words.bye("replaced") });
    person.disconnect(before, clock.elapsed());
  }
  person.resume();
  session.enter(person);
  absent.delete(person);
  for (const membership of person.memberships) {
    membership.room.moveToEnd(membership);
    session.follow(membership.room);
  }
}

/** Welcomes a session back, and sends it what it missed of each room. */
function sendBacklog(context: MemberContext, session: Session, token: string, cursors: RoomCursors): void {
  const [first, ...others] = session.person.memberships;
  sendWelcome(context, session, first, { token, isBack: true });
  if (first !== undefined) context.replay.catchUp(session, first.room, cursorIn(cursors, first.room));
  for (const membership of others) {
    sendEntered(context, session.person, session, membership);
    context.replay.catchUp(session, membership.room, cursorIn(cursors, membership.room));
  }
}

/** Makes the same cursors for somebody of whom the log knows nothing. */
function withoutNumbers(cursors: RoomCursors): RoomCursors {
  return new Map([...cursors].map(([key, { room }]) => [key, { room, after: undefined }]));
}

function cursorIn(cursors: RoomCursors, room: Room): number | undefined {
  return cursors.get(nameKey(room.name))?.after;
}

function sendWelcome(
  context: MemberContext,
  session: Session,
  membership: Membership | undefined,
  details: Omit<WelcomeDetails, "title" | "name" | "person">,
): void {
  const { title } = context;
  const { name, publicId: person } = session.person;
  session.reply(welcomeTo(session.person, membership, context, { title, name, person, ...details }));
}

/** Restores everybody who was in when the server ended: they are here without a connection until they resume. */
export function restore(context: MemberContext, stored: readonly StoredMember[]): void {
  const { nicknames, tokens, rooms, clock, held, absent, marks } = context;
  for (const member of stored) {
    if (nicknames.find(nameKey(member.name)) !== undefined) continue;
    const person = new Person(held);
    tokens.restore(person, member);
    nicknames.assign(person, member.name);
    person.restore(clock.now(), clock.elapsed());
    absent.add(person);
    for (const name of member.rooms) {
      const membership = rooms.reopen(name).restore(person);
      person.join(membership);
      marks.restore(person, membership, false);
    }
  }
}
