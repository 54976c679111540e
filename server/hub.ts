/**
 * Everyone and every room of one server. Synchronous, so what happens has one order for all.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { Limits } from "../protocol/limits.ts";
import { nameKey } from "../protocol/names.ts";
import type {
  ByeReason,
  LeaveReason,
  MessageFrame,
  MessageId,
  PrivateFrame,
  RenamedFrame,
  Reply,
} from "../protocol.ts";
import type { Words } from "../words/en.ts";
import type { Shelf } from "./backlog.ts";
import { encodeOne } from "./chunk.ts";
import { Due } from "./due.ts";
import type { Format } from "./format.ts";
import type { History, Range } from "./history.ts";
import { judge } from "./liveness.ts";
import type { Log } from "./log.ts";
import { People } from "./people.ts";
import { type Member, type Membership, Room } from "./room.ts";
import { Rooms } from "./rooms.ts";
import { Seats, type Tokens } from "./seats.ts";
import { type Peer, Session } from "./session.ts";
import type { Turn } from "./turn.ts";
import { enteredTo, welcomeTo } from "./welcome.ts";
import { Writer } from "./writer.ts";

/** What a hub is made of. */
export interface HubParts {
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly history: History;
  readonly tokens: Tokens;
  readonly log: Log;
  /** Where the hub asks for the end of a turn; that end calls {@linkcode Hub.flush}. */
  readonly turn: Turn;
}

/** A room that somebody wants to be in, and the last message of it that they have, if they have any. */
export interface Wish {
  /** As `parseRoom` gives it. */
  readonly room: string;
  readonly after: number | undefined;
}

/** What a message is made of. */
export interface Said {
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
export class Hub implements Shelf {
  readonly limits: Limits;
  readonly words: Words;
  readonly rooms: Rooms;
  readonly people = new People();
  readonly #parts: HubParts;
  readonly #sessions = new Set<Session>();
  readonly #seats: Seats;
  readonly #writer: Writer;
  readonly #due: Due;
  #at = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.limits = parts.limits;
    this.words = parts.words;
    this.rooms = new Rooms(parts.history, parts.limits);
    this.#seats = new Seats(parts.history, parts.tokens);
    this.#writer = new Writer(parts.history, this.#seats, parts.log);
    this.#due = new Due(parts.clock, parts.turn);
  }

  /** Whether messages can be kept, as far as that is known. */
  get isHealthy(): boolean {
    return !this.#writer.isFailing;
  }

  /** A new connection's session; nobody hears of it yet. */
  open(peer: Peer): Session {
    const session = new Session(this, peer);
    this.#sessions.add(session);
    return session;
  }

  /** Forgets a session that never was in, as another door takes its connection over. */
  forget(session: Session): void {
    session.phase = "gone";
    this.#sessions.delete(session);
  }

  /** Who is in, or away, with this token. */
  bearer(token: string): Session | undefined {
    return this.#seats.holder(token);
  }

  /**
   * Lets a session in under a name that is free, and into all rooms that it wants.
   *
   * @param first A room that was opened in this turn, after {@linkcode settle}.
   * @param token The one that it came with, if any; what it has of the rooms counts only if it is known.
   */
  enter(session: Session, name: string, first: Room, wishes: readonly Wish[], token?: string): void {
    const isKnown = token !== undefined && this.#seats.isKnown(token);
    const has = (wish: Wish | undefined): number | undefined => isKnown ? wish?.after : undefined;
    this.#admit(session, name);
    session.since = this.now();
    session.activeAt = this.elapsed();
    const given = this.#seats.take(session, token);
    const { log } = this.#parts;
    log({ event: "joined", name, address: session.peer.address, door: session.format.door });
    const membership = this.#put(session, first);
    this.#seats.keep(session);
    this.#welcome(session, membership, given, false);
    this.#catchUp(session, membership, has(wishes.find(({ room }) => nameKey(room) === nameKey(first.name))));
    for (const wish of wishes) this.#comeBackTo(session, { ...wish, after: has(wish) });
  }

