/**
 * What the servers of a cluster know alike of a person who is in.
 *
 * @module
 */

import type { StoredAccess } from "../store/log.ts";
import type { Person } from "../core/members.ts";
import type { Claimant } from "../core/rooms.ts";
import type { HolderItem } from "./item.ts";

/** A way back in. */
export interface SeatRecord {
  /** Its number in the log. */
  readonly id: number;
  readonly hash: string;
  access: StoredAccess;
  stay: number;
  /** The epoch of the server that has, or had, its connection. */
  epoch: number;
}

/** Where in the stream something was last changed, see {@linkcode placeOf}, and by whom; 0 for nobody who is in. */
export type Placed = readonly [place: number, by: number];

/** What is kept of a person. */
export interface PersonFields {
  /** Their number in the cluster, which nobody else ever has. */
  readonly ref: number;
  readonly name: string;
  readonly key: string;
  /** The id by which everybody knows them, where the log has no number for them; else empty. */
  readonly publicId: string;
  /** The number under which everybody knows them; 0 for somebody without one. */
  readonly home: number;
  readonly stay: number;
  /** The epoch of the server that has, or had, their last connection. */
  readonly epoch: number;
  readonly seats: readonly SeatRecord[];
  /** The rooms that they are in, in the order in which they entered them. */
  readonly rooms: readonly string[];
  readonly away: string | undefined;
  /** What they have proved to be; nothing for a guest. */
  readonly as?: HolderItem | undefined;
  /** Where their rank was last changed. */
  readonly ranked?: Placed | undefined;
  /** Where in the stream they were last muted, and last removed, by the keys of rooms; "" for all. */
  readonly muted?: readonly (readonly [room: string, place: number])[] | undefined;
  readonly removed?: readonly (readonly [room: string, place: number])[] | undefined;
}

/** No turn has as many items. */
const ITEMS = 1000;

/** Gives the place of an item in the stream as one number: those of all items before it are smaller. */
export function placeOf(turn: number, item: number): number {
  return turn * ITEMS + item;
}

/** What most persons have nothing of. */
interface Rarely {
  readonly away?: string | undefined;
  readonly as?: HolderItem | undefined;
  readonly ranked?: PersonFields["ranked"];
  readonly muted?: PersonFields["muted"];
  readonly removed?: PersonFields["removed"];
}

/** Most persons have none of it: one object for all of them. */
const NOTHING: Rarely = {};

const NEVER: Placed = [0, 0];

/**
 * A person who is in. A cluster has many of them at every server, so each is one object of few fields: what most persons
 * have nothing of is in another one.
 */
export class PersonRecord implements Claimant, PersonFields {
  readonly ref: number;
  name: string;
  key: string;
  readonly publicId: string;
  home: number;
  stay: number;
  epoch: number;
  seats: readonly SeatRecord[];
  rooms: readonly string[];
  isHere = true;
  /** Who they are at this server, once they are shown there. */
  shown: Person | undefined = undefined;
  #rarely = NOTHING;

  /** @param fields What is kept of them. */
  constructor(fields: PersonFields) {
    const { ref, name, key, publicId, home, stay, epoch, seats, rooms } = fields;
    const { away, as, ranked, muted, removed } = fields;
    this.ref = ref;
    this.name = name;
    this.key = key === name ? name : key; // One text where both are the same.
    this.publicId = publicId;
    this.home = home;
    this.stay = stay;
    this.epoch = epoch;
    // A log of the first version knew no server of a seat's own.
    this.seats = seats.map((seat) => ({ ...seat, epoch: seat.epoch ?? epoch }));
    this.rooms = rooms;
    if ((away ?? as ?? ranked ?? muted ?? removed) !== undefined) {
      this.#rarely = { away, as, ranked, muted, removed };
    }
  }

  get away(): string | undefined {
    return this.#rarely.away;
  }

  set away(away: string | undefined) {
    this.#rarely = { ...this.#rarely, away };
  }

  get as(): HolderItem | undefined {
    return this.#rarely.as;
  }

  set as(as: HolderItem | undefined) {
    this.#rarely = { ...this.#rarely, as };
  }

  get ranked(): Placed {
    return this.#rarely.ranked ?? NEVER;
  }

  set ranked(ranked: Placed) {
    this.#rarely = { ...this.#rarely, ranked };
  }

  get muted(): PersonFields["muted"] {
    return this.#rarely.muted;
  }

  set muted(muted: PersonFields["muted"]) {
    this.#rarely = { ...this.#rarely, muted };
  }

  get removed(): PersonFields["removed"] {
    return this.#rarely.removed;
  }

  set removed(removed: PersonFields["removed"]) {
    this.#rarely = { ...this.#rarely, removed };
  }

  get id(): number {
    return this.seats[0]?.id ?? 0;
  }

  /** The epochs of the servers at which they have, or had, connections. */
  get epochs(): readonly number[] {
    return [...new Set([...this.seats.map(({ epoch }) => epoch), this.epoch])];
  }

  stayOf(seat: number | undefined): number {
    if (seat === undefined || seat === 0) return this.stay;
    return this.seatOf(seat)?.stay ?? -1;
  }

  /** Finds one of their seats by its number. */
  seatOf(seat: number): SeatRecord | undefined {
    return this.seats.find(({ id }) => id === seat);
  }

  isIn(room: string): boolean {
    return this.rooms.includes(room);
  }

  /** Gives what is kept of them, in the same order on every server. */
  toJSON(): PersonFields {
    const { ref, name, key, publicId, home, stay, epoch, seats, rooms } = this;
    const { away, as, ranked, muted, removed } = this.#rarely;
    return { ref, name, key, publicId, home, stay, epoch, seats, rooms, away, as, ranked, muted, removed };
  }
}
