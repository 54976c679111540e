/**
 * One room: its members, its recipients, and what it publishes at the end of this turn.
 *
 * @module
 */

import type { LeaveReason, RoomEvent, Topic } from "../../../protocol.ts";
import type { PersonStanding } from "../../../protocol/presence.ts";
import { MEMBERS_PER_FRAME } from "../../../protocol/limits.ts";
import type { Format, Outbox } from "../delivery.ts";
import { PresenceDigest } from "./presence_digest.ts";
import { encodeShown, type Ignores, PublishedEvents } from "./published_events.ts";

/** A connection that receives the events of rooms. */
export interface Recipient {
  readonly format: Format;
  readonly outbox: Outbox;
  /** The people whose messages it does not show, if there are any. */
  readonly ignores: Ignores | undefined;
  /** How events are encoded for this connection alone, at a door that tells its members of themselves. */
  readonly personal?: PersonalEvents | undefined;
  /** Learns that a feed that was finished has been offered all that the room published before that. */
  hasReceivedAll(room: Room): void;
}

/** The events of one connection, where they differ from what others at the same door get. */
export interface PersonalEvents {
  readonly format: Format;
  /** Whether something of this turn is the connection's own. */
  readonly isNeeded: boolean;
  /** Tells whether an event is encoded for this connection in another way than for others. */
  isOwn(event: RoomEvent): boolean;
  /** Whether it asks for the past by itself, and is sent none unasked. */
  readonly asksForPast: boolean;
}

/** A person in a room, as the room sees them; they may have no connection at the moment. */
export interface Member {
  readonly name: string;
  /** The id by which everybody knows them, whatever they are called. */
  readonly publicId: string;
  /** When they last did something, by the clock that never jumps. */
  readonly activeAt: number;
  /** Why they are away, empty for no reason; `undefined` while they are not. */
  readonly away: string | undefined;
}

/** Members by their names, and by the ids that they keep, in the same order. */
export interface Roster {
  readonly members: readonly string[];
  readonly persons: readonly string[];
}

/** Lists members as frames have them. */
export function rosterOf(memberships: readonly Membership[]): Roster {
  return {
    members: memberships.map(({ member }) => member.name),
    persons: memberships.map(({ member }) => member.publicId),
  };
}

/** One person's membership in one room. */
export class Membership {
  readonly member: Member;
  readonly room: Room;
  #read = 0;

  constructor(member: Member, room: Room) {
    this.member = member;
    this.room = room;
  }

  /** The number of the last message that this member has read, as far as anybody said so. */
  get read(): number {
    return this.#read;
  }

  /** Notes that this member has read the room up to a number. */
  markRead(seq: number): void {
    this.#read = seq;
  }
}

/** A room's events on their way to one recipient. Its position is kept by the room. */
export class Feed {
  readonly recipient: Recipient;
  readonly room: Room;
  /** The first of the room's waiting events that is for this recipient. */
  next: number;
  /** Set while messages come to this recipient from the log and not from here. */
  isBehind = true;

  /** @param next How many events wait that are not for this recipient. */
  constructor(recipient: Recipient, room: Room, next: number) {
    this.recipient = recipient;
    this.room = room;
    this.next = next;
  }
}

/** A feed that ends with the first `until` of the waiting events. */
interface EndingFeed {
  readonly feed: Feed;
  readonly until: number;
}

/** What a room publishes of a member who leaves. */
export interface Departure {
  readonly reason: LeaveReason;
  readonly word?: string;
  /** Who removed them. */
  readonly by?: string;
  readonly at: number;
}

/** A room. Its events are published in the order in which they were posted, to the feeds that were there then. */
export class Room {
  /** The room's name, without `#`. */
  readonly name: string;
  #topic: Topic | undefined;
  readonly #members = new Set<Membership>();
  /** The first members, if they are known: everybody who comes to a large room gets the same lists. */
  #first: Roster | undefined;
  /** Members' connections and subscribers alike. */
  readonly #feeds = new Set<Feed>();
  #endingFeeds: EndingFeed[] = [];
  readonly #digest = new PresenceDigest();
  #wasEntered = false;
  #madeAt: number | undefined;
  /** What this turn publishes; `undefined` where a message is not stored yet, or could not be. */
  #waiting: (RoomEvent | undefined)[] = [];

  /** @param topic What the room is about, if anybody has said so. @param isKnown Whether it was there before. */
  constructor(name: string, topic?: Topic, isKnown = true) {
    this.name = name;
    this.#wasEntered = isKnown;
    this.#topic = topic;
  }

  /** What the room is about. */
  get topic(): Topic | undefined {
    return this.#topic;
  }

  /** Whether it was made and nobody has been in it yet: who enters it first has made it. */
  get isNew(): boolean {
    return !this.#wasEntered;
  }