  /** Lets a session in as the person whom `before` was the connection of. Nobody else notices. */
  takeOver(session: Session, before: Session, token: string, wishes: readonly Wish[]): void {
    this.settle();
    this.#admit(session, before.name);
    session.takeAfter(before);
    this.#seats.move(before, session);
    const places = before.memberships.map((place) => place.room.seat(session, place));
    session.memberships = places;
    this.#sessions.delete(before);
    if (before.phase === "in") {
      before.reply({ type: "bye", reason: "replaced", text: this.words.bye("replaced") });
      before.outbox.finish();
    }
    before.phase = "gone";
    before.close();
    this.#parts.log({ event: "back", name: session.name, address: session.peer.address });
    const [first, ...others] = places;
    this.#welcome(session, first, token, true);
    const has = ({ room }: Membership): number | undefined =>
      wishes.find((wish) => nameKey(wish.room) === nameKey(room.name))?.after;
    if (first !== undefined) this.#catchUp(session, first, has(first));
    for (const place of others) {
      this.#tellEntered(session, place);
      this.#catchUp(session, place, has(place));
    }
    for (const wish of wishes) this.#comeBackTo(session, wish);
  }

  /** Has those come back who were in when the server ended: they are away until they do. */
  restore(peer: Peer, within: number): void {
    for (const seat of this.#parts.history.present(this.now(), within)) {
      if (this.people.named(nameKey(seat.name)) !== undefined) continue;
      const session = this.open(peer);
      this.#admit(session, seat.name);
      session.since = this.now();
      this.#seats.restore(session, seat);
      session.phase = "away";
      session.memberships = seat.rooms.map((name) => this.#seatIn(session, this.rooms.reopen(name)));
    }
  }

  /** Lets a member into one more room, made if there is none; who is in it already is only shown it again. */
  join(session: Session, { room: name, after }: Wish): void {
    this.settle();
    if (session.isLeaving) this.flush(); // Who left a moment ago hears so before they are in again.
    const known = session.membership(name);
    if (known !== undefined) return this.#tellEntered(session, known);
    const { roomsEach: limit } = this.limits;
    if (session.memberships.length >= limit) return session.problem({ code: "in-too-many", limit });
    const room = this.rooms.open(name);
    if (!(room instanceof Room)) return session.problem(room);
    const membership = this.#put(session, room);
    this.#seats.keep(session);
    this.#tellEntered(session, membership);
    this.#catchUp(session, membership, after);
  }

  /** Takes a member out of one room, and tells them so after all that was told there before. */
  part(session: Session, membership: Membership, word: string | undefined): void {
    session.hasLeft(membership);
    membership.room.leave(membership, {
      reason: "left",
      ...(word !== undefined && { word }),
      at: this.now(),
    });
    this.#seats.keep(session);
    this.#due.wake(membership.room);
  }

  /** Gives a session that is in another name that is free, and tells everyone who shares a room with it once. */
  rename(session: Session, to: string): void {
    const from = session.name;
    const before = session.key;
    this.#tellNow(session.memberships.map(({ room }) => room)); // What is told until now is told of the old name.
    this.people.name(session, to);
    this.#seats.keep(session);
    const frame: RenamedFrame = { type: "renamed", from, to, at: this.now() };
    const bytes = new Map<Format, Uint8Array>();
    for (const { format, outbox, ignores } of this.#companyOf(session)) {
      const known = bytes.get(format) ?? encodeOne(format, frame);
      bytes.set(format, known);
      outbox.offer(known);
      if (ignores?.delete(before)) ignores.add(session.key);
    }
    this.#parts.log({ event: "renamed", from, to });
  }

  /** Sends a clean text to the log, and from there to everyone in the room; acknowledged when the log has it. */
  say(session: Session, { room }: Membership, { text, id, action, topic }: Said): void {
    const { name: from, person } = session;
    const at = this.now();
    const draft = {
      type: "message",
      room: room.name,
      at,
      from,
      text,
      id,
      action,
      topic,
      person,
    } as const;
    this.#writer.add(session, room, draft);
    this.#due.wake(room);
    if (room.waiting >= MOST_WAITING) this.flush();
  }

  /** Says something to one person alone, who may be the one who says it. */
  whisper(session: Session, other: Session, { text, id, action }: Said): void {
    const { letters } = session;
    const at = this.now();
    const to = other.name;
    const frame: PrivateFrame = {
      type: "private",
      from: session.name,
      to,
      at,
      text,
      ...(id !== undefined && { id }),
      ...(action && { action }),
    };
    letters.correspondent = other.letters;
    const settle = letters.send(to, at, id);
    if (other === session) return session.deliver(frame, settle);
    session.reply(frame);
    const { away: why } = other;
    if (why !== undefined) {
      session.reply({ type: "notice", code: "away", text: this.words.isAway(to, why), name: to, why });
    }
    if (!other.sees(frame)) return settle(true);
    other.letters.correspondent = letters;
    other.deliver(frame, settle);
  }

  /** The connection of a session has ended by itself: one who can come back is given the time to. */
  lost(session: Session): void {
    if (session.isSlow) return this.release(session, "slow", {});
    if (session.phase !== "in" || session.person === 0 || this.limits.grace === 0) {
      return this.release(session, "lost", {});
    }
    session.phase = "away";
    session.heardAt = this.elapsed();
    session.outbox.finish();
    this.#parts.log({ event: "away", name: session.name, address: session.peer.address });
  }

  /** Takes a session out, for whatever reason, and closes its connection once it has read what was told until now. */
  release(
    session: Session,
    reason: LeaveReason,
    { bye, word }: { readonly bye?: ByeReason; readonly word?: string },
  ): void {
    if (session.phase === "gone") return;
    const { log } = this.#parts;
    const { address } = session.peer;
    const wasNaming = session.phase === "naming";
    session.phase = "gone";
    this.#sessions.delete(session);
    session.farewell = bye && { type: "bye", reason: bye, text: this.words.bye(bye) };
    if (wasNaming) {
      session.finish();
      return log({ event: "closed-unnamed", address });
    }
    this.people.remove(session);
    this.#seats.leave(session);
    const departure = { reason, ...(word !== undefined && { word }), at: this.now() };
    for (const membership of session.memberships) {
      const { room } = membership;
      session.hasLeft(membership);
      room.leave(membership, departure);
      if (bye === undefined) this.#due.wakeForPresence(room);
      else this.#due.wake(room);
    }
    session.close();
    session.finish();
    log({ event: "left", name: session.name, address, reason });
  }

  /** A session's outbox is over its limit, and shut. Told in the next turn, as this one is being told. */
  overflowed(session: Session): void {
    session.isSlow = true; // So that whoever notices first that the connection is shut knows why.
    this.#parts.clock.after(0, () => this.release(session, "slow", {}));
  }

  /** Notes that somebody has read a room up to this number. It never moves back, nor beyond what there is. */
  markRead(session: Session, room: string, seq: number): void {
    const membership = session.membership(room);
    if (membership === undefined) return;
    const read = Math.min(seq, this.last(membership.room.name));
    if (read <= membership.read) return;
    membership.read = read;
    this.#seats.markRead(session, membership.room.name, read);
  }

  /** Stores what was said, acknowledges, and tells what is due. Never waits. */
  flush(): void {
    this.#writer.write();
    this.#due.tell((room) => this.rooms.letGo(room));
  }

  settle(): void {
    if (this.#writer.isWaiting) this.flush();
  }

  last(room: string): number {
    return this.#parts.history.last(room);
  }

  first(room: string): number {
    return this.#reading(() => this.#parts.history.first(room)) ?? this.last(room) + 1;
  }

  read(room: string, range: Range): readonly MessageFrame[] {
    return this.#reading(() => this.#parts.history.read(room, range)) ?? [];
  }

  gap(room: string, from: number, to: number): Reply {
    return { type: "notice", code: "gap", text: this.words.gap(from, to), room, from, to };
  }

  /** The time of what happens now: not before what has happened, unless the clock was set. */
  now(): number {
    const now = this.#parts.clock.now();
    return this.#at = now < this.#at - CLOCK_WAS_SET ? now : Math.max(this.#at, now);
  }

  /** The time by the clock that never jumps, in ms. */
  elapsed(): number {
    return this.#parts.clock.elapsed();
  }

  /** Looks after those who are silent or away. To be called about once a second. */
  sweep(): void {
    const now = this.elapsed();
    for (const session of this.#sessions) {
      switch (judge(session, this.limits, now)) {
        case "fine":
          continue;
        case "silent":
          session.end("silent", "silent");
          continue;
        case "away-too-long":
          this.release(session, "lost", {});
          continue;
        case "ping":
          session.pingedAt = now;
          session.reply({ type: "ping" });
      }
    }
    if (this.#seats.isChanged) this.flush(); // What was read alone ends no turn.
  }

  /**
   * Tells everyone that the server closes, and lets them go once they have read it. Their seats are kept.
   *
   * @param back In how many seconds the server is expected to be there again, if it is.
   */
  close(back?: number): void {
    const text = back === undefined ? this.words.bye("closing") : this.words.restarting(back);
    this.#tellNow(this.rooms.all);
    for (const session of this.#sessions) {
      session.phase = "gone";
      session.reply({ type: "bye", reason: "closing", text, ...(back !== undefined && { back }) });
      session.outbox.finish();
    }
    this.#sessions.clear();
  }

  /** What the log has, or nothing where it cannot be read: the room goes on without its past. */
  #reading<Found>(read: () => Found): Found | undefined {
    try {
      return read();
    } catch (cause) {
      this.#parts.log({ event: "failed", what: "reading", cause: String(cause) });
      return undefined;
    }
  }

  #admit(session: Session, name: string): void {
    session.phase = "in";
    this.people.name(session, name);
  }

  /** Everyone who shares a room with somebody, and that person; each once. */
  #companyOf(session: Session): Iterable<Member> {
    const company = new Set<Member>([session]);
    for (const { room } of session.memberships) {
      for (const { member } of room.members) company.add(member);
    }
    return company;
  }

