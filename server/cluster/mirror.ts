/**
 * This server's persons and rooms, as far as the cluster's log tells of them.
 *
 * @module
 */

import type { Members, Person } from "../members.ts";
import type { Claim, Claimant, Room, Rooms } from "../rooms.ts";
import type { ReadMark } from "../log.ts";
import type { Effect } from "./apply.ts";
import type { Item } from "./entry.ts";
import type { ClusterState, PersonRecord } from "./state.ts";

/** The parts of a server on which the log is shown. */
export interface MirrorParts {
  readonly members: Members;
  readonly rooms: Rooms;
}

/** How far somebody has read a room. */
type Mark = readonly [ref: number, room: string, seq: number];

/** Which person of this server is which of the cluster. */
export class Mirror {
  readonly #persons = new Map<number, Person>();
  readonly #refs = new Map<Claimant, number>();
  readonly #byHome = new Map<number, number>();
  readonly #marks = new Map<string, Mark>();
  #parts: MirrorParts | undefined;
  #state: ClusterState | undefined;
  /** Set while something is shown: it is not wanted here anew. */
  #isShowing = false;

  /** Whether what happens now was told by the log. */
  get isShowing(): boolean {
    return this.#isShowing;
  }

  /** Begins with those who are in: nobody is told of them. */
  attach(parts: MirrorParts, state: ClusterState): void {
    this.#parts = parts;
    this.#state = state;
    for (const record of state.persons.values()) this.#keep(record, parts.members.elsewhere.restore(record));
  }

  /** Gives the number in the cluster of the person with an id. */
  refOf(publicId: string): number | undefined {
    const person = this.#attached.members.nicknames.findPerson(publicId);
    return person === undefined ? undefined : this.#refs.get(person);
  }

  /** Notes that somebody of this server is about to learn that they are in. */
  expect(person: Claimant, record: PersonRecord): void {
    this.#refs.set(person, record.ref);
  }

  /** Gives what the cluster knows of a person of this server who is in. */
  recordOf(person: Claimant, state: ClusterState): PersonRecord | undefined {
    const ref = this.#refs.get(person);
    return ref === undefined ? undefined : state.persons.get(ref);
  }

  /** Gives the person of this server. */
  personOf(ref: number): Person | undefined {
    return this.#persons.get(ref);
  }

  /** Gives a room. */
  room(name: string): Room {
    return this.#attached.rooms.open(name);
  }

  /** Notes how far people have read; what those did who have a connection here is for the others to know. */
  noteRead(marks: readonly ReadMark[]): void {
    for (const { personId, room, seq } of marks) {
      const ref = this.#byHome.get(personId);
      const isOurs = ref !== undefined && (this.#persons.get(ref)?.sessions.length ?? 0) > 0;
      if (isOurs) this.#marks.set(`${ref} ${room}`, [ref, room, seq]);
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
    for (const person of this.#persons.values()) person.deliverHeld();
  }

  /** Has everybody here be what all others were told: what was wanted here since is dropped. */
  agree(): void {
    this.#isShowing = true;
    for (const ref of this.#persons.keys()) this.#agreeOn(ref);
    this.#isShowing = false;
  }

  /** Has nobody be given time by this server any more. */
  releaseAll(): void {
    for (const person of this.#persons.values()) this.#attached.members.elsewhere.release(person);
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
          return [];
        }
        this.#refs.delete(claim.by);
        this.show(item, effect);
        return [leaveItem(effect.person)];
      }
      case "resumed": {
        const person = this.#persons.get(effect.person.ref);
        const isTaken = person?.sessions.some(({ seatId }) => seatId === effect.seat) === true;
        if (isTaken) return [];
        if (person !== undefined && person.stayOf(undefined) !== effect.person.stay) this.show(item, effect);
        return [leaveItem(effect.person)];
      }
      case "left":
        this.#forget(effect.person);
        return [];
      default:
        return [];
    }
  }

  #apply(item: Item, effect: Effect): void {
    const { members: { elsewhere } } = this.#attached;
    if (effect.kind === "entered") return this.#keep(effect.person, elsewhere.enter(effect.person));
    if (item.k === "away") return this.#agreeOn(item.p);
    if (!("person" in effect)) return this.#read(item);
    const person = this.#persons.get(effect.person.ref);
    if (person === undefined) return;
    switch (effect.kind) {
      case "said":
        return;
      case "resumed":
        return elsewhere.resume(person, effect.seat);
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
  #agreeOn(ref: number): void {
    const [person, record] = [this.#persons.get(ref), this.#state?.persons.get(ref)];
    if (person === undefined || record === undefined || person.away === record.away) return;
    this.#attached.members.elsewhere.setAway(person, record.away);
  }

  #read(item: Item): void {
    if (item.k !== "read") return;
    for (const [ref, room, seq] of item.m) {
      const person = this.#persons.get(ref);
      if (person !== undefined) this.#attached.members.markRead(person, room, seq);
    }
  }

  get #attached(): MirrorParts {
    if (this.#parts === undefined) throw new Error("The cluster's log is told before the server is there.");
    return this.#parts;
  }

  #keep(record: PersonRecord, person: Person): void {
    this.#persons.set(record.ref, person);
    this.#refs.set(person, record.ref);
    if (record.home !== 0) this.#byHome.set(record.home, record.ref);
  }

  #forget(record: PersonRecord): void {
    const person = this.#persons.get(record.ref);
    if (person === undefined) return;
    this.#persons.delete(record.ref);
    this.#refs.delete(person);
    if (this.#byHome.get(record.home) === record.ref) this.#byHome.delete(record.home);
  }
}

/** Makes the item by which somebody leaves of whom nobody is left. */
export function leaveItem({ ref, stay }: PersonRecord): Item {
  return { k: "leave", p: ref, t: 0, y: stay, bye: { reason: "lost" } };
}
