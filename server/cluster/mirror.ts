/**
 * This server's persons and rooms, as far as the cluster's log tells of them.
 *
 * @module
 */

import type { HolderElsewhere, MemberElsewhere, Members, Person } from "../core/members.ts";
import type { Claim, Claimant, Room, Rooms } from "../core/rooms.ts";
import type { ReadMark } from "../store/log.ts";
import type { Effect } from "./effect.ts";
import type { Item } from "./item.ts";
import { dropItem, leaveItem } from "./items.ts";
import type { PersonRecord } from "./person_record.ts";
import type { ClusterState } from "./state.ts";

/** The parts of a server on which the log is shown. */
export interface MirrorParts {
  readonly members: Members;
  readonly rooms: Rooms;
}

/** How far somebody has read a room. */
type Mark = readonly [ref: number, room: string, seq: number];

/** Which person of this server is which of the cluster. */
export class Mirror {
  /** Those who have, or had, a connection here, by the numbers under which they are known. */
  readonly #ours = new Map<number, PersonRecord>();
  readonly #marks = new Map<string, Mark>();
  /** How often people here said that they are away, or back, which was not told yet. */
  readonly #wanted = new Map<PersonRecord, number>();
  #parts: MirrorParts | undefined;
  #state: ClusterState | undefined;
  /** Set while something is shown: it is not wanted here anew. */
  #isShowing = false;
  readonly #epoch: () => number;

  /** @param epoch Gives that of this server. */
  constructor(epoch: () => number) {
    this.#epoch = epoch;
  }

  /** Whether what happens now was told by the log. */
  get isShowing(): boolean {
    return this.#isShowing;
  }

  /** Begins with those who are in: nobody is told of them. */
  attach(parts: MirrorParts, state: ClusterState): void {
    this.#parts = parts;
    this.#state = state;
    for (const record of state.persons.values()) {
      this.#keep(record, parts.members.elsewhere.restore(memberOf(record)));
    }
  }

  /** Gives the number in the cluster of the person with an id. */
  refOf(publicId: string): number | undefined {
    return this.#attached.members.nicknames.findPerson(publicId)?.ref;
  }

  /** Notes that somebody of this server is about to learn that they are in. */
  expect(person: Claimant, record: PersonRecord): void {
    person.ref = record.ref;
  }

  /** Gives what the cluster knows of a person of this server who is in. */
  recordOf(person: Claimant, state: ClusterState): PersonRecord | undefined {
    return person.ref === undefined ? undefined : state.persons.get(person.ref);
  }

  /** Gives the person of this server. */
  personOf(ref: number): Person | undefined {
    return this.#state?.persons.get(ref)?.shown;
  }

  /** Gives a room. */
  room(name: string): Room {
    return this.#attached.rooms.open(name);
  }

  /** Notes how far people have read; what those did who have a connection here is for the others to know. */
  noteRead(marks: readonly ReadMark[]): void {
    for (const { personId, room, seq } of marks) {
      const { ref, shown } = this.#ours.get(personId) ?? {};
      if (ref === undefined || shown === undefined || shown.sessions.length === 0) continue;
      this.#marks.set(`${ref} ${room}`, [ref, room, seq]);
    }
  }