  /** Has these rooms tell at once all that waits in them, also who came and went. */
  #tellNow(rooms: Iterable<Room>): void {
    this.#due.add(rooms);
    this.flush();
  }

  #put(session: Session, room: Room): Membership {
    const membership = room.enter(session, this.now());
    session.hasEntered(membership);
    this.#due.wakeForPresence(room);
    return this.#withMark(session, membership);
  }

  #seatIn(session: Session, room: Room): Membership {
    return this.#withMark(session, room.seat(session));
  }

  /** What was said before somebody first came is nothing that they have not read yet. */
  #withMark(session: Session, membership: Membership): Membership {
    const { name } = membership.room;
    const known = this.#reading(() => this.#seats.readBy(session, name));
    membership.read = known ?? this.last(name);
    if (known === undefined && membership.read > 0) this.#seats.markRead(session, name, membership.read);
    return membership;
  }

  /** Has somebody who comes back be where they were, too, if they may. */
  #comeBackTo(session: Session, wish: Wish): void {
    if (session.membership(wish.room) === undefined) this.join(session, wish);
  }

  #welcome(session: Session, place: Membership | undefined, token: string, isBack: boolean): void {
    const { title } = this.#parts;
    const { name } = session;
    session.reply(welcomeTo(place, this, { title, name, token, isBack }));
  }

  #tellEntered(session: Session, place: Membership): void {
    session.reply(enteredTo(place, this));
  }

  /** Has somebody read what they have missed of a room, or, if they are new there, what was said last. */
  #catchUp(session: Session, { room: { name: room } }: Membership, after: number | undefined): void {
    const seq = this.last(room);
    const isNew = after === undefined || after > seq; // More than there is: of a log that is not this one.
    const from = isNew ? Math.max(this.first(room), seq + 1 - this.limits.replay) : after + 1;
    const [head, tail] = from <= seq ? session.format.aroundPast : ["", ""];
    session.read({ room, from, to: "live", head, tail });
  }
}
