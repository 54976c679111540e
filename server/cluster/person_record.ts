/**
 * What the servers of a cluster know alike of a person who is in.
 *
 * @module
 */

import type { StoredAccess } from "../log.ts";
import type { Claimant } from "../rooms.ts";
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
  name: string;
  key: string;
  /** The id by which everybody knows them, where the log has no number for them; else empty. */
  readonly publicId: string;
  /** The number under which everybody knows them; 0 for somebody without one. */
  home: number;
  stay: number;
  /** The epoch of the server that has, or had, their last connection. */
  epoch: number;
  seats: readonly SeatRecord[];
  /** The rooms that they are in, in the order in which they entered them. */
  rooms: readonly string[];
  away: string | undefined;
  /** What they have proved to be; nothing for a guest. */
  as?: HolderItem | undefined;
  /** Where their rank was last changed. */
  ranked?: Placed | undefined;
  /** Where in the stream they were last muted, and last removed, by the keys of rooms; "" for all. */
  muted?: readonly (readonly [room: string, place: number])[] | undefined;
  removed?: readonly (readonly [room: string, place: number])[] | undefined;
}

/** No turn has as many items. */
const ITEMS = 1000;

/** Gives the place of an item in the stream as one number: those of all items before it are smaller. */
export function placeOf(turn: number, item: number): number {
  return turn * ITEMS + item;
}

/** A person who is in. */
export class PersonRecord implements Claimant {
  readonly #fields: PersonFields;
  isHere = true;

  /** @param fields Theirs from now on. */
  constructor(fields: PersonFields) {
    const { epoch } = fields;
    // A log of the first version knew no server of a seat's own.
    this.#fields = {
      ...fields,
      seats: fields.seats.map((seat) => ({ ...seat, epoch: seat.epoch ?? epoch })),
    };
  }

  /** What is kept of them, to be changed in place. */
  get fields(): PersonFields {
    return this.#fields;
  }

  get ref(): number {
    return this.#fields.ref;
  }

  get name(): string {
    return this.#fields.name;
  }

  get key(): string {
    return this.#fields.key;
  }

  get publicId(): string {
    return this.#fields.publicId;
  }

  get home(): number {
    return this.#fields.home;
  }

  get stay(): number {
    return this.#fields.stay;
  }

  get seats(): readonly SeatRecord[] {
    return this.#fields.seats;
  }

  get rooms(): readonly string[] {
    return this.#fields.rooms;
  }

  get away(): string | undefined {
    return this.#fields.away;
  }

  get as(): HolderItem | undefined {
    return this.#fields.as;
  }

  get ranked(): Placed {
    return this.#fields.ranked ?? [0, 0];
  }

  get id(): number {
    return this.seats[0]?.id ?? 0;
  }

  /** The epochs of the servers at which they have, or had, connections. */
  get epochs(): readonly number[] {
    return [...new Set([...this.seats.map(({ epoch }) => epoch), this.#fields.epoch])];
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
    const { ref, name, key, publicId, home, stay, epoch, seats, rooms, away, as, ranked, muted, removed } =
      this.#fields;
    return { ref, name, key, publicId, home, stay, epoch, seats, rooms, away, as, ranked, muted, removed };
  }
}
