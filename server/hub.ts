/**
 * Everyone and every room of one server. Synchronous, so what happens has one order for all.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { DEFAULT_ROOM, type Limits, NAME_CHARS, PROTOCOL_VERSIONS, ROSTER_PART } from "../protocol/limits.ts";
import { nameKey } from "../protocol/names.ts";
import type { AnnouncedLimits, ByeReason, LeaveReason, MessageId, Reply } from "../protocol.ts";
import type { Words } from "../words/en.ts";
import type { Draft, History } from "./history.ts";
import type { Log } from "./log.ts";
import { Room } from "./room.ts";
import { type Peer, Session } from "./session.ts";
import type { Turn } from "./turn.ts";

/** What a hub is made of. */
export interface HubParts {
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly history: History;
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

/** A message on its way into the log. */
interface Sending {
  readonly session: Session;
  readonly room: Room;
  readonly place: number;
  readonly draft: Draft;
}

/** All sessions, names and rooms, and the one road from a command to the log to everyone. */
export class Hub {
  readonly limits: Limits;
  readonly words: Words;
  readonly #parts: HubParts;
  readonly #rooms = new Map<string, Room>();
  readonly #sessions = new Set<Session>();
  readonly #names = new Map<string, Session>();
  #sending: Sending[] = [];
  /** The rooms that have something to tell at the end of this turn. */
  readonly #due = new Set<Room>();
  #presenceAsked = false;
  #at = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.limits = parts.limits;
    this.words = parts.words;
    this.#rooms.set(DEFAULT_ROOM, new Room(DEFAULT_ROOM));
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

  /** Lets a session in under a name that is free. */
  enter(session: Session, name: string): void {
    const room = this.room(session.room);
    if (room === undefined) return;
    if (this.#sending.length > 0) this.flush(); // So that the welcome's `seq` is that of the last message before this person's first.
    const { title, log, history } = this.#parts;
    session.phase = "in";
    session.name = name;
    session.key = nameKey(name);
    this.#names.set(session.key, session);
    room.enter(session, this.#now());
    session.reply({
      type: "welcome",
      version: PROTOCOL_VERSIONS[0] ?? 1,
      title,
      name,
      room: room.name,
      members: room.names(0, ROSTER_PART),
      count: room.size,
      seq: history.last(room.name),
      at: this.#at,
      limits: announced(this.limits),
    });
    log({ event: "joined", name, address: session.peer.address, door: session.format.door });
    this.#wakeForPresence(room);
  }

  /** Gives a session that is in another name that is free. */
  rename(session: Session, to: string): void {
    const room = this.room(session.room);
    if (room === undefined) return;
    const from = session.name;
    this.#names.delete(session.key);
    session.name = to;
    session.key = nameKey(to);
    this.#names.set(session.key, session);
    room.post({ type: "renamed", room: room.name, from, to, at: this.#now() });
    this.#parts.log({ event: "renamed", from, to });
    this.#wake(room);
  }

  /** Sends a clean text to the log, and from there to everyone in the room; acknowledged when the log has it. */
  say(session: Session, text: string, action: true | undefined, id: MessageId | undefined): void {
    const room = this.room(session.room);
    if (room === undefined) return;
    const draft: Draft = {
      type: "message",
      room: room.name,
      at: this.#now(),
      from: session.name,
      text,
      ...(id !== undefined && { id }),
      ...(action && { action }),
    };
    this.#sending.push({ session, room, place: room.reserve(), draft });
    this.#wake(room);
    if (room.waiting >= MOST_WAITING) this.flush();
  }

  /** Takes a session out, for whatever reason, and closes its connection once it has read what was told until now. */
  release(
    session: Session,
    reason: LeaveReason,
    how: { readonly bye?: ByeReason; readonly word?: string },
  ): void {
    if (session.over) return;
    const { log } = this.#parts;
    const { address } = session.peer;
    const wasIn = session.phase === "in";
    session.phase = "gone";
    this.#sessions.delete(session);
    const last: Reply | undefined = how.bye &&
      { type: "bye", reason: how.bye, text: this.words.bye(how.bye) };
    const room = this.room(session.room);
    if (!wasIn || room === undefined) {
      if (last !== undefined) session.reply(last);
      session.outbox.finish();
      return log({ event: "closed-unnamed", address });
    }
    this.#names.delete(session.key);
    room.leave(session, { reason, ...(how.word !== undefined && { word: how.word }), at: this.#now() }, last);
    log({ event: "left", name: session.name, address, reason });
    if (last === undefined) this.#wakeForPresence(room);
    else this.#wake(room);
  }

  /** A session's outbox is over its limit, and shut. Told in the next turn, as this one is being told. */
  overflowed(session: Session): void {
    session.isSlow = true;
    this.#parts.clock.after(0, () => this.release(session, "slow", {}));
  }

  /** Stores what was said, acknowledges, and tells what is due. Never waits. */
  flush(): void {
    this.#store();
    for (const room of this.#due) room.tell();
    this.#due.clear();
  }

  /** Looks after those who are silent. To be called about once a second. */
  sweep(): void {
    const now = this.#parts.clock.elapsed();
    for (const session of this.#sessions) this.#look(session, now);
  }

  /** Tells everyone that the server closes, and lets them go once they have read it. */
  close(): void {
    const text = this.words.bye("closing");
    for (const room of this.#rooms.values()) this.#due.add(room);
    this.flush();
    for (const session of this.#sessions) {
      session.phase = "gone";
      session.reply({ type: "bye", reason: "closing", text });
      session.outbox.finish();
    }
    this.#sessions.clear();
  }

  #store(): void {
    if (this.#sending.length === 0) return;
    const sending = this.#sending;
    this.#sending = [];
    try {
      const stored = this.#parts.history.append(sending.map(({ draft }) => draft));
      stored.forEach((message, index) => {
        const sent = sending[index];
        if (sent === undefined) return;
        sent.room.fill(sent.place, message);
        const { id, room, seq, at } = message;
        if (id !== undefined) sent.session.reply({ type: "ack", id, room, seq, at });
      });
    } catch (cause) {
      this.#parts.log({ event: "failed", what: "storing", cause: String(cause) });
      for (const { session, draft } of sending) session.problem({ code: "not-stored" }, draft.id);
    }
  }

  #look(session: Session, now: number): void {
    const { nameWithin, idle, pingAfter, pongWithin } = this.limits;
    const silence = now - session.heardAt;
    if (session.phase === "naming") {
      if (now - session.peer.since >= nameWithin) session.end("silent", "silent");
    } else if (idle !== null && silence >= idle) {
      session.end("silent", "silent");
    } else if (session.pingedAt !== undefined) {
      if (now - session.pingedAt >= pongWithin) session.end("silent", "silent");
    } else if (session.peer.answersPings && silence >= pingAfter) {
      session.pingedAt = now;
      session.reply({ type: "ping" });
    }
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

  /** The time of what happens now: never before what has happened. */
  #now(): number {
    return this.#at = Math.max(this.#at, this.#parts.clock.now());
  }
}

function announced(limits: Limits): AnnouncedLimits {
  return {
    line: limits.lineBytes,
    message: limits.messageChars,
    name: NAME_CHARS,
    rate: limits.rate?.perSecond ?? null,
    burst: limits.rate?.burst ?? null,
    outbox: limits.outboxBytes,
    pingAfter: limits.pingAfter,
    pongWithin: limits.pongWithin,
    idle: limits.idle,
  };
}
