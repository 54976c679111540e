/**
 * What a deed rests on: the rank of its author and of those on whom it is, that its author is there, and what a room was set
 * to. It is looked at where the deed is wanted, and once more here, in the order of the stream: where any of it was changed in
 * between, the deed is void, at every server alike. Pure.
 *
 * @module
 */

import type { DeedWrite } from "../store/log.ts";
import type { ItemOf, Owned } from "./item.ts";
import type { Placed } from "./person_record.ts";
import type { ClusterState } from "./state.ts";

/** From this version of turns on it is noted what somebody is made by whatever makes them that. */
const NOTES_ALL = 5;

/** In so many rooms it is known where in the stream somebody was last muted or removed: what was wanted before that has long come. */
const ROOMS_KNOWN = 32;

/** Where an item stands in the stream, in a turn of which version. */
export interface Where {
  readonly place: number;
  readonly version: number;
}

/** Something that somebody does, found to be theirs to do up to a place of the stream. */
interface Grounded {
  readonly author: number;
  readonly on?: readonly number[] | undefined;
  /** The key of the room in which it counts; "" for the whole server. */
  readonly room: string;
  readonly since: number;
  /** Whether it rests on what the room is set to. */
  readonly isOnSettings?: boolean;
}

/** Tells whether what a deed of somebody rests on was changed since it was found that they may do it. */
export function isOutdated(state: ClusterState, deed: Grounded): boolean {
  const { author, on = [], room, since, isOnSettings = false } = deed;
  if (lastIn(state.persons.get(author)?.removed, room) > since) return true;
  const [set, setBy] = state.settings.get(room) ?? [0, 0];
  if (isOnSettings && set > since && setBy !== author) return true;
  return [author, ...on].some((ref) => {
    const [place, by] = state.persons.get(ref)?.ranked ?? [0, 0];
    return place > since && (ref === author || by !== author);
  });
}

/** Tells whether a deed is void. */
export function isVoid(
  state: ClusterState,
  { deed: { writes }, by, on, s, r = "" }: ItemOf<"deed">,
): boolean {
  if (by === undefined) return false;
  if (!isTheirs(state, by)) return true;
  const isOnSettings = writes.some(({ mode }) => mode !== undefined);
  return s !== undefined && isOutdated(state, { author: by.p, on, room: r, since: s, isOnSettings });
}

/** Tells whether somebody is in, by the connection by which they wanted something. */
export function isTheirs(state: ClusterState, { p, t, y }: Owned): boolean {
  return state.persons.get(p)?.stayOf(t) === y;
}

/** Notes what later deeds rest on, of a deed that is done. */
export function noteDeed(state: ClusterState, item: ItemOf<"deed">, { place, version }: Where): void {
  const { deed: { do: what, writes }, by, on = [], hush, out, r = "" } = item;
  const ranked: Placed = [place, by?.p ?? 0];
  if (what === "op" || what === "deop") { for (const ref of on) noteRank(state, ref, ranked); }
  for (const write of writes) {
    if (write.mode !== undefined && item.r !== undefined) state.set(r, ranked);
    if (version < NOTES_ALL || what === "invite" || what === "voice" || what === "devoice") continue;
    const ref = refOf(state, write);
    if (ref !== undefined) noteRank(state, ref, ranked);
  }
  for (const ref of on) {
    if (hush !== undefined) note(state, ref, "muted", [hush, place]);
    if (out !== undefined) note(state, ref, "removed", [out, place]);
  }
}

/** Finds whose rank is written: who was out, or came back, since its author named them. */
function refOf(state: ClusterState, { grant, ungrant, role }: DeedWrite): number | undefined {
  if (role !== undefined) return state.byAccount(role.account)?.ref;
  const key = (grant ?? ungrant)?.person;
  const number = Number(key?.slice(1));
  if (key?.startsWith("a") === true) return state.byAccount(number)?.ref;
  return key?.startsWith("s") === true ? state.bySeat(number)?.ref : undefined;
}

/** Notes that the rank of whoever is in as the holder of an account is another one, or none. */
export function noteChangedRank(state: ClusterState, { change }: ItemOf<"change">, place: number): void {
  if (change.do !== "role" && change.do !== "unclaim" && change.do !== "reset") return;
  const holder = state.byAccount(change.account);
  if (holder !== undefined) noteRank(state, holder.ref, [place, 0]);
}

/** Notes that somebody has proved to be somebody else than they were. */
export function noteProved(state: ClusterState, ref: number, { place, version }: Where): void {
  if (version >= NOTES_ALL) noteRank(state, ref, [place, ref]);
}

function noteRank(state: ClusterState, ref: number, ranked: Placed): void {
  const person = state.persons.get(ref);
  if (person === undefined) return;
  person.ranked = ranked;
  state.touch(person);
}

function note(
  state: ClusterState,
  ref: number,
  what: "muted" | "removed",
  [room, place]: readonly [room: string, place: number],
): void {
  const person = state.persons.get(ref);
  if (person === undefined) return;
  const elsewhere = (person[what] ?? []).filter(([where]) => where !== room);
  person[what] = [...elsewhere, [room, place] as const].slice(-ROOMS_KNOWN);
  state.touch(person);
}

/** Gives the last place of those that are known for a room, or for all; 0 for none. */
export function lastIn(
  places: readonly (readonly [room: string, place: number])[] | undefined,
  room: string,
): number {
  let last = 0;
  for (const [where, place] of places ?? []) if (where === "" || where === room) last = Math.max(last, place);
  return last;
}
