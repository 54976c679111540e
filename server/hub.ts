/**
 * Everyone and every room of one server. Synchronous, so what happens has one order for all.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { nameKey } from "../protocol/names.ts";
import type { Limits } from "../protocol/limits.ts";
import type {
  ByeReason,
  ClientFrame,
  Decoded,
  LeaveReason,
  MessageFrame,
  MessageId,
  Reply,
} from "../protocol.ts";
import type { Words } from "../words/en.ts";
import type { PageSource, Turn } from "./delivery.ts";
import {
  type Author,
  type Membership,
  Posts,
  PublishSchedule,
  type Recipient,
  type Room,
  Rooms,
} from "./rooms.ts";
import { perform } from "./commands.ts";
import type { Finder } from "./search.ts";
import type { Draft, MessageRange, ServerLog } from "./log.ts";
import { type BotTokens, ReservedNames, ResumeTokens, type SecretSource } from "./accounts.ts";
import { checkLiveness, earlyPings, HeldMessages, Nicknames, type Peer, Session, Stays } from "./members.ts";
import type { Logger } from "./logger.ts";

/** What a hub is made of. */
export interface HubParts {
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly history: ServerLog;
  readonly finder: Finder;
  readonly tokens: SecretSource;
  /** The tokens whose names nobody else may have; none for a server that keeps nothing. */
  readonly keys?: BotTokens | undefined;
  /** How many minutes the server's clocks on the wall are ahead of UTC at a time in ms since 1970. */
  readonly zone: (at: number) => number;
  readonly log: Logger;
  /** Where the hub asks for the end of a turn; that end calls {@linkcode Hub.endTurn}. */
  readonly turn: Turn;
}

/** What a message is made of. */
export interface PostContent {
  readonly text: string;
  readonly id: MessageId | undefined;
  readonly action?: true | undefined;
  readonly topic?: true | undefined;
}

/** So many events end a turn at once, as what one turn holds must stay bounded. */
const MOST_WAITING = 512;

/** A clock that went back by more than this, in ms, was set, and is believed. */
const CLOCK_WAS_SET = 60_000;

