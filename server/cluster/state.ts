/**
 * What all servers of a cluster know alike: who is in, under which name, in which rooms and at which server, and which
 * servers there are. The same turns make the same state everywhere.
 *
 * @module
 */

import type { FactChanges, StoredAccess } from "../log.ts";
import type { Claimant } from "../rooms.ts";

/** A way back in. */
export interface SeatRecord {
  /** Its number in the log. */
  readonly id: number;
  readonly hash: string;
  readonly access: StoredAccess;
  stay: number;
}

/** What is kept of a person. */
export interface PersonFields {
  /** Their number in the cluster, which nobody else ever has. */
  readonly ref: number;
  name: string;
  key: string;
  /** The id by which everybody knows them, where the log has no number for them; else empty. */
  readonly publicId: string;
  /** The number under which everybody knows them; 0 for somebody without one. */
  readonly home: number;
  stay: number;
  /** The epoch of the server that has, or had, their connection. */
  epoch: number;
  readonly seats: readonly SeatRecord[];
  /** The rooms that they are in, in the order in which they entered them. */
  rooms: readonly string[];
  away: string | undefined;
}

/** A person who is in. */
export class PersonRecord implements Claimant, PersonFields {
  readonly ref: number;
  name: string;
  key: string;
  readonly publicId: string;
  readonly home: number;
  stay: number;
  epoch: number;
  readonly seats: readonly SeatRecord[];
  rooms: readonly string[];
  away: string | undefined;
  isHere = true;

  constructor({ ref, name, key, publicId, home, stay, epoch, seats, rooms, away }: PersonFields) {
    this.ref = ref;
    this.name = name;
    this.key = key;
    this.publicId = publicId;
    this.home = home;
    this.stay = stay;
    this.epoch = epoch;
    this.seats = seats;
    this.rooms = rooms;
    this.away = away;
  }

  get id(): number {
    return this.seats[0]?.id ?? 0;
  }

  stayOf(seat: number | undefined): number {
    if (seat === undefined || seat === 0) return this.stay;
    return this.seats.find(({ id }) => id === seat)?.stay ?? -1;
  }

  isIn(room: string): boolean {
    return this.rooms.includes(room);
  }

  /** Gives what is kept of them. */
  toJSON(): PersonFields {
    const { ref, name, key, publicId, home, stay, epoch, seats, rooms, away } = this;
    return { ref, name, key, publicId, home, stay, epoch, seats, rooms, away };
  }
}

/** One life of a server. */
export interface Source {
  /** Where in the stream it said that it is up. */
  readonly epoch: number;
  readonly run: string;
  readonly version: string;
  readonly addresses: readonly string[];
  /** The number of its last turn. */
  turn: number;
  isGone: boolean;
}

/** How far a log has come in the stream. */
export interface Position {
  /** The last turn of which all is applied. */
  readonly applied: number;
  /** How many items of the next one are. */
  readonly done: number;
  /** The digest of all up to `applied`, and what has come of the next turn until now. */
  readonly digest: string;
  readonly partial: number;
  /** The hash of the turn at `applied`. */
  readonly tail: string;
  /** The time of the last turn, in ms since 1970. */
  readonly at: number;
  readonly lastRef: number;
  readonly lastSeat: number;
  /** Which stream it is. */
  readonly stream: string;
}

/** Sources that are gone for this many later ones are forgotten: nobody is seated there any more. */
const SOURCES_KEPT = 64;

/** All that the servers of a cluster know alike. */
export class ClusterState {
  readonly persons = new Map<number, PersonRecord>();
  readonly sources = new Map<number, Source>();
  /** The names of rooms, by their keys: who names one first has the spelling. */
  readonly rooms = new Map<string, string>();
  lastRef = 0;
  lastSeat = 0;
  readonly #byName = new Map<string, PersonRecord>();
  readonly #bySeat = new Map<number, PersonRecord>();
  readonly #changed = new Map<string, unknown>();

