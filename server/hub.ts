/**
 * Everyone and every room of one server. Synchronous, so what happens has one order for all.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { DEFAULT_ROOM, type Limits } from "../protocol/limits.ts";
import { nameKey } from "../protocol/names.ts";
import type { ByeReason, LeaveReason, MessageFrame, MessageId, Reply } from "../protocol.ts";
import type { Words } from "../words/en.ts";
import type { Shelf } from "./backlog.ts";
import type { Draft, History, Range } from "./history.ts";
import type { Keys } from "./keys.ts";
import { judge } from "./liveness.ts";
import type { Log } from "./log.ts";
import { Room } from "./room.ts";
import { Seats, type Tokens } from "./seats.ts";
import { type Peer, Session } from "./session.ts";
import type { Turn } from "./turn.ts";
import { welcomeTo } from "./welcome.ts";
import { type Author, Writer } from "./writer.ts";

/** What a hub is made of. */
export interface HubParts {
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly history: History;
  readonly tokens: Tokens;
  /** The tokens whose names nobody else may have; none for a server that keeps nothing. */
  readonly keys?: Keys | undefined;
  readonly log: Log;
  /** Where the hub asks for the end of a turn; that end calls {@linkcode Hub.flush}. */
  readonly turn: Turn;
}

/** So many events end a turn at once, as what one turn holds must stay bounded. */
const MOST_WAITING = 512;

/** In a room of this size or less, coming and going is told at the turn's end; larger ones are told less often. */
const SMALL_ROOM = 200;

/** The longest that coming and going may wait to be told together, in ms. */
const PRESENCE_WITHIN = 250;

/** A clock that went back by more than this, in ms, was set, and is believed. */
const CLOCK_WAS_SET = 60_000;

/** All sessions, names and rooms, and the one road from a command to the log to everyone. */
export class Hub implements Shelf {
  readonly limits: Limits;
  readonly words: Words;
  readonly #parts: HubParts;
  readonly #rooms = new Map<string, Room>();
  readonly #sessions = new Set<Session>();
  readonly #names = new Map<string, Session>();
  readonly #seats: Seats;
  readonly #writer: Writer;
  /** The rooms that have something to tell at the end of this turn. */
  readonly #due = new Set<Room>();
  #presenceAsked = false;
  #at = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.limits = parts.limits;
    this.words = parts.words;
    this.#seats = new Seats(parts.history, parts.tokens);
    this.#writer = new Writer(parts.history, this.#seats, parts.log);
    this.#rooms.set(DEFAULT_ROOM, new Room(DEFAULT_ROOM));
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

  /** The room of that name. */
  room(name: string): Room | undefined {
    return this.#rooms.get(name);
  }

  /** Who has the name with this key. */
  named(key: string): Session | undefined {
    return this.#names.get(key);
  }

  /** Whether the name with this key belongs to a program with a token. */
  isReserved(key: string): boolean {
    const { keys } = this.#parts;
    return keys !== undefined && (this.reading(() => keys.isNamed(key)) ?? false);
  }

  /** Who is in, or away, with this token. */
  bearer(token: string): Session | undefined {
    return this.#seats.holder(token);
  }

  /**
   * Lets a session in under a name that is free.
   *
   * @param token The one that it came with, if any.
   * @param after The last message that it has, if it has any and the token is known.
   */
  enter(session: Session, name: string, token?: string, after?: number): void {
    const room = this.room(session.room);
    if (room === undefined) return;
    this.settle(); // So that the welcome's `seq` is that of the last message before this person's first.
    const isKnown = token !== undefined && this.#seats.isKnown(token);
    this.#admit(session, name);
    const given = this.#seats.take(session, token);
    room.enter(session, this.now());
    const { log } = this.#parts;
    log({ event: "joined", name, address: session.peer.address, door: session.format.door });
    this.#welcome(session, room, given, false, isKnown ? after : undefined);
    this.#wakeForPresence(room);
  }

  /** Lets a session in as the person whom `before` was the connection of. Nobody else notices. */
  takeOver(session: Session, before: Session, token: string, after: number | undefined): void {
    const room = this.room(before.room);
    if (room === undefined) return;
    this.settle();
    this.#admit(session, before.name);
    this.#seats.move(before, session);
    room.seat(session, before);
    this.#sessions.delete(before);
    if (before.phase === "in") {
      before.reply({ type: "bye", reason: "replaced", text: this.words.bye("replaced") });
      before.outbox.finish();
    }
    before.phase = "gone";
    this.#parts.log({ event: "back", name: session.name, address: session.peer.address });
    this.#welcome(session, room, token, true, after);
  }

  /** Has those come back who were in when the server ended: they are away until they do. */
  restore(peer: Peer, within: number): void {
    for (const seat of this.#parts.history.present(this.now(), within)) {
      const room = this.room(seat.room);
      if (room === undefined || this.named(nameKey(seat.name)) !== undefined) continue;
      const session = this.open(peer);
      this.#admit(session, seat.name);
      this.#seats.restore(session, seat);
      session.phase = "away";
      room.seat(session);
    }
  }

  /** Gives a session that is in another name that is free. */
  rename(session: Session, to: string): void {
    const room = this.room(session.room);
    if (room === undefined) return;
    const from = session.name;
    this.#names.delete(session.key);
    this.#admit(session, to);
    this.#seats.keep(session);
    room.post({ type: "renamed", room: room.name, from, to, at: this.now() });
    this.#parts.log({ event: "renamed", from, to });
    this.#wake(room);
  }

  /** Sends a clean text to the log, and from there to everyone in the room; acknowledged when the log has it. */
  say(session: Session, text: string, action: true | undefined, id: MessageId | undefined): void {
    const room = this.room(session.room);
    if (room === undefined) return;
    const { name: from, person } = session;
    this.post(session, room, { from, person, text, id, action });
  }

