/**
 * What a turn does to what all servers know alike. It may look at the state and the turn, and at nothing else: no clock, no
 * flag, no limit, no chance, no table of characters. That the same turns make the same state everywhere rests on this.
 *
 * @module
 */

import { judge } from "../core/members.ts";
import type { Question } from "../core/rooms.ts";
import type { Turn } from "./entry.ts";
import type { Effect } from "./effect.ts";
import {
  isOutdated,
  isTheirs,
  isVoid,
  lastIn,
  noteChangedRank,
  noteDeed,
  noteProved,
  type Where,
} from "./grounds.ts";
import type { HolderItem, Item, ItemOf, Owned, SeatItem } from "./item.ts";
import { PersonRecord, type SeatRecord } from "./person_record.ts";
import type { ClusterState } from "./state.ts";

const VOID: Effect = { kind: "void" };

/** Tells whether a turn counts: not one of a server that is gone, nor one that has come before. */
export function admit(state: ClusterState, { e, n }: Turn): "counts" | "fenced" | "double" | "hole" {
  if (e === 0) return "counts";
  const source = state.sources.get(e);
  if (source === undefined || source.isGone) return "fenced";
  if (n <= source.turn) return "double";
  return n > source.turn + 1 ? "hole" : "counts";
}

/** Notes that a turn that counts has come. */
export function noteTurn(
  state: ClusterState,
  { epoch, n }: { readonly epoch: number; readonly n: number },
): void {
  const source = state.sources.get(epoch);
  if (source === undefined) return;
  source.turn = n;
  state.touchSource(source);
}

/** The turn of an item: that of which epoch, where in the stream, up to which place of it its author had come, of which version. */
interface ItsTurn {
  readonly epoch: number;
  readonly seq: number;
  readonly stood: number;
  readonly version: number;
}

/** Applies an item. @param place Its own place in the stream. */
export function apply(state: ClusterState, item: Item, turn: ItsTurn, place: number): Effect {
  const { epoch, seq, version } = turn;
  const where = { place, version };
  switch (item.k) {
    case "post": {
      const room = state.room(...item.room);
      state.keep(room);
      return { kind: "posted", room };
    }
    case "deed":
      return deed(state, item, where);
    case "lift":
      return { kind: "lifted" };
    case "erase":
      return { kind: "erased" };
    case "enter":
      return enter(state, item, epoch);
    case "up":
      return up(state, item, seq);
    case "gone":
      return gone(state, item.epoch);
    case "read":
      return { kind: "read" };
    case "change":
      if (item.by !== undefined && item.s !== undefined && !mayChange(state, item.by, item.s)) return VOID;
      noteChangedRank(state, item, place);
      return { kind: "changed" };
    case "drop":
      return drop(state, item);
    case "away": {
      const person = state.persons.get(item.p);
      if (person === undefined || !person.epochs.includes(epoch)) return VOID;
      person.away = item.why;
      state.touch(person);
      return { kind: "away", person };
    }
    default: {
      const person = state.persons.get(item.p);
      return person === undefined ? VOID : act(state, person, item, turn, where);
    }
  }
}

/** Something that a person wants who is in. */
type Act = ItemOf<"say" | "resume" | "attach" | "as" | "home" | "rename" | "join" | "part" | "leave">;

