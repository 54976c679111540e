/**
 * A person: who they are, which rooms they are in, and what belongs to them whatever connection they have.
 *
 * @module
 */

import type { MessageId, PrivateFrame, Problem, Reply } from "../../../protocol.ts";
import { nameKey, parseRoom } from "../../../protocol/names.ts";
import type { AccountRole, Seat } from "../../store/accounts.ts";
import type { Claimant, Member, Membership } from "../rooms.ts";
import { type Correspondent, DirectMessages, type HeldMessages } from "./direct_messages.ts";
import { type Authored, IgnoreList } from "./ignore_list.ts";
import type { PersonSession } from "./person_session.ts";

/** The rooms of a person who is in none, and the sessions of one without a connection. Never written to. */
const NOWHERE: readonly Membership[] = [];
const NO_SESSIONS: readonly PersonSession[] = [];
const NO_SEATS: readonly Seat[] = [];

/** Somebody who came, is here, or has left. Here, they have no, one or several sessions. */
export class Person implements Member, Claimant, Correspondent {
  readonly #held: HeldMessages;
  #name = "";
  #key = "";
  #seats = NO_SEATS;
  #home = 0;
  #publicId = "";
  #isHere = false;
  #stay = 0;
  #memberships = NOWHERE;
  #sessions = NO_SESSIONS;
  #address = "-";
  #since = 0;
  #namedAt = 0;
  #activeAt = 0;
  #absentSince: number | undefined;
  #away: string | undefined;
  #account: AccountRole | undefined;
  #ignoreList: IgnoreList | undefined;
  #directMessages: DirectMessages | undefined;
  ref: number | undefined;

  /** Makes somebody who has no name yet and is nowhere. */
  constructor(held: HeldMessages) {
    this.#held = held;
  }

  /** Their name, once they are in. */
  get name(): string {
    return this.#name;
  }

  /** The key of their name. */
  get key(): string {
    return this.#key;
  }

  /** The number of their first seat in the log; 0 for somebody without a token. */
  get id(): number {
    return this.#seats[0]?.id ?? 0;
  }

  /** The number under which everybody knows them, and their read marks are kept; 0 for somebody without one. */
  get home(): number {
    return this.#home;
  }

  /** The id by which everybody knows them, whatever they are called; empty before they are in. */
  get publicId(): string {
    return this.#publicId;
  }

  /** Their ways back in, one for each client that they came with; none for somebody without a token. */
  get seats(): readonly Seat[] {
    return this.#seats;
  }

  get canComeBack(): boolean {
    return this.#seats.length > 0;
  }

  /** Whether they are in, perhaps without a connection. */
  get isHere(): boolean {
    return this.#isHere;
  }

  stayOf(seat: number | undefined): number {
    if (seat === undefined) return this.#stay;
    return this.#seats.find(({ id }) => id === seat)?.stay ?? 0;
  }

  /** The rooms that they are in, in the order in which they entered them. */
  get memberships(): readonly Membership[] {
    return this.#memberships;
  }

  /** The connections that they have; another list whenever one comes or goes. */
  get sessions(): readonly PersonSession[] {
    return this.#sessions;
  }

  /** Where their last connection came from, for the log. */
  get address(): string {
    return this.#address;
  }

  /** Whether this server has a connection of theirs, or keeps a place for one: not where all of them are at others of a cluster. */
  get isOurs(): boolean {
    return this.#sessions.length > 0 || this.#seats.some(({ isElsewhere }) => !isElsewhere);
  }

  /** Since when they are here, in ms since 1970. */
  get since(): number {
    return this.#since;
  }

  /** Since when they are here under their name, in ms since 1970. */
  get namedAt(): number {
    return this.#namedAt;
  }

  /** When they last did something themselves, by the clock that never jumps; a program's pong is not that. */
  get activeAt(): number {
    return this.#activeAt;
  }

  /** Since when they have no connection, by the clock that never jumps; `undefined` while they have one. */
  get absentSince(): number | undefined {
    return this.#absentSince;
  }

  /** Their account and its rank; `undefined` for a guest. */
  get account(): AccountRole | undefined {
    return this.#account;
  }

  /** Why they are away, empty for no reason; `undefined` while they are not. */
  get away(): string | undefined {
    return this.#away;
  }

  /** The people whose messages they do not want to see, if there are any. */
  get ignores(): IgnoreList | undefined {
    return this.#ignoreList?.isEmpty === false ? this.#ignoreList : undefined;
  }

  /** What this person wrote to others alone, and others to them. */
  get directMessages(): DirectMessages {
    return this.#directMessages ??= new DirectMessages(this, this.#held);
  }

  /** The person to whom they wrote alone last, or who wrote to them. */
  get correspondent(): Correspondent | undefined {
    return this.#directMessages?.correspondent;
  }

  /** Notes that they are in. @param at In ms since 1970. @param now By the clock that never jumps. */
  enter(at: number, now: number): void {
    this.#isHere = true;
    this.#since = at;
    this.#namedAt = at;
    this.#activeAt = now;
  }

