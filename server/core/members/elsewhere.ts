/**
 * What a cluster's log tells of members who came in at another server: they are persons like all others, who have no
 * connection here.
 *
 * @module
 */

import type { Role } from "../../../protocol/standing.ts";
import { type AccountRole, Seat } from "../../store/accounts.ts";
import type { StoredAccess } from "../../store/log.ts";
import type { Goodbye } from "../rooms.ts";
import { noteAccount } from "./accounts.ts";
import type { MemberContext } from "./context.ts";
import type { FarDelivery } from "./direct_messages.ts";
import { addMember, enterRoom, takeOut as takeOutOfRoom } from "./join.ts";
import { takeOut } from "./leave.ts";
import { Person } from "./person.ts";
import { type Removal, takeFromRoom, takeFromServer } from "./remove.ts";
import { giveName } from "./rename.ts";

/** A seat of somebody who is somewhere else. */
export interface SeatElsewhere {
  readonly id: number;
  readonly hash: string;
  readonly access: StoredAccess;
}

/** Somebody who is in at another server. */
export interface MemberElsewhere {
  readonly name: string;
  /** The id by which everybody knows them, where the log has no number for them. */
  readonly publicId: string;
  /** The number under which everybody knows them; 0 for somebody without one. */
  readonly home: number;
  readonly seats: readonly SeatElsewhere[];
  readonly rooms: readonly string[];
  readonly away: string | undefined;
  /** What they have proved to be; nothing for a guest. */
  readonly as: HolderElsewhere | undefined;
}

/** What somebody has proved to be: the holder of an account, with its rank unless another one is given. */
export interface HolderElsewhere {
  readonly id: number;
  readonly role?: Role;
  readonly isProven?: true;
}

/** Applies to this server's persons and rooms what others were told already. */
export class Elsewhere {
  readonly #context: MemberContext;

  constructor(context: MemberContext) {
    this.#context = context;
  }

  /** Has somebody come in. */
  enter(member: MemberElsewhere): Person {
    const { tokens, watchers, rooms } = this.#context;
    const person = this.#make(member);
    for (const room of member.rooms) {
      addMember(this.#context, person, rooms.open(room), member.seats.length === 0);
    }
    tokens.noteRooms(person);
    watchers.entered(person);
    return person;
  }

  /** Has somebody be in who was so before this server began: nobody is told of it. */
  restore(member: MemberElsewhere): Person {
    const { tokens, rooms, marks } = this.#context;
    const person = this.#make(member);
    for (const name of member.rooms) {
      const membership = rooms.reopen(name).restore(person);
      person.join(membership);
      marks.restore(person, membership, member.seats.length === 0);
    }
    tokens.noteRooms(person);
    if (member.away !== undefined) person.goAway(member.away);
    return person;
  }

  /** Has somebody go on at another server: a connection that they have here with this seat ends. */
  resume(person: Person, seatId: number, as: HolderElsewhere | undefined): void {
    const { words, clock } = this.#context;
    const seat = person.seats.find(({ id }) => id === seatId);
    for (const session of person.sessions) {
      if (seat === undefined || session.seatId !== seat.id) continue;
      session.detach({ type: "bye", reason: "replaced", text: words.bye("replaced") });
      person.disconnect(session, clock.elapsed());
    }
    person.resume(seat);
    if (as?.isProven === true && person.account?.isProven !== true) this.#assign(person, as);
    this.#goOn(person, seat);
  }

  /** Has somebody have one more connection, which is at another server. */
  attach(person: Person, given: SeatElsewhere | undefined, as: HolderElsewhere | undefined): void {
    const { tokens } = this.#context;
    const before = person.seats.find(({ id }) => id === given?.id);
    if (before !== undefined) person.removeSeat(before);
    const seat = given && new Seat(given.id, given.hash, given.access);
    if (seat !== undefined) person.addSeat(seat);
    person.resume(seat);
    if (as !== undefined) this.#assign(person, as);
    tokens.noteRooms(person);
    this.#goOn(person, seat);
  }

  /** Has one of somebody's seats be theirs no more: what proved it was taken back, or nobody came back to it. */
  drop(person: Person, seatId: number): void {
    const { words, clock, absentSeats, tokens } = this.#context;
    const seat = person.seats.find(({ id }) => id === seatId);
    if (seat === undefined) return;
    for (const session of person.sessions) {
      if (session.seatId !== seatId) continue;
      session.detach({ type: "bye", reason: "removed", text: words.bye("removed") });
      person.disconnect(session, clock.elapsed());
    }
    absentSeats.delete(seat);
    tokens.giveUp(person, seat);
  }

  /** Has somebody have proved to be the holder of an account, by this credential, from one of their seats. */
  prove(person: Person, as: HolderElsewhere | undefined, credential: number, seatId: number): void {
    const account = as && this.#roleOf(as);
    const seat = person.seats.find(({ id }) => id === seatId);
    if (account !== undefined) noteAccount(this.#context, person, account, credential, seat);
  }

  /** Has somebody be known by a number from now on. */
  number(person: Person, home: number): void {
    this.#context.tokens.reserveHome(person, home);
  }

  #assign(person: Person, as: HolderElsewhere): void {
    const account = this.#roleOf(as);
    if (account !== undefined) this.#context.accountHolders.assign(person, account);
  }

  /** Gives what an account is by now; nothing where it was given up. */
  #roleOf({ id, role, isProven }: HolderElsewhere): AccountRole | undefined {
    if (role !== undefined) return { id, role, ...(isProven && { isProven }) };
    const account = this.#context.accounts.withId(id);
    return account && { id, role: account.role };
  }

