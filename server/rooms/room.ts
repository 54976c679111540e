/**
 * One room: who is in it, and what it has to tell them at the end of this turn.
 *
 * @module
 */

import type { LeaveReason, RoomEvent, Topic } from "../../protocol.ts";
import { MEMBERS_PER_FRAME } from "../../protocol/limits.ts";
import { nameKey } from "../../protocol/names.ts";
import { EncodedEvents, type Format, type Outbox } from "../delivery.ts";
import { PresenceDigest } from "./presence_digest.ts";

/** Somebody who hears what is told in a room. */
export interface Recipient {
  readonly format: Format;
  readonly outbox: Outbox;
  /** Those whose messages they do not want to see, by the keys of their names, if there are any. */
  readonly ignores: Map<string, string> | undefined;
}

/** Somebody in a room, as the room sees them. */
export interface Member extends Recipient {
  readonly name: string;
  /** When they last did something, by the clock that never jumps. */
  readonly activeAt: number;
  /** Why they are away, empty for no reason; `undefined` while they are not. */
  readonly away: string | undefined;
  /** Called when this member, who has left the room, has been offered all that it told before that. */
  hasReceivedAll(room: Room): void;
}

/** Somebody's place in a room: a member's, or that of one who only listens. */
export class Membership<Who extends Recipient = Member> {
  readonly member: Who;
  readonly room: Room;
  /** The first of the room's waiting events that is for this member; kept by the room. */
  unread: number;
  /** Set while messages come to this member from the log and not from here; kept by the room. */
  isBehind = true;
  /** The number of the last message that this member has read, as far as anybody said so. */
  read = 0;

  /** @param unread How many events wait that are not for this member. */
  constructor(member: Who, room: Room, unread: number) {
    this.member = member;
    this.room = room;
    this.unread = unread;
  }
}

/** Somebody who has left and still gets what was told before that. */
interface FormerMember {
  readonly membership: Membership;
  readonly until: number;
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
  /** What the room is about. */
  topic: Topic | undefined;
  readonly #members = new Set<Membership>();
  /** The names of the first of them, if they are known: all who come to a large room are told the same. */
  #first: readonly string[] | undefined;
  /** Those who hear what members hear, and whom nobody sees or counts. */
  readonly #subscribers = new Set<Membership<Recipient>>();
  #formerMembers: FormerMember[] = [];
  readonly #digest = new PresenceDigest();
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