  /** Takes what was read here since the last time. */
  takeRead(): readonly Mark[] {
    const marks = [...this.#marks.values()];
    this.#marks.clear();
    return marks;
  }

  /** Tries again to bring people what is held for them. */
  deliverHeld(): void {
    for (const { shown } of this.#records) shown?.deliverHeld();
  }

  /** Notes that somebody here said that they are away, or back, as they were told: what is told before that changes nothing here. */
  noteWanted(person: PersonRecord): void {
    this.#wanted.set(person, (this.#wanted.get(person) ?? 0) + 1);
  }

  /** Notes that the first of what they said is about to be told. */
  noteTold(person: PersonRecord): void {
    const left = (this.#wanted.get(person) ?? 0) - 1;
    if (left > 0) this.#wanted.set(person, left);
    else this.#wanted.delete(person);
  }

  /** Has everybody here be what all others were told: what was wanted here since is dropped. */
  agree(): void {
    this.#wanted.clear();
    this.#isShowing = true;
    for (const record of this.#records) this.#agreeOn(record);
    this.#isShowing = false;
  }

  /** Has nobody be given time by this server any more. */
  releaseAll(): void {
    for (const { shown: person } of this.#records) {
      if (person === undefined) continue;
      this.#attached.members.elsewhere.release(person);
      for (const seat of person.seats) seat.isElsewhere = true;
    }
  }

  /** Shows what others have done, or what nobody here asked for. */
  show(item: Item, effect: Effect): void {
    this.#isShowing = true;
    try {
      this.#apply(item, effect);
    } finally {
      this.#isShowing = false;
    }
  }

  /** Shows that somebody proves by a credential that was made just now who they are. */
  showProof(record: PersonRecord, credential: number, seat: number): void {
    const person = record.shown;
    if (person !== undefined) {
      this.#attached.members.elsewhere.prove(person, holderOf(record), credential, seat);
    }
  }

  /**
   * Notes that somebody here was told what they asked for. Where they are gone meanwhile, it is shown all the same, as all
   * others were told.
   *
   * @returns What is to be proposed for that reason.
   */
  settled(claim: Claim, item: Item, effect: Effect): readonly Item[] {
    switch (effect.kind) {
      case "entered": {
        const person = this.#attached.members.nicknames.find(effect.person.key);
        if (person === claim.by && person !== undefined) {
          this.#keep(effect.person, person);
          this.#noteOurs(effect.person);
          return [];
        }
        claim.by.ref = undefined;
        this.show(item, effect);
        return [leaveItem(effect.person)];
      }
      case "resumed":
      case "attached":
        return this.#settledConnection(item, effect);
      case "proved":
      case "numbered":
      case "left":
        if (!this.#isShown(effect)) this.show(item, effect);
        else if (effect.kind === "numbered") this.#noteOurs(effect.person);
        else if (effect.kind === "left") this.#forget(effect.person);
        return [];
      default:
        return [];
    }
  }

  /** Has whoever was given a connection that is gone by now be without it. */
  #settledConnection(
    item: Item,
    effect: Extract<Effect, { readonly kind: "resumed" | "attached" }>,
  ): readonly Item[] {
    const { person: record, seat } = effect;
    const person = record.shown;
    this.#noteSeats(record);
    this.#noteOurs(record);
    if (person?.sessions.some(({ seatId }) => seatId === seat) === true) return [];
    if (person !== undefined && person.stayOf(undefined) !== record.stay) this.show(item, effect);
    if (record.seats.length === 0) return [leaveItem(record)];
    return seat === 0 ? [] : [dropItem(record, seat)];
  }

  /** Tells whether who asked for it has carried it out. */
  #isShown(effect: Extract<Effect, { readonly kind: "proved" | "numbered" | "left" }>): boolean {
    const person = effect.person.shown;
    switch (effect.kind) {
      case "proved":
        return person?.account?.id === effect.person.as?.id;
      case "numbered":
        return person?.home === effect.person.home;
      case "left":
        return person?.isHere !== true;
    }
  }

  /** Notes which seats of somebody are at other servers. */
  #noteSeats(record: PersonRecord): void {
    const epoch = this.#epoch();
    for (const seat of record.shown?.seats ?? []) {
      seat.isElsewhere = record.seatOf(seat.id)?.epoch !== epoch;
    }
  }

  #apply(item: Item, effect: Effect): void {
    const { members: { elsewhere } } = this.#attached;
    if (effect.kind === "entered") {
      return this.#keep(effect.person, elsewhere.enter(memberOf(effect.person)));
    }
    if (item.k === "away") return this.#agreeOn(this.#state?.persons.get(item.p));
    if (!("person" in effect)) return this.#read(item);
    const person = effect.person.shown;
    if (person === undefined) return;
    switch (effect.kind) {
      case "said":
        return;
      case "resumed":
        elsewhere.resume(person, effect.seat, holderOf(effect.person));
        return this.#noteSeats(effect.person);
      case "attached":
        elsewhere.attach(person, effect.person.seatOf(effect.seat), holderOf(effect.person));
        return this.#noteSeats(effect.person);
      case "dropped":
        return elsewhere.drop(person, effect.seat);
      case "proved":
        return item.k === "as" ? elsewhere.prove(person, holderOf(effect.person), item.c, item.t) : undefined;
      case "numbered":
        return elsewhere.number(person, effect.person.home);
      case "renamed":
        return elsewhere.rename(person, effect.person.name);
      case "joined":
        return elsewhere.join(person, effect.room);
      case "parted":
        return elsewhere.part(person, effect.room, effect.bye);
      case "left":
        elsewhere.leave(person, effect.bye);
        return this.#forget(effect.person);
      case "away":
        return;
    }
  }

  /** Has somebody be away as all others were told, also where what they wanted came too late. */
  #agreeOn(record: PersonRecord | undefined): void {
    const person = record?.shown;
    if (person === undefined || record === undefined || person.away === record.away) return;
    if (this.#wanted.has(record)) return; // That is told last.
    this.#attached.members.elsewhere.setAway(person, record.away);
  }

  #read(item: Item): void {
    if (item.k !== "read") return;
    for (const [ref, room, seq] of item.m) {
      const person = this.personOf(ref);
      if (person !== undefined) this.#attached.members.markRead(person, room, seq);
    }
  }

  get #attached(): MirrorParts {
    if (this.#parts === undefined) throw new Error("The cluster's log is told before the server is there.");
    return this.#parts;
  }

  get #records(): Iterable<PersonRecord> {
    return this.#state?.persons.values() ?? [];
  }

  #keep(record: PersonRecord, person: Person): void {
    record.shown = person;
    person.ref = record.ref;
    this.#noteSeats(record);
  }

  /** Notes that somebody has a connection here: what they read here is for the others to know. */
  #noteOurs(record: PersonRecord): void {
    if (record.home !== 0) this.#ours.set(record.home, record);
  }

  #forget(record: PersonRecord): void {
    const person = record.shown;
    if (person === undefined) return;
    record.shown = undefined;
    person.ref = undefined;
    if (this.#ours.get(record.home) === record) this.#ours.delete(record.home);
  }
}

function memberOf(record: PersonRecord): MemberElsewhere {
  const { name, publicId, home, seats, rooms, away } = record;
  return { name, publicId, home, seats, rooms, away, as: holderOf(record) };
}

/** Gives what somebody has proved to be; the rank of an account is in its table. */
function holderOf({ as }: PersonRecord): HolderElsewhere | undefined {
  if (as === undefined) return undefined;
  const { id, role, proven } = as;
  return { id, ...(role !== undefined && { role }), ...(proven && { isProven: proven }) };
}
