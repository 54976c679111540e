/**
 * One room: who is in it, and what it has to tell them at the end of this turn.
 *
 * @module
 */

import type { LeaveReason, RoomEvent, ServerFrame } from "../protocol.ts";
import { Chunk, encodeOne } from "./chunk.ts";
import type { Format } from "./format.ts";
import type { Outbox } from "./outbox.ts";

/** Somebody in a room, as the room sees them. */
export interface Member {
  readonly name: string;
  readonly format: Format;
  readonly outbox: Outbox;
  /** The first of the room's waiting events that is for this member; kept by the room. */
  unread: number;
  /** Set while messages come to this member from the log and not from here; kept by the room. */
  isBehind: boolean;
}

/** Somebody who is leaving and still gets what was told before that, then `last`, then a closed door. */
interface Leaver {
  readonly member: Member;
  readonly until: number;
  readonly last: ServerFrame | undefined;
}

/** How a departure is told. */
export interface Departure {
  readonly reason: LeaveReason;
  readonly word?: string;
  readonly at: number;
}

/** A room. Its events are told in the order in which they were posted, to those who were in it then. */
export class Room {
  /** The room's name, without `#`. */
  readonly name: string;
  readonly #members = new Set<Member>();
  /** Those who hear what members hear, and whom nobody sees. */
  readonly #listeners = new Set<Member>();
  #leavers: Leaver[] = [];
  /** What this turn has to tell; `undefined` where a message is not stored yet, or could not be. */
  #waiting: (RoomEvent | undefined)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** How many are in it. */
  get size(): number {
    return this.#members.size;
  }

  /** How many events wait for the end of this turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The names of those in it in the order in which they came, from the first or from the `skip`ped on, at most `most`. */
  names(skip = 0, most = Infinity): readonly string[] {
    const names: string[] = [];
    let index = 0;
    for (const member of this.#members) {
      if (names.length >= most) break;
      if (index++ >= skip) names.push(member.name);
    }
    return names;
  }

  /** Lets a member in and tells the others. Messages come to it from the log until {@linkcode goLive}. */
  enter(member: Member, at: number): void {
    this.post({ type: "joined", room: this.name, name: member.name, at });
    this.seat(member);
  }

  /** Lets a member in without telling anyone, as it takes the place of one that is in or was here all the time. */
  seat(member: Member, before?: Member): void {
    if (before !== undefined) this.#members.delete(before);
    member.unread = this.#waiting.length;
    member.isBehind = true;
    this.#members.add(member);
  }

  /** Lets somebody hear what is told, whom nobody sees. Messages come to them from the log until {@linkcode goLive}. */
  listen(listener: Member): void {
    listener.unread = this.#waiting.length;
    listener.isBehind = true;
    this.#listeners.add(listener);
  }

  /** Lets a listener go. */
  unlisten(listener: Member): void {
    this.#listeners.delete(listener);
  }

  /** From now on messages come to this member from here, too. To be called when none waits. */
  goLive(member: Member): void {
    member.outbox.offer(this.#presence(member.format, this.#waiting.slice(member.unread)));
    member.isBehind = false;
    member.unread = this.#waiting.length;
  }

  /** Takes a member out and tells the others. It still gets what was told until now, and then `last`. */
  leave(member: Member, departure: Departure, last: ServerFrame | undefined): void {
    if (!this.#members.delete(member)) return;
    this.#leavers.push({ member, until: this.#waiting.length, last });
    this.post({ type: "left", room: this.name, name: member.name, ...departure });
  }

  /** Has an event told at the end of this turn. */
  post(event: RoomEvent): void {
    this.#waiting.push(event);
  }

  /** Keeps a place for a message that is not stored yet; {@linkcode fill} puts it there. */
  reserve(): number {
    return this.#waiting.push(undefined) - 1;
  }

  /** Puts a stored message into its place. */
  fill(place: number, event: RoomEvent): void {
    this.#waiting[place] = event;
  }

  /** Offers what waits to everyone it is for. Never waits for anyone. */
  tell(): void {
    if (this.#waiting.length === 0) return;
    const events = this.#waiting;
    const leavers = this.#leavers;
    this.#waiting = [];
    this.#leavers = [];
    const chunks = new Map<Format, Chunk>();
    const chunkFor = (format: Format): Chunk => {
      const known = chunks.get(format);
      if (known !== undefined) return known;
      const chunk = new Chunk(format, events);
      chunks.set(format, chunk);
      return chunk;
    };
    for (const { member, until, last } of leavers) {
      const { format, unread } = member;
      // The messages before these have not come to one who is behind: a gap must be at the end, where it is seen.
      if (member.isBehind) member.outbox.offer(this.#presence(format, events.slice(unread, until)));
      else member.outbox.offer(chunkFor(format).slice(unread, until));
      if (last !== undefined) member.outbox.offer(encodeOne(member.format, last));
      member.outbox.finish();
    }
    const tellOne = (member: Member): void => {
      const { format, unread } = member;
      if (member.isBehind) member.outbox.offer(this.#presence(format, events.slice(unread)));
      else member.outbox.offer(chunkFor(format).slice(unread));
      member.unread = 0;
    };
    this.#members.forEach(tellOne);
    this.#listeners.forEach(tellOne);
  }

  /** Who came and went, for one whose messages come from the log. */
  #presence(format: Format, events: readonly (RoomEvent | undefined)[]): Uint8Array {
    return new Chunk(format, events.filter((event) => event?.type !== "message")).slice();
  }
}
