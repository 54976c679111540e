/**
 * How people come in, resume, and come in once more.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import {
  type Access,
  type IssuedToken,
  NO_CLAIM,
  type PreparedToken,
  type Seat,
} from "../../store/accounts.ts";
import type { Membership, Room } from "../rooms.ts";
import { assignAccount } from "./accounts.ts";
import type { Identity } from "./identity.ts";
import { addMember, rejoin, sendEntered } from "./join.ts";
import { claim, type MemberContext, type RoomCursors } from "./context.ts";
import type { Person } from "./person.ts";
import { removeBanned } from "./remove.ts";
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
  /** What they have proved to be; nothing for a guest. */
  readonly identity?: Identity | undefined;
}

/** What somebody has who was given no token. */
const NO_TOKEN: { readonly [Field in keyof IssuedToken]?: undefined } = {};

/**
 * Lets a session in under a name, and into the rooms that it wants.
 *
 * @param onTaken Called when somebody else was first, or, with `void`, when they themselves are in by now with the token
 * that they brought.
 */
export function enter(
  context: MemberContext,
  session: Session,
  request: EntryRequest,
  onTaken: (ruling: "taken" | "void") => void,
): void {
  const { person } = session;
  const { name, key, room, token, identity } = request;
  const { tokens } = context;
  const prepared = mayResume(session, identity)
    ? tokens.prepare(person, token, accessOf(session, identity))
    : tokens.prepareNone(person, identity?.home);
  const entrance = {
    seat: prepared,
    home: identity?.home ?? 0,
    publicId: person.publicId,
    room,
    as: identity?.account,
  };
  claim(context, session, person, { kind: "enter", name, key, entrance }, (ruling, personId) => {
    if (session.isOver) return;
    if (ruling !== "granted") return onTaken(ruling);
    admit(context, session, request, prepared, personId);
    removeBanned(context, person);
  });
}

function admit(
  context: MemberContext,
  session: Session,
  request: EntryRequest,
  prepared: PreparedToken | undefined,
  personId: number | undefined,
): void {
  const { name, room, cursors, created, identity } = request;
  const { tokens, fanOut, logger, replay, clock, nicknames, watchers } = context;
  const { person, peer } = session;
  fanOut.commitPending(); // So that the welcome's `seq` is that of the last message before this person's first.
  if (identity !== undefined) assignAccount(context, person, identity.account);
  const { seat, token: issued = "", isKnown = false } = prepared === undefined
    ? NO_TOKEN
    : tokens.issue(person, prepared, personId);
  const known = isKnown ? cursors : withoutNumbers(cursors);
  nicknames.assign(person, name);
  person.enter(clock.now(), clock.elapsed());
  session.enter(person, seat);
  session.credential = identity?.credential;
  logger({ event: "joined", name, address: peer.address, door: session.format.door });
  request.onEntered?.(session.seatId);
  const first = room === undefined
    ? undefined
    : addMember(context, person, context.rooms.open(room), !isKnown);
  tokens.noteRooms(person);
  watchers.entered(person);
  const details = { token: issued, isBack: false, created, session: identity?.session };
  sendWelcome(context, session, first, details);
  if (first !== undefined) replay.catchUp(session, first.room, cursorIn(known, first.room));
  rejoin(context, session, known);
}

/** How somebody wants to go on. */
export interface ResumeRequest {
  /** The person who is here with this token, and what it stands for. */
  readonly person: Person;
  readonly seat: Seat;
  readonly token: string;
  /** Whether they have proved to know the owner's secret. */
  readonly isOwner: boolean;
  /** What they have of each room. */
  readonly cursors: RoomCursors;
}

/**
 * Makes a session the connection of a seat of a person who is in, in the place of the one that it may have, which ends.
 * Nobody else notices.
 *
 * @param onGone Called when the person has left meanwhile.
 */
export function resume(
  context: MemberContext,
  session: Session,
  { person, seat, token, cursors, isOwner }: ResumeRequest,
  onGone: () => void,
): void {
  const as = isOwner && person.account?.isProven !== true
    ? { id: person.account?.id ?? NO_CLAIM, role: "owner", isProven: true } as const
    : undefined;
  claim(context, session, person, { kind: "resume", takes: seat.id, as }, (ruling) => {
    if (session.isOver) return;
    if (ruling !== "granted" || !person.seats.includes(seat)) return onGone();
    context.fanOut.commitPending();
    take(context, session, person, seat);
    if (as !== undefined) assignAccount(context, person, as);
    context.logger({ event: "back", name: person.name, address: session.peer.address });
    sendBacklog(context, session, { token, isBack: true }, cursors);
    rejoin(context, session, cursors, () => person.deliverHeld());
    removeBanned(context, person);
  });
}