  /** Notes that they were in when the server ended, and have not come back yet. Times as for {@linkcode enter}. */
  restore(at: number, now: number): void {
    this.enter(at, now);
    this.#absentSince = now;
  }

  /** Notes that they go on with a new connection: what was claimed from that seat before is void. */
  resume(seat?: Seat): void {
    this.#stay++;
    if (seat !== undefined) seat.stay++;
  }

  /** Notes that they have left; messages held for them fail. */
  leave(): void {
    this.#isHere = false;
    this.#memberships = NOWHERE;
    this.#sessions = NO_SESSIONS;
    this.#directMessages?.close();
  }

  /** Notes their name, which is theirs now. */
  rename(name: string): void {
    const key = nameKey(name);
    this.#name = name;
    this.#key = key === name ? name : key; // One text where both are the same.
  }

  /** Notes that another name is theirs from now on. @param at In ms since 1970. */
  noteRenamed(at: number): void {
    this.#namedAt = at;
  }

  identify(home: number, publicId: string): void {
    this.#home = home;
    this.#publicId = publicId;
  }

  addSeat(seat: Seat): void {
    this.#seats = this.#seats.concat(seat);
  }

  removeSeat(seat: Seat): void {
    this.#seats = this.#seats.filter((other) => other !== seat);
  }

  /** Notes that they have proved to be the holder of an account, or are a guest from now on. */
  setAccount(account: AccountRole | undefined): void {
    this.#account = account;
  }

  /** Notes one more connection. @param address Where it comes from. */
  connect(session: PersonSession, address: string): void {
    this.#sessions = this.#sessions.concat(session); // Not with dots, which make an array with room for many more.
    this.#address = address;
    this.#absentSince = undefined;
  }

  /** Notes that a connection is over. @param now By the clock that never jumps. */
  disconnect(session: PersonSession, now: number): void {
    this.#sessions = this.#sessions.length === 1 && this.#sessions[0] === session
      ? NO_SESSIONS
      : this.#sessions.filter((other) => other !== session);
    if (this.#sessions.length === 0) this.#absentSince = now;
  }

  /** Notes one more room. */
  join(membership: Membership): void {
    this.#memberships = this.#memberships.concat(membership);
  }

  /** Notes that they are not in a room any more. */
  part(membership: Membership): void {
    this.#memberships = this.#memberships.filter((other) => other !== membership);
  }

  /** Finds their membership in a room, whose name may be written in any way. */
  membershipIn(room: string): Membership | undefined {
    for (const membership of this.#memberships) if (membership.room.name === room) return membership;
    const name = parseRoom(room);
    const key = name === undefined ? undefined : nameKey(name);
    return this.#memberships.find((membership) => nameKey(membership.room.name) === key);
  }

  isIn(room: string): boolean {
    return this.#memberships.some((membership) => membership.room.name === room);
  }

  /** Notes that they did something. @param now By the clock that never jumps. */
  noteActivity(now: number): void {
    this.#activeAt = now;
  }

  /** Notes that they are away; an empty text is no reason. */
  goAway(why: string): void {
    this.#away = why;
  }

  /** Notes that they are back. */
  comeBack(): void {
    this.#away = undefined;
  }

  /** Hides what somebody says, whatever they are called from now on. @param person Their id, if they are known. */
  ignore(name: string, person: string | undefined): void {
    (this.#ignoreList ??= new IgnoreList()).add(name, person);
  }

  /** Shows again what somebody says; `false` when it was not hidden. @param person The id of who has the name now. */
  unignore(name: string, person: string | undefined): boolean {
    return this.#ignoreList?.remove(name, person) ?? false;
  }

  /** Goes on ignoring somebody who has another name. @param before The key of the old one. */
  followRename(before: string, name: string): void {
    this.#ignoreList?.rename(before, name);
  }

  shows(message: Authored): boolean {
    return this.#ignoreList?.hides(message) !== true;
  }

  /** Sends every connection a reply. */
  reply(frame: Reply): void {
    for (const session of this.#sessions) session.reply(frame);
  }

  /** Sends every connection an error. */
  problem(problem: Problem, id?: MessageId): void {
    for (const session of this.#sessions) session.problem(problem, id);
  }

  replyTo(seat: number, frame: Reply): void {
    for (const session of this.#sessions) if (session.seatId === seat) session.reply(frame);
  }

  problemTo(seat: number, problem: Problem, id?: MessageId): void {
    for (const session of this.#sessions) if (session.seatId === seat) session.problem(problem, id);
  }

  /** Tells every connection something, and calls `settle` once: when the first has it, or when none ever will. */
  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void {
    let left = this.#sessions.length;
    let isSettled = false;
    for (const session of this.#sessions) {
      session.deliver(frame, (isWritten) => {
        left--;
        if (isSettled || (!isWritten && left > 0)) return;
        isSettled = true;
        settle(isWritten);
      });
    }
  }

  /** Delivers what others said to them alone while they had no connection. */
  deliverHeld(): void {
    this.#directMessages?.deliverHeld();
  }
}