/** All sessions, names and rooms, and the one road from a command to the log to everyone. */
export class Hub implements PageSource {
  readonly limits: Limits;
  readonly words: Words;
  readonly rooms: Rooms;
  readonly nicknames = new Nicknames();
  readonly stays: Stays;
  readonly finder: Finder;
  /** What waits for those whose connection is broken. */
  readonly heldMessages: HeldMessages;
  readonly #parts: HubParts;
  readonly #sessions = new Set<Session>();
  readonly #seats: ResumeTokens;
  readonly #posts: Posts;
  readonly #schedule: PublishSchedule;
  readonly #reserved: ReservedNames;
  #at = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.limits = parts.limits;
    this.words = parts.words;
    this.finder = parts.finder;
    this.heldMessages = new HeldMessages(parts.words, parts.limits.grace > 0);
    this.rooms = new Rooms(parts.history, parts.limits, () => this.elapsed());
    this.#seats = new ResumeTokens(parts.history, parts.tokens);
    this.#reserved = new ReservedNames(parts.keys);
    this.#posts = new Posts(parts.history, this.#seats, parts.log);
    this.#schedule = new PublishSchedule(parts.clock, parts.turn, parts.limits.outboxBytes);
    const { title, log } = parts;
    this.stays = new Stays(this, { title, log, seats: this.#seats, schedule: this.#schedule });
  }

  /** Whether messages can be kept, as far as that is known. */
  get isHealthy(): boolean {
    return !this.#posts.isFailing;
  }

  /** A new connection's session; nobody hears of it yet. */
  open(peer: Peer): Session {
    const session = new Session(this, peer);
    this.#sessions.add(session);
    return session;
  }

  /** Has those come back who were in when the server ended: they are away until they do. */
  restore(peer: Peer, within: number): void {
    this.stays.restore(this.#parts.history.presentMembers(this.now(), within), peer);
  }

  /** Forgets a session that is over, or that never was in, as another door takes its connection over. */
  forget(session: Session): void {
    session.phase = "gone";
    this.#sessions.delete(session);
  }

  /**
   * Finds the name in the way of this one: the same, or one that looks like it, of a member other than `session`
   * or of a program with a token.
   */
  nameInTheWay(name: string, session?: Session): string | undefined {
    const holder = this.nicknames.find(nameKey(name));
    if (holder !== undefined && holder !== session) return holder.name;
    const like = this.nicknames.findLike(name, session);
    return like?.name ?? this.readOrSkip(() => this.#reserved.find(name));
  }

  /** Performs what a line of a session asks for, or tells what is wrong with it. */
  receive(session: Session, decoded: Decoded<ClientFrame>): void {
    if (session.isOver) return;
    if (decoded.ok) perform(this, session, decoded.frame);
    else session.problem(decoded.problem, decoded.id);
  }

  /** Takes out a session whose connection has ended by itself: a member who can come back is given the time to. */
  disconnected(session: Session): void {
    this.stays.disconnected(session);
  }

  /** Takes a session out, and tells it why, and the others if it was in. */
  end(session: Session, bye: ByeReason, reason: LeaveReason, word?: string): void {
    this.stays.release(session, reason, { bye, ...(word !== undefined && { word }) });
  }

  /** Notes that a member has read all that was said in their rooms until now. */
  markAllRead(session: Session): void {
    for (const { room } of session.memberships) this.markRead(session, room.name, this.last(room.name));
  }

  /** Sends a clean text to the log, and from there to everyone in the room; acknowledged when the log has it. */
  say(session: Session, { room }: Membership, said: PostContent): void {
    this.post(session, room, {
      from: session.name,
      personId: session.person,
      action: undefined,
      topic: undefined,
      ...said,
    });
  }

  /** The same for an author who need not be in the room. */
  post(author: Author, room: Room, said: Omit<Draft, "type" | "room" | "at">): void {
    this.#posts.add(author, room, { type: "message", room: room.name, at: this.now(), ...said });
    this.#schedule.publishSoon(room);
    if (room.waiting >= MOST_WAITING) this.endTurn();
  }

  /** Removes a subscriber. A room that is left with nobody is forgotten at the end of this turn. */
  unsubscribe(subscriber: Membership<Recipient>): void {
    subscriber.room.unsubscribe(subscriber);
    this.#schedule.publishSoon(subscriber.room);
  }

  /** A session's outbox is over its limit, and shut. Told in the next turn, as this one is being told. */
  outboxOverflowed(session: Session): void {
    session.isSlow = true; // So that whoever notices first that the connection is shut knows why.
    this.#parts.clock.after(0, () => this.stays.release(session, "slow", {}));
  }

  /** Notes that somebody has read a room up to this number. It never moves back, nor beyond what there is. */
  markRead(session: Session, room: string, seq: number): void {
    const membership = session.membershipIn(room);
    if (membership === undefined) return;
    const read = Math.min(seq, this.last(membership.room.name));
    if (read <= membership.read) return;
    membership.read = read;
    this.#seats.markRead(session, membership.room.name, read);
  }

  /** Stores what was said, acknowledges, and tells what is due. Never waits. */
  endTurn(): void {
    this.#reserved.endTurn();
    this.#posts.write();
    this.#schedule.publish((room) => this.rooms.release(room));
  }

  commitPending(): void {
    if (this.#posts.isWaiting) this.endTurn();
  }

  last(room: string): number {
    return this.#parts.history.last(room);
  }

  first(room: string): number {
    return this.readOrSkip(() => this.#parts.history.first(room)) ?? this.last(room) + 1;
  }

  read(room: string, range: MessageRange): readonly MessageFrame[] {
    return this.readOrSkip(() => this.#parts.history.read(room, range)) ?? [];
  }

  gap(room: string, from: number, to: number): Reply {
    return { type: "notice", code: "gap", text: this.words.gap(from, to), room, from, to };
  }

  /** The time of what happens now: not before what has happened, unless the clock was set. */
  now(): number {
    const now = this.#parts.clock.now();
    return this.#at = now < this.#at - CLOCK_WAS_SET ? now : Math.max(this.#at, now);
  }

  /** How many minutes the server's clocks on the wall are ahead of UTC at that time. */
  zone(at: number): number {
    return this.#parts.zone(at);
  }

  /** The time by the clock that never jumps, in ms. */
  elapsed(): number {
    return this.#parts.clock.elapsed();
  }

  /** Looks after those who are silent or away. To be called about once a second. */
  sweep(): void {
    const now = this.elapsed();
    let early = earlyPings(this.#sessions.size, this.limits);
    for (const session of this.#sessions) {
      switch (checkLiveness(session, this.limits, now)) {
        case "fine":
          continue;
        case "silent":
          this.end(session, "silent", "silent");
          continue;
        case "away-too-long":
          this.stays.release(session, "lost", {});
          continue;
        case "ping-early":
          if (early-- <= 0) continue;
          session.ping(now);
          continue;
        case "ping":
          session.ping(now);
      }
    }
    if (this.#seats.hasChanges) this.endTurn(); // What was read alone ends no turn.
  }

  /**
   * Tells everyone that the server closes, and lets them go once they have read it. Their seats are kept.
   *
   * @param back In how many seconds the server is expected to be there again, if it is.
   */
  close(back?: number): void {
    const text = back === undefined ? this.words.bye("closing") : this.words.restarting(back);
    this.publishNow(this.rooms.all);
    for (const session of this.#sessions) {
      session.phase = "gone";
      session.reply({ type: "bye", reason: "closing", text, ...(back !== undefined && { back }) });
      session.outbox.finish();
    }
    this.#sessions.clear();
  }

  /** What the log has, or nothing where it cannot be read: the room goes on without its past. */
  readOrSkip<Found>(read: () => Found): Found | undefined {
    try {
      return read();
    } catch (cause) {
      this.#parts.log({ event: "failed", what: "reading", cause: String(cause) });
      return undefined;
    }
  }

  /** Has these rooms tell at once all that waits in them, also who came and went. */
  publishNow(rooms: Iterable<Room>): void {
    this.#schedule.add(rooms);
    this.endTurn();
  }
}