/** How the holder of an account comes who is in already. */
export interface AttachRequest {
  readonly person: Person;
  /** The room that they want to be in, if any. */
  readonly room: string | undefined;
  /** The token that they came with, if any. */
  readonly token: string | undefined;
  /** The other rooms, and what they have of each; this counts only if the log knows their token. */
  readonly cursors: RoomCursors;
  readonly identity: Identity;
}

/**
 * Makes a session one more connection of a person who is in. Nobody else notices.
 *
 * @param onGone Called when the person has left meanwhile.
 */
export function attach(
  context: MemberContext,
  session: Session,
  { person, room, token, cursors, identity }: AttachRequest,
  onGone: () => void,
): void {
  const { tokens } = context;
  const prepared = mayResume(session, identity)
    ? tokens.prepare(person, token, accessOf(session, identity))
    : undefined;
  const wish = { kind: "attach", with: prepared, as: identity.account } as const;
  claim(context, session, person, wish, (ruling, seatId) => {
    if (session.isOver) return;
    if (ruling !== "granted") return onGone();
    const { fanOut, logger } = context;
    fanOut.commitPending();
    assignAccount(context, person, identity.account);
    const issued = prepared && tokens.issue(person, prepared, seatId);
    take(context, session, person, issued?.seat);
    session.credential = identity.credential;
    logger({ event: "back", name: person.name, address: session.peer.address });
    const known = issued?.isKnown === true ? cursors : withoutNumbers(cursors);
    const wanted = room === undefined ? known : new Map([...withRoom(room), ...known]);
    const first = room === undefined ? undefined : person.membershipIn(room);
    sendBacklog(context, session, { token: issued?.token ?? "", session: identity.session }, known, first);
    tokens.noteRooms(person);
    rejoin(context, session, wanted, () => person.deliverHeld());
    removeBanned(context, person);
  });
}

/** Makes a session the connection of a person's seat, or one without any. */
function take(
  { words, clock, absent, absentSeats }: MemberContext,
  session: Session,
  person: Person,
  seat: Seat | undefined,
): void {
  for (const before of person.sessions) {
    if (seat === undefined || before.seatId !== seat.id) continue;
    before.detach({ type: "bye", reason: "replaced", text: words.bye("replaced") });
    person.disconnect(before, clock.elapsed());
  }
  person.resume(seat);
  session.enter(person, seat);
  absent.delete(person);
  if (seat !== undefined) absentSeats.delete(seat);
  for (const membership of person.memberships) {
    session.follow(membership.room);
  }
}

/**
 * Welcomes a session back, and sends it what it missed of each room.
 *
 * @param first The room to begin with; that which was entered first without it.
 */
function sendBacklog(
  context: MemberContext,
  session: Session,
  details: Pick<WelcomeDetails, "token" | "session"> & { readonly isBack?: true },
  cursors: RoomCursors,
  first: Membership | undefined = session.person.memberships[0],
): void {
  const { person } = session;
  sendWelcome(context, session, first, { isBack: false, ...details });
  if (person.away !== undefined && details.isBack !== true) session.reply({ type: "away", why: person.away });
  if (first !== undefined) context.replay.catchUp(session, first.room, cursorIn(cursors, first.room));
  for (const membership of person.memberships) {
    if (membership === first) continue;
    sendEntered(context, person, session, membership);
    context.replay.catchUp(session, membership.room, cursorIn(cursors, membership.room));
  }
}

/** Makes the same cursors for somebody of whom the log knows nothing. */
function withoutNumbers(cursors: RoomCursors): RoomCursors {
  return new Map([...cursors].map(([key, { room }]) => [key, { room, after: undefined }]));
}

/** Makes the cursors of somebody who wants to be in one more room. */
function withRoom(room: string): RoomCursors {
  return new Map([[nameKey(room), { room, after: undefined }]]);
}

/** Tells whether a session is given a token to come back with. Who has an account comes back with that, whatever their client keeps. */
function mayResume({ peer }: Session, identity: Identity | undefined): boolean {
  const hasAccount = identity !== undefined && identity.account.id !== NO_CLAIM;
  return peer.isProgram && (peer.cannotResume === undefined || hasAccount);
}

/** Says what a token that a session is given now is good for. */
function accessOf({ peer: { isSecure, origin } }: Session, identity: Identity | undefined): Access {
  const { account, credential, home } = identity ?? {};
  const isClaimed = account !== undefined && account.id !== NO_CLAIM;
  return { isSecure, net: origin.key, ...(isClaimed && { account: account.id, credential, home }) };
}

function cursorIn(cursors: RoomCursors, room: Room): number | undefined {
  return cursors.get(nameKey(room.name))?.after;
}

function sendWelcome(
  context: MemberContext,
  session: Session,
  membership: Membership | undefined,
  details: Omit<WelcomeDetails, "title" | "name" | "person" | "account">,
): void {
  const { title } = context;
  const { name, publicId: person, account } = session.person;
  const all = { title, name, person, account, ...details };
  session.reply(welcomeTo(session.person, membership, context, all));
}