  /** The same for an author who need not be in the room. */
  post(author: Author, room: Room, said: Omit<Draft, "type" | "room" | "at">): void {
    this.#writer.add(author, room, { type: "message", room: room.name, at: this.now(), ...said });
    this.#wake(room);
    if (room.waiting >= MOST_WAITING) this.flush();
  }

  /** The connection of a session has ended by itself: one who can come back is given the time to. */
  lost(session: Session): void {
    if (session.isSlow) return this.release(session, "slow", {});
    if (session.phase !== "in" || session.person === 0 || this.limits.grace === 0) {
      return this.release(session, "lost", {});
    }
    session.phase = "away";
    session.heardAt = this.#parts.clock.elapsed();
    session.outbox.finish();
    this.#parts.log({ event: "away", name: session.name, address: session.peer.address });
  }

  /** Takes a session out, for whatever reason, and closes its connection once it has read what was told until now. */
  release(
    session: Session,
    reason: LeaveReason,
    how: { readonly bye?: ByeReason; readonly word?: string },
  ): void {
    if (session.phase === "gone") return;
    const { log } = this.#parts;
    const { address } = session.peer;
    const wasNaming = session.phase === "naming";
    session.phase = "gone";
    this.#sessions.delete(session);
    const last: Reply | undefined = how.bye &&
      { type: "bye", reason: how.bye, text: this.words.bye(how.bye) };
    const room = this.room(session.room);
    if (wasNaming || room === undefined) {
      if (last !== undefined) session.reply(last);
      session.outbox.finish();
      return log({ event: "closed-unnamed", address });
    }
    this.#names.delete(session.key);
    this.#seats.leave(session);
    room.leave(session, { reason, ...(how.word !== undefined && { word: how.word }), at: this.now() }, last);
    log({ event: "left", name: session.name, address, reason });
    if (last === undefined) this.#wakeForPresence(room);
    else this.#wake(room);
  }

  /** A session's outbox is over its limit, and shut. Told in the next turn, as this one is being told. */
  overflowed(session: Session): void {
    session.isSlow = true; // So that whoever notices first that the connection is shut knows why.
    this.#parts.clock.after(0, () => this.release(session, "slow", {}));
  }

  /** Stores what was said, acknowledges, and tells what is due. Never waits. */
  flush(): void {
    this.#writer.write();
    for (const room of this.#due) room.tell();
    this.#due.clear();
  }

  settle(): void {
    if (this.#writer.isWaiting) this.flush();
  }

  last(room: string): number {
    return this.#parts.history.last(room);
  }

  first(room: string): number {
    return this.reading(() => this.#parts.history.first(room)) ?? this.last(room) + 1;
  }

  read(room: string, range: Range): readonly MessageFrame[] {
    return this.reading(() => this.#parts.history.read(room, range)) ?? [];
  }

  gap(room: string, from: number, to: number): Reply {
    return { type: "notice", code: "gap", text: this.words.gap(from, to), room, from, to };
  }

  /** The time of what happens now: not before what has happened, unless the clock was set. */
  now(): number {
    const now = this.#parts.clock.now();
    return this.#at = now < this.#at - CLOCK_WAS_SET ? now : Math.max(this.#at, now);
  }

  /** Looks after those who are silent or away. To be called about once a second. */
  sweep(): void {
    const now = this.#parts.clock.elapsed();
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
  }

  /**
   * Tells everyone that the server closes, and lets them go once they have read it. Their seats are kept.
   *
   * @param back In how many seconds the server is expected to be there again, if it is.
   */
  close(back?: number): void {
    const text = back === undefined ? this.words.bye("closing") : this.words.restarting(back);
    for (const room of this.#rooms.values()) this.#due.add(room);
    this.flush();
    for (const session of this.#sessions) {
      session.phase = "gone";
      session.reply({ type: "bye", reason: "closing", text, ...(back !== undefined && { back }) });
      session.outbox.finish();
    }
    this.#sessions.clear();
  }

  /** What the log has, or nothing where it cannot be read: the room goes on without its past. */
  reading<Found>(read: () => Found): Found | undefined {
    try {
      return read();
    } catch (cause) {
      this.#parts.log({ event: "failed", what: "reading", cause: String(cause) });
      return undefined;
    }
  }

  #admit(session: Session, name: string): void {
    session.phase = "in";
    session.name = name;
    session.key = nameKey(name);
    this.#names.set(session.key, session);
  }

  #welcome(session: Session, room: Room, token: string, isBack: boolean, after: number | undefined): void {
    const { title } = this.#parts;
    const seq = this.last(room.name);
    const { name } = session;
    session.reply(welcomeTo(room, this.limits, { title, name, seq, at: this.now(), token, isBack }));
    const isNew = after === undefined || after > seq; // More than there is: of a log that is not this one.
    const from = isNew ? Math.max(this.first(room.name), seq + 1 - this.limits.replay) : after + 1;
    const [head, tail] = from <= seq ? session.format.aroundPast : ["", ""];
    session.backlog.read({ room: room.name, from, to: "live", head, tail });
  }

  /** Has a room hear of those who came and went: at once in a small one, several together in a large one. */
  #wakeForPresence(room: Room): void {
    if (room.size <= SMALL_ROOM) return this.#wake(room);
    if (this.#presenceAsked) return;
    this.#presenceAsked = true;
    this.#parts.clock.after(Math.min(PRESENCE_WITHIN, room.size / 20), () => {
      this.#presenceAsked = false;
      this.#wake(room);
    });
  }

  /** Has a room tell what waits in it at the end of this turn. */
  #wake(room: Room): void {
    this.#due.add(room);
    this.#parts.turn.wake();
  }
}