  /** Finds the person whose name has this key. */
  find(key: string): PersonRecord | undefined {
    return this.#byName.get(key);
  }

  /** Finds the person who is in with a seat. */
  bySeat(seat: number): PersonRecord | undefined {
    return this.#bySeat.get(seat);
  }

  /** Adds somebody who has come in, or was in. */
  add(person: PersonRecord): void {
    this.persons.set(person.ref, person);
    this.#byName.set(person.key, person);
    for (const { id } of person.seats) this.#bySeat.set(id, person);
    this.touch(person);
  }

  /** Gives somebody another name. */
  rename(person: PersonRecord, name: string, key: string): void {
    this.#byName.delete(person.key);
    person.name = name;
    person.key = key;
    this.#byName.set(key, person);
    this.touch(person);
  }

  /** Takes somebody out. */
  remove(person: PersonRecord): void {
    person.isHere = false;
    this.persons.delete(person.ref);
    if (this.#byName.get(person.key) === person) this.#byName.delete(person.key);
    for (const { id } of person.seats) this.#bySeat.delete(id);
    this.#changed.set(`person ${person.ref}`, undefined);
  }

  /** Notes that something of a person has changed. */
  touch(person: PersonRecord): void {
    this.#changed.set(`person ${person.ref}`, person);
  }

  /** Gives the name of a room by its key, as it was first spelled. */
  room(name: string, key: string): string {
    const known = this.rooms.get(key);
    if (known !== undefined) return known;
    this.rooms.set(key, name);
    this.#changed.set(`room ${key}`, name);
    return name;
  }

  /** Adds a server that is up. */
  addSource(source: Source): void {
    this.sources.set(source.epoch, source);
    this.touchSource(source);
    const gone = [...this.sources.values()].filter(({ isGone }) => isGone);
    for (const { epoch } of gone.slice(0, Math.max(0, gone.length - SOURCES_KEPT))) {
      this.sources.delete(epoch);
      this.#changed.set(`source ${epoch}`, undefined);
    }
  }

  /** Notes that something of a server has changed. */
  touchSource(source: Source): void {
    this.#changed.set(`source ${source.epoch}`, source);
  }

  /** Lists what has changed since {@linkcode clearChanges}, as it is kept. */
  changes(): Map<string, string | undefined> {
    const changes = new Map<string, string | undefined>();
    for (const [key, value] of this.#changed) {
      changes.set(key, value === undefined ? undefined : JSON.stringify(value));
    }
    return changes;
  }

  /** To be called when the log has them. */
  clearChanges(): void {
    this.#changed.clear();
  }
}

/** Reads the state that a log has, and how far it has come; no position in a log that no cluster has had. */
export function readState(
  facts: ReadonlyMap<string, string>,
): { readonly state: ClusterState; readonly position: Position | undefined } {
  const state = new ClusterState();
  let position: Position | undefined;
  const persons: PersonFields[] = [];
  const sources: Source[] = [];
  for (const [key, value] of facts) {
    if (key === "position") position = JSON.parse(value);
    else if (key.startsWith("person ")) persons.push(JSON.parse(value));
    else if (key.startsWith("source ")) sources.push(JSON.parse(value));
    else if (key.startsWith("room ")) state.rooms.set(key.slice("room ".length), JSON.parse(value));
  }
  for (const fields of persons.sort((one, other) => one.ref - other.ref)) state.add(new PersonRecord(fields));
  for (const source of sources.sort((one, other) => one.epoch - other.epoch)) {
    state.sources.set(source.epoch, source);
  }
  state.lastRef = position?.lastRef ?? 0;
  state.lastSeat = position?.lastSeat ?? 0;
  state.clearChanges();
  return { state, position };
}

/** Adds how far a log has come to what has changed. */
export function withPosition(changes: Map<string, string | undefined>, position: Position): FactChanges {
  return changes.set("position", JSON.stringify(position));
}