  /** Has somebody who has a connection elsewhere be given time for each seat that is without one here, and not for all at once. */
  #goOn(person: Person, taken: Seat | undefined): void {
    const { clock, absent, absentSeats } = this.#context;
    if (absent.delete(person)) {
      for (const seat of person.seats) {
        if (seat !== taken && !seat.isElsewhere) absentSeats.add(seat, person, clock.elapsed());
      }
    }
    if (taken !== undefined) absentSeats.delete(taken);
    person.deliverHeld();
  }

  /** Has private messages to people at other servers go this way. */
  set far(far: FarDelivery) {
    this.#context.held.far = far;
  }

  /** Has somebody who lost their connection here be given no time by this server: another one does that. */
  release(person: Person): void {
    this.#context.absent.delete(person);
    for (const seat of person.seats) this.#context.absentSeats.delete(seat);
  }

  /** Has somebody be called something else. */
  rename(person: Person, name: string): void {
    giveName(this.#context, person, name);
  }

  /** Has somebody enter a room; connections that they have here are shown it. */
  join(person: Person, room: string): void {
    if (!person.isIn(room)) enterRoom(this.#context, person, this.#context.rooms.open(room));
  }

  /** Has somebody leave a room. */
  part(person: Person, room: string, goodbye: Goodbye): void {
    const membership = person.membershipIn(room);
    if (membership === undefined) return;
    if (goodbye.reason === "removed") {
      takeFromRoom(this.#context, person, membership, this.#removal(person, goodbye, room));
    } else takeOutOfRoom(this.#context, person, membership, goodbye);
  }

  /** Has somebody be a member no more. */
  leave(person: Person, goodbye: Goodbye): void {
    const { reason, word } = goodbye;
    if (!person.isHere) return;
    if (reason === "removed") takeFromServer(this.#context, person, this.#removal(person, goodbye));
    else takeOut(this.#context, person, { reason, word });
  }

  /** Makes of what others are told what somebody is told who is removed. */
  #removal(person: Person, { by = "", word: why = "" }: Goodbye, room?: string): Removal {
    const problem = this.#context.moderation.banProblem(person, room);
    return { by, why, problem: problem ?? { code: "kicked", by, why, ...(room !== undefined && { room }) } };
  }

  /** Has somebody be away, empty for no reason, or back; connections that they have here are told so. */
  setAway(person: Person, why: string | undefined): void {
    if (why === undefined) person.comeBack();
    else person.goAway(why);
    this.#context.watchers.awayChanged(person);
    person.reply(why === undefined ? { type: "back" } : { type: "away", why });
  }

  #make({ name, publicId, home, seats, as }: MemberElsewhere): Person {
    const { tokens, nicknames, clock, held } = this.#context;
    const person = new Person(held);
    const given = seats.map(({ id, hash, access }) => new Seat(id, hash, access));
    tokens.adopt(person, given, { home, publicId });
    if (as !== undefined) this.#assign(person, as);
    nicknames.assign(person, name);
    person.enter(clock.now(), clock.elapsed());
    return person;
  }
}