function act(
  state: ClusterState,
  person: PersonRecord,
  item: Act,
  { epoch, stood }: ItsTurn,
  where: Where,
): Effect {
  const seat = item.t === 0 ? undefined : item.t;
  const rule = (question: Question) => judge({ ...question, by: person, seat, stay: item.y }, state);
  switch (item.k) {
    case "say": {
      const room = state.rooms.get(item.r);
      if (person.stayOf(seat) !== item.y || room === undefined) return VOID;
      if (item.out !== true && !person.isIn(room)) return VOID;
      const { s, o: isTopic = false } = item;
      const since = s ?? stood;
      if ((s === undefined || isTopic) && lastIn(person.muted, item.r) > since) {
        return { kind: "void", isMuted: true };
      }
      if (s === undefined && lastIn(person.removed, item.r) > since) return VOID;
      const rest = { author: item.p, room: item.r, since, isOnSettings: isTopic };
      if (s !== undefined && isOutdated(state, rest)) return VOID;
      state.keep(room);
      return { kind: "said", person, seat: item.t, room };
    }
    case "resume":
      if (rule({ kind: "resume" }) !== "granted" || (seat !== undefined && person.stayOf(seat) < 0)) {
        return VOID;
      }
      if (item.as !== undefined) hold(state, person, item.as, where);
      return resume(state, person, item.t, epoch);
    case "attach":
      return attach(state, person, item, epoch, where);
    case "as": {
      const holder = state.byAccount(item.as.id);
      if (rule({ kind: "as" }) !== "granted" || (holder !== undefined && holder !== person)) return VOID;
      hold(state, person, item.as, where);
      noteProof(state, person, item);
      return { kind: "proved", person, seat: item.t };
    }
    case "home":
      if (person.home === 0) person.home = ++state.lastSeat;
      state.touch(person);
      return { kind: "numbered", person };
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
      const isNew = state.isNew(room);
      state.enterRoom(person, room);
      return { kind: "joined", person, room, isNew };
    }
    case "part": {
      const room = state.rooms.get(item.r);
      if (room === undefined || rule({ kind: "part", room }) !== "granted") return VOID;
      state.leaveRoom(person, room);
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
  const { seat, room, home, pub, as } = item;
  if (as !== undefined && state.byAccount(as.id) !== undefined) return VOID; // They came in at another server since.
  if (state.find(key) !== undefined) return { kind: "taken" };
  if (isTaken(state, seat)) return VOID; // They came in with it since.
  const given = seat && seatOf(state, seat, epoch);
  const first = room && state.room(...room);
  const isNew = first !== undefined && state.isNew(first);
  const person = new PersonRecord({
    ref: ++state.lastRef,
    name,
    key,
    publicId: pub,
    home: home === 0 ? given?.id ?? 0 : home,
    stay: 0,
    epoch,
    seats: given === undefined ? [] : [given],
    rooms: first === undefined ? [] : [first],
    away: undefined,
    ...(as !== undefined && { as }),
  });
  state.add(person);
  return { kind: "entered", person, isNew };
}

/** Gives a deed its numbers, unless it is void. */
function deed(state: ClusterState, item: ItemOf<"deed">, where: Where): Effect {
  if (isVoid(state, item)) return VOID;
  noteDeed(state, item, where);
  let [ban, report] = [0, 0];
  for (const write of item.deed.writes) {
    if (write.ban !== undefined) ban = ++state.lastBan;
    if (write.report !== undefined) report = ++state.lastReport;
    if (write.mode !== undefined) state.keep(write.mode.room);
  }
  return { kind: "done", ban, report };
}

/** Tells whether somebody may still change in the tables what their rank let them: it is no room's. */
function mayChange(state: ClusterState, by: Owned, since: number): boolean {
  return isTheirs(state, by) && !isOutdated(state, { author: by.p, room: "", since });
}

/** Has somebody be in as the holder of an account. */
function hold(state: ClusterState, person: PersonRecord, as: HolderItem, where: Where): void {
  const { id, role, proven } = person.as ?? {};
  const isOther = id !== as.id || role !== as.role || proven !== as.proven;
  state.setHolder(person, as);
  if (isOther) noteProved(state, person.ref, where);
}

/** Tells whether somebody else is in with a seat. */
function isTaken(state: ClusterState, seat: SeatItem | undefined, by?: PersonRecord): boolean {
  const holder = seat?.id === undefined ? undefined : state.bySeat(seat.id);
  return holder !== undefined && holder !== by;
}

function seatOf(state: ClusterState, { id, hash, access }: SeatItem, epoch: number): SeatRecord {
  return { id: id ?? ++state.lastSeat, hash, access, stay: 0, epoch };
}

function resume(state: ClusterState, person: PersonRecord, seat: number, epoch: number): Effect {
  person.stay++;
  person.epoch = epoch;
  const taken = person.seatOf(seat);
  if (taken !== undefined) {
    taken.stay++;
    taken.epoch = epoch;
  }
  state.touch(person);
  return { kind: "resumed", person, seat };
}

function attach(
  state: ClusterState,
  person: PersonRecord,
  { seat, as }: ItemOf<"attach">,
  epoch: number,
  where: Where,
): Effect {
  const isTheirs = as.id !== 0 && state.byAccount(as.id) === person;
  if (!isTheirs || isTaken(state, seat, person)) return VOID;
  if (as.proven === true) hold(state, person, as, where);
  const known = seat?.id === undefined ? undefined : person.seatOf(seat.id);
  const given = seat && { ...seatOf(state, seat, epoch), ...(known !== undefined && { stay: known.stay }) };
  if (given !== undefined) state.addSeat(person, given);
  resume(state, person, given?.id ?? 0, epoch);
  return { kind: "attached", person, seat: given?.id ?? 0 };
}

/** Takes a seat; who has no other one is in no more. */
function drop(state: ClusterState, { p, t, y }: ItemOf<"drop">): Effect {
  const person = state.persons.get(p);
  const seat = person?.seatOf(t);
  if (person === undefined || seat === undefined || seat.stay !== y) return VOID;
  if (person.seats.length === 1) {
    state.remove(person);
    return { kind: "left", person, bye: { reason: "lost" } };
  }
  state.removeSeat(person, seat);
  return { kind: "dropped", person, seat: t };
}

/** Has somebody who changed what proves who they are be in by the new proof. */
export function prove(
  state: ClusterState,
  { change, by }: ItemOf<"change">,
  credential: { readonly id: number; readonly account: number } | undefined,
): void {
  const person = by && state.persons.get(by.p);
  if (person === undefined || credential === undefined || person.stayOf(by?.t) !== by?.y) return;
  const isHolder = change.do === "claim" && person.as?.proven === true;
  const as = isHolder ? { ...person.as, id: credential.account } : { id: credential.account };
  state.setHolder(person, change.do === "claim" ? as : person.as ?? as);
  noteProof(state, person, { t: by?.t ?? 0, as, c: credential.id });
}

/** Notes by which credential somebody is in: with all seats where it is another account than before, else with this one. */
function noteProof(
  state: ClusterState,
  person: PersonRecord,
  { t, as, c }: Pick<ItemOf<"as">, "t" | "as" | "c">,
): void {
  for (const seat of person.seats) {
    if (seat.access.account === as.id && seat.id !== t) continue;
    seat.access = { ...seat.access, account: as.id, credential: c, home: person.home };
  }
  state.touch(person);
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