  /** Whether nobody is in it, nor listens to it. */
  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#subscribers.size === 0;
  }

  /** Everyone who hears what is told here. */
  get recipients(): Iterable<Recipient> {
    return [...this.#members, ...this.#subscribers].map(({ member }) => member);
  }

  /** Those in it in the order in which they came. */
  get members(): Iterable<Membership> {
    return this.#members;
  }

  /** Whether that place is still taken. */
  has(membership: Membership): boolean {
    return this.#members.has(membership);
  }

  /** The names of those in it in the order in which they came, at most `most`. */
  names(most = Infinity): readonly string[] {
    const names: string[] = [];
    for (const { member } of this.#members) {
      if (names.length >= most) break;
      names.push(member.name);
    }
    return names;
  }

  /** The first of these, as many as one frame holds: the same list for all, until somebody in it is another. */
  get firstNames(): readonly string[] {
    return this.#first ??= this.names(MEMBERS_PER_FRAME);
  }

  /** Has the names looked at again: somebody is called something else. */
  forgetNames(): void {
    this.#first = undefined;
  }

  /** Lets a member in and tells the others. Messages come to it from the log until {@linkcode goLive}. */
  enter(member: Member, at: number): Membership {
    this.post({ type: "joined", room: this.name, name: member.name, at });
    return this.seat(member);
  }

  /** Lets a member in without telling anyone, as it takes the place of one that is in or was here all the time. */
  seat(member: Member, before?: Membership): Membership {
    if (before !== undefined) this.#members.delete(before);
    const membership = new Membership(member, this, this.#waiting.length);
    membership.read = before?.read ?? 0;
    this.#members.add(membership);
    if (before !== undefined || this.#members.size <= MEMBERS_PER_FRAME) this.#first = undefined;
    return membership;
  }

  /** Lets somebody hear what is told, whom nobody sees. Messages come to them from the log until {@linkcode goLive}. */
  subscribe(recipient: Recipient): Membership<Recipient> {
    const subscriber = new Membership(recipient, this, this.#waiting.length);
    this.#subscribers.add(subscriber);
    return subscriber;
  }

  /** Lets a subscriber go. */
  unsubscribe(subscriber: Membership<Recipient>): void {
    this.#subscribers.delete(subscriber);
  }

  /** From now on messages come to this member from here, too. To be called when none waits. */
  goLive(membership: Membership<Recipient>): void {
    const { member, unread } = membership;
    if (unread < this.#waiting.length) {
      member.outbox.offer(this.#ownChunk(membership, this.#waiting.slice(unread)));
    }
    membership.isBehind = false;
    membership.unread = this.#waiting.length;
  }

  /** Takes a member out and tells the others. It still gets what was told until now, and then {@linkcode Member.hasReceivedAll}. */
  leave(membership: Membership, departure: Departure): void {
    if (!this.#members.delete(membership)) return;
    this.#first = undefined;
    this.#formerMembers.push({ membership, until: this.#waiting.length });
    this.post({ type: "left", room: this.name, name: membership.member.name, ...departure });
  }

  /** Has an event told at the end of this turn. */
  post(event: RoomEvent): void {
    this.#waiting.push(event);
  }

  /** Keeps a place for a message that is not stored yet; {@linkcode storeNumbered} puts it there. */
  reserve(): number {
    return this.#waiting.push(undefined) - 1;
  }

  /** Puts a stored message into its place. */
  fill(place: number, event: RoomEvent): void {
    this.#waiting[place] = event;
  }

  /** Offers what waits to everyone it is for. Never waits for anyone. */
  publish(): void {
    if (this.#waiting.length === 0) return;
    const events = this.#digest.digest(this.#waiting, this.name, this.size);
    const leavers = this.#formerMembers;
    this.#waiting = [];
    this.#formerMembers = [];
    const chunks = new Map<Format, EncodedEvents>();
    const chunkFor = (format: Format): EncodedEvents => {
      const known = chunks.get(format);
      if (known !== undefined) return known;
      const chunk = new EncodedEvents(format, events);
      chunks.set(format, chunk);
      return chunk;
    };
    for (const { membership, until } of leavers) {
      const { member, unread, isBehind } = membership;
      // The messages before these have not come to one who is behind: a gap must be at the end, where it is seen.
      const isOwn = isBehind || member.ignores !== undefined;
      member.outbox.offer(
        isOwn
          ? this.#ownChunk(membership, events.slice(unread, until))
          : chunkFor(member.format).slice(unread, until),
      );
      member.hasReceivedAll(this);
    }
    for (const places of [this.#members, this.#subscribers]) {
      for (const membership of places) {
        const { member, unread, isBehind } = membership;
        const isOwn = isBehind || member.ignores !== undefined;
        member.outbox.offer(
          isOwn ? this.#ownChunk(membership, events.slice(unread)) : chunkFor(member.format).slice(unread),
        );
        membership.unread = 0;
      }
    }
  }

  /** What of these events is for one whose messages come from the log, or who does not want to see all of them. */
  #ownChunk(
    { member, isBehind }: Membership<Recipient>,
    events: readonly (RoomEvent | undefined)[],
  ): Uint8Array {
    const { ignores } = member;
    const isShown = (event: RoomEvent | undefined): boolean =>
      event?.type !== "message" || (!isBehind && ignores?.has(nameKey(event.from)) !== true);
    return new EncodedEvents(member.format, events.filter(isShown)).slice();
  }
}
