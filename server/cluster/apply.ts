/**
 * What a turn does to what all servers know alike. It may look at the state and the turn, and at nothing else: no clock, no
 * flag, no limit, no chance, no table of characters. That the same turns make the same state everywhere rests on this.
 *
 * @module
 */

import { judge } from "../members.ts";
import type { Question } from "../rooms.ts";
import type { GoodbyeItem, Item, Turn } from "./entry.ts";
import { type ClusterState, PersonRecord, type Source } from "./state.ts";

/** What has become of an item. */
export type Effect =
  /** It means nothing any more. */
  | { readonly kind: "void" }
  /** Somebody else has the name. */
  | { readonly kind: "taken" }
  | { readonly kind: "said"; readonly person: PersonRecord; readonly seat: number; readonly room: string }
  | { readonly kind: "entered"; readonly person: PersonRecord }
  | { readonly kind: "resumed"; readonly person: PersonRecord; readonly seat: number; readonly from: number }
  | { readonly kind: "renamed"; readonly person: PersonRecord }
  | { readonly kind: "joined"; readonly person: PersonRecord; readonly room: string }
  | {
    readonly kind: "parted";
    readonly person: PersonRecord;
    readonly room: string;
    readonly bye: GoodbyeItem;
  }
  | { readonly kind: "left"; readonly person: PersonRecord; readonly bye: GoodbyeItem }
  | { readonly kind: "away"; readonly person: PersonRecord }
  | { readonly kind: "read" }
  | { readonly kind: "up"; readonly source: Source }
  | { readonly kind: "gone"; readonly source: Source };

const VOID: Effect = { kind: "void" };

/** Tells whether a turn counts, and notes that it has come: not one of a server that is gone, nor one that has come before. */
export function admit(state: ClusterState, { e, n }: Turn): "counts" | "fenced" | "double" | "hole" {
  if (e === 0) return "counts";
  const source = state.sources.get(e);
  if (source === undefined || source.isGone) return "fenced";
  if (n <= source.turn) return "double";
  if (n > source.turn + 1) return "hole";
  source.turn = n;
  state.touchSource(source);
  return "counts";
}

/** Applies an item. @param epoch That of its author. @param seq Where in the stream its turn is. */
export function apply(state: ClusterState, item: Item, epoch: number, seq: number): Effect {
  switch (item.k) {
    case "enter":
      return enter(state, item, epoch);
    case "up":
      return up(state, item, seq);
    case "gone":
      return gone(state, item.epoch);
    case "read":
      return { kind: "read" };
    case "away": {
      const person = state.persons.get(item.p);
      if (person === undefined || person.epoch !== epoch) return VOID;
      person.away = item.why;
      state.touch(person);
      return { kind: "away", person };
    }
    default: {
      const person = state.persons.get(item.p);
      return person === undefined ? VOID : act(state, person, item, epoch);
    }
  }
}

type ItemOf<Kind extends Item["k"]> = Extract<Item, { readonly k: Kind }>;

/** Something that a person wants who is in. */
type Act = ItemOf<"say" | "resume" | "rename" | "join" | "part" | "leave">;

function act(state: ClusterState, person: PersonRecord, item: Act, epoch: number): Effect {
  const seat = item.t === 0 ? undefined : item.t;
  const rule = (question: Question) => judge({ ...question, by: person, seat, stay: item.y }, state);
  switch (item.k) {
    case "say": {
      const room = state.rooms.get(item.r);
      const isStill = person.stayOf(seat) === item.y && room !== undefined && person.isIn(room);
      return isStill ? { kind: "said", person, seat: item.t, room } : VOID;
    }
    case "resume":
      if (rule({ kind: "resume" }) !== "granted" || (seat !== undefined && person.stayOf(seat) < 0)) {
        return VOID;
      }
      return resume(state, person, item.t, epoch);
    case "rename": {
      const [name, key] = item.name;
      const ruling = rule({ kind: "rename", key });
      if (ruling !== "granted") return { kind: ruling };
      state.rename(person, name, key);
      return { kind: "renamed", person };
    }
    case "join": {
      const room = state.room(...item.room);
      if (rule({ kind: "join", room }) !== "granted") return VOID;
      person.rooms = [...person.rooms, room];
      state.touch(person);
      return { kind: "joined", person, room };
    }
    case "part": {
      const room = state.rooms.get(item.r);
      if (room === undefined || rule({ kind: "part", room }) !== "granted") return VOID;
      person.rooms = person.rooms.filter((other) => other !== room);
      state.touch(person);
      return { kind: "parted", person, room, bye: item.bye };
    }
    case "leave":
      if (rule({ kind: "leave" }) !== "granted") return VOID;
      state.remove(person);
      return { kind: "left", person, bye: item.bye };
  }
}

function enter(state: ClusterState, item: ItemOf<"enter">, epoch: number): Effect {
  const [name, key] = item.name;
  const { seat, room, home, pub } = item;
  if (state.find(key) !== undefined) return { kind: "taken" };
  if (seat?.id !== undefined && state.bySeat(seat.id) !== undefined) return VOID; // They came in with it since.
  const id = seat === undefined ? 0 : seat.id ?? ++state.lastSeat;
  const person = new PersonRecord({
    ref: ++state.lastRef,
    name,
    key,
    publicId: pub,
    home: home === 0 ? id : home,
    stay: 0,
    epoch,
    seats: seat === undefined ? [] : [{ id, hash: seat.hash, access: seat.access, stay: 0 }],
    rooms: room === undefined ? [] : [state.room(...room)],
    away: undefined,
  });
  state.add(person);
  return { kind: "entered", person };
}

function resume(state: ClusterState, person: PersonRecord, seat: number, epoch: number): Effect {
  const from = person.epoch;
  person.stay++;
  for (const each of person.seats) if (each.id === seat) each.stay++;
  person.epoch = epoch;
  state.touch(person);
  return { kind: "resumed", person, seat, from };
}

function up(state: ClusterState, { run, version, addresses }: ItemOf<"up">, seq: number): Effect {
  for (const source of state.sources.values()) if (source.run === run) return VOID; // Said twice, as the ack was lost.
  const source = { epoch: seq, run, version, addresses, turn: 0, isGone: false };
  state.addSource(source);
  return { kind: "up", source };
}

function gone(state: ClusterState, epoch: number): Effect {
  const source = state.sources.get(epoch);
  if (source === undefined || source.isGone) return VOID;
  source.isGone = true;
  state.touchSource(source);
  return { kind: "gone", source };
}
