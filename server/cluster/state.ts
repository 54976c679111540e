/**
 * What all servers of a cluster know alike: who is in, under which name, in which rooms and at which server, and which
 * servers there are. The same turns make the same state everywhere.
 *
 * @module
 */

import type { FactChanges } from "../store/log.ts";
import type { HolderItem } from "./item.ts";
import { type PersonFields, PersonRecord, type Placed, type SeatRecord } from "./person_record.ts";

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
  readonly lastBan?: number;
  readonly lastReport?: number;
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
  /** Where in the stream it was last changed what rooms are set to, by their keys; "" for the server. */
  readonly settings = new Map<string, Placed>();
  lastRef = 0;
  lastSeat = 0;
  lastBan = 0;
  lastReport = 0;
  /** The rooms that are kept when they are empty, as something was said there or they are not like all others. */
  readonly #kept = new Set<string>();
  readonly #sizes = new Map<string, number>();
  readonly #onlyIn = new Map<string, readonly string[]>();
  readonly #byName = new Map<string, PersonRecord>();
  readonly #bySeat = new Map<number, PersonRecord>();
  readonly #byAccount = new Map<number, PersonRecord>();
  readonly #changed = new Map<string, unknown>();

  /** Finds the person whose name has this key. */
  find(key: string): PersonRecord | undefined {
    return this.#byName.get(key);
  }

  /** Finds the person who is in with a seat. */
  bySeat(seat: number): PersonRecord | undefined {
    return this.#bySeat.get(seat);
  }

  /** Finds the person who is in as the holder of an account. */
  byAccount(account: number): PersonRecord | undefined {
    return this.#byAccount.get(account);
  }

  /** Adds somebody who has come in, or was in. */
  add(person: PersonRecord): void {
    this.persons.set(person.ref, person);
    this.#byName.set(person.key, person);
    for (const { id } of person.seats) this.#bySeat.set(id, person);
    this.#setRooms(person, person.rooms);
    for (const room of person.rooms) this.#count(room, 1);
    this.#hold(person);
    this.touch(person);
  }

  /** Gives somebody one more seat. */
  addSeat(person: PersonRecord, seat: SeatRecord): void {
    person.seats = [...person.seats.filter(({ id }) => id !== seat.id), seat];
    this.#bySeat.set(seat.id, person);
    this.touch(person);
  }

  /** Takes a seat from somebody. */
  removeSeat(person: PersonRecord, seat: SeatRecord): void {
    person.seats = person.seats.filter((other) => other !== seat);
    this.#bySeat.delete(seat.id);
    this.touch(person);
  }

  /** Notes what somebody has proved to be. */
  setHolder(person: PersonRecord, as: HolderItem): void {
    this.#release(person);
    person.as = as;
    this.#hold(person);
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
    for (const room of person.rooms) this.#count(room, -1);
    this.#release(person);
    this.#changed.set(`person ${person.ref}`, undefined);
  }

  /** Notes that something of a person has changed. */
  touch(person: PersonRecord): void {
    this.#changed.set(`person ${person.ref}`, person);
  }

  #hold(person: PersonRecord): void {
    if (person.as !== undefined && person.as.id !== 0) this.#byAccount.set(person.as.id, person);
  }

  #release(person: PersonRecord): void {
    const account = person.as?.id ?? 0;
    if (this.#byAccount.get(account) === person) this.#byAccount.delete(account);
  }

  /** Gives the name of a room by its key, as it was first spelled. */
  room(name: string, key: string): string {
    const known = this.rooms.get(key);
    if (known !== undefined) return known;
    this.rooms.set(key, name);
    this.#changed.set(`room ${key}`, name);
    return name;
  }

  /** Tells whether a room begins with whoever enters it next: nobody is there, and nothing of it is kept. */
  isNew(room: string): boolean {
    return !this.#kept.has(room) && (this.#sizes.get(room) ?? 0) === 0;
  }

  /** Has a room be kept when it is empty. */
  keep(room: string): void {
    if (this.#kept.has(room)) return;
    this.#kept.add(room);
    this.#changed.set(`kept ${room}`, true);
  }

  /** Notes that it was changed what a room is set to, by its key. */
  set(room: string, placed: Placed): void {
    this.settings.set(room, placed);
    this.#changed.set(`set ${room}`, placed);
  }

  /** Has somebody be in one more room. */
  enterRoom(person: PersonRecord, room: string): void {
    this.#setRooms(person, [...person.rooms, room]);
    this.#count(room, 1);
    this.touch(person);
  }

  /** Has somebody be in a room no more. */
  leaveRoom(person: PersonRecord, room: string): void {
    this.#setRooms(person, person.rooms.filter((other) => other !== room));
    this.#count(room, -1);
    this.touch(person);
  }

  /** Most persons are in one room: those of the same one have the same list. */
  #setRooms(person: PersonRecord, rooms: readonly string[]): void {
    const [only] = rooms;
    if (only === undefined || rooms.length > 1) return void (person.rooms = rooms);
    const list = this.#onlyIn.get(only) ?? rooms;
    this.#onlyIn.set(only, list);
    person.rooms = list;
  }

  #count(room: string, change: number): void {
    const size = (this.#sizes.get(room) ?? 0) + change;
    if (size > 0) return void this.#sizes.set(room, size);
    this.#sizes.delete(room);
    this.#onlyIn.delete(room);
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
    else if (key.startsWith("set ")) state.settings.set(key.slice("set ".length), JSON.parse(value));
    else if (key.startsWith("kept ")) state.keep(key.slice("kept ".length));
    else if (key.startsWith("room ")) state.rooms.set(key.slice("room ".length), JSON.parse(value));
  }
  for (const fields of persons.sort((one, other) => one.ref - other.ref)) state.add(new PersonRecord(fields));
  for (const source of sources.sort((one, other) => one.epoch - other.epoch)) {
    state.sources.set(source.epoch, source);
  }
  state.lastRef = position?.lastRef ?? 0;
  state.lastSeat = position?.lastSeat ?? 0;
  state.lastBan = position?.lastBan ?? 0;
  state.lastReport = position?.lastReport ?? 0;
  state.clearChanges();
  return { state, position };
}

/** Adds how far a log has come to what has changed. */
export function withPosition(changes: Map<string, string | undefined>, position: Position): FactChanges {
  return changes.set("position", JSON.stringify(position));
}
