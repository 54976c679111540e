/**
 * What a cluster's log tells of members who came in at another server: they are persons like all others, who have no
 * connection here.
 *
 * @module
 */

import { Seat } from "../accounts.ts";
import type { StoredAccess } from "../log.ts";
import type { Goodbye } from "../rooms.ts";
import type { MemberContext } from "./context.ts";
import type { FarDelivery } from "./direct_messages.ts";
import { addMember, takeOut as takeOutOfRoom } from "./join.ts";
import { takeOut } from "./leave.ts";
import { Person } from "./person.ts";
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
  resume(person: Person, seatId: number): void {
    const { words, clock, absent, absentSeats } = this.#context;
    const seat = person.seats.find(({ id }) => id === seatId);
    for (const session of person.sessions) {
      if (seat === undefined || session.seatId !== seat.id) continue;
      session.detach({ type: "bye", reason: "replaced", text: words.bye("replaced") });
      person.disconnect(session, clock.elapsed());
    }
    person.resume(seat);
    absent.delete(person);
    if (seat !== undefined) absentSeats.delete(seat);
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

  /** Has somebody enter a room. */
  join(person: Person, room: string): void {
    const { rooms, tokens } = this.#context;
    if (person.isIn(room)) return;
    addMember(this.#context, person, rooms.open(room), false);
    tokens.noteRooms(person);
  }

  /** Has somebody leave a room. */
  part(person: Person, room: string, goodbye: Goodbye): void {
    const membership = person.membershipIn(room);
    if (membership !== undefined) takeOutOfRoom(this.#context, person, membership, goodbye);
  }

  /** Has somebody be a member no more. */
  leave(person: Person, { reason, word }: Goodbye): void {
    if (person.isHere) takeOut(this.#context, person, { reason, word });
  }

  /** Has somebody be away, empty for no reason, or back. */
  setAway(person: Person, why: string | undefined): void {
    if (why === undefined) person.comeBack();
    else person.goAway(why);
    this.#context.watchers.awayChanged(person);
  }

  #make({ name, publicId, home, seats }: MemberElsewhere): Person {
    const { tokens, nicknames, clock, held } = this.#context;
    const person = new Person(held);
    const given = seats.map(({ id, hash, access }) => new Seat(id, hash, access));
    tokens.adopt(person, given, { home, publicId });
    nicknames.assign(person, name);
    person.enter(clock.now(), clock.elapsed());
    return person;
  }
}