  /** When it was made, in ms since 1970; not known of a room that was there when the server began. */
  get madeAt(): number | undefined {
    return this.#madeAt;
  }

  /** How many members it has. */
  get size(): number {
    return this.#members.size;
  }

  /** How many events wait for the end of this turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether it has no member and no subscriber. */
  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#feeds.size === 0;
  }

  /** Every connection that receives the events of this room. */
  get recipients(): Iterable<Recipient> {
    return [...this.#feeds].map(({ recipient }) => recipient);
  }

  /** The members in the order in which they came. */
  get members(): Iterable<Membership> {
    return this.#members;
  }

  /** Tells whether a membership still holds. */
  has(membership: Membership): boolean {
    return this.#members.has(membership);
  }

  /** The names of the members in the order in which they came. */
  names(): readonly string[] {
    return Array.from(this.#members, ({ member }) => member.name);
  }

  /** As many of the first members as one frame holds: the same lists for everybody, until one of them changes. */
  get first(): Roster {
    return this.#first ??= rosterOf([...this.#members].slice(0, MEMBERS_PER_FRAME));
  }

  /** Has the names read anew: a member has another one. */
  forgetNames(): void {
    this.#first = undefined;
  }

  /** Sets what the room is about. */
  setTopic(topic: Topic | undefined): void {
    this.#topic = topic;
  }

  /** Adds a member and posts that they joined. @param standing What others are told of them. */
  enter(member: Member, at: number, standing: PersonStanding = {}): Membership {
    const { name, publicId: person } = member;
    if (!this.#wasEntered) this.#madeAt = at;
    this.post({ type: "joined", room: this.name, name, person, ...standing, at });
    return this.restore(member);
  }

  /** Adds a member without an event: they were here all the time. */
  restore(member: Member): Membership {
    const membership = new Membership(member, this);
    this.#wasEntered = true;
    this.#members.add(membership);
    if (this.#members.size <= MEMBERS_PER_FRAME) this.#first = undefined;
    return membership;
  }

  /** Removes a member and posts that they left; gives what is posted. Their feeds are finished before. */
  leave(membership: Membership, departure: Departure): RoomEvent | undefined {
    if (!this.#members.delete(membership)) return undefined;
    this.#first = undefined;
    const { name, publicId: person } = membership.member;
    const event: RoomEvent = { type: "left", room: this.name, name, person, ...departure };
    this.post(event);
    return event;
  }

  /** Begins a feed with what is posted from now on. Messages come to the recipient from the log until {@linkcode goLive}. */
  subscribe(recipient: Recipient): Feed {
    const feed = new Feed(recipient, this, this.#waiting.length);
    this.#feeds.add(feed);
    return feed;
  }

  /** Ends a feed at once. */
  unsubscribe(feed: Feed): void {
    this.#feeds.delete(feed);
  }

  /** Ends a feed with what was posted until now, and then calls {@linkcode Recipient.hasReceivedAll}. */
  finish(feed: Feed): void {
    if (this.#feeds.delete(feed)) this.#endingFeeds.push({ feed, until: this.#waiting.length });
  }

  /**
   * Lets those go whose feeds were finished, unless a message waits that they must still get: of who came and went until then
   * they need not know. `false` when they must wait.
   */
  releaseLeaving(): boolean {
    if (this.#endingFeeds.length === 0) return true;
    if (this.#waiting.some((event) => event?.type !== "joined" && event?.type !== "left")) return false;
    const ending = this.#endingFeeds;
    this.#endingFeeds = [];
    for (const { feed } of ending) feed.recipient.hasReceivedAll(this);
    return true;
  }

  /** Has messages, too, come to this recipient from here from now on. To be called when no message waits. */
  goLive(feed: Feed): void {
    if (feed.next < this.#waiting.length) {
      feed.recipient.outbox.offer(encodeShown(feed, this.#waiting.slice(feed.next), this.name));
    }
    feed.isBehind = false;
    feed.next = this.#waiting.length;
  }

  /** Has an event published at the end of this turn. */
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

  /** Offers what waits to every recipient that it is for. Never waits for any of them. */
  publish(): void {
    if (this.#waiting.length === 0) return;
    const events = this.#digest.digest(this.#waiting, this.name, this.size);
    const ending = this.#endingFeeds;
    this.#waiting = [];
    this.#endingFeeds = [];
    const published = new PublishedEvents(events, this.name);
    for (const { feed, until } of ending) {
      feed.recipient.outbox.offer(published.encodeFor(feed, feed.next, until));
      feed.recipient.hasReceivedAll(this);
    }
    for (const feed of this.#feeds) {
      feed.recipient.outbox.offer(published.encodeFor(feed, feed.next));
      feed.next = 0;
    }
  }
}
