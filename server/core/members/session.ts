/**
 * One connection: what it receives, how it ends. Synchronous: what a method does
 * is done when it returns.
 *
 * @module
 */

import type {
  MessageFrame,
  MessageId,
  PrivateFrame,
  Problem,
  ProblemCode,
  ProveRequest,
  Reply,
} from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import {
  encodeFor,
  type Format,
  type Listing,
  type Outbox,
  type OutboxOwner,
  Pager,
  type PageReader,
  type PageRequest,
  type PageSource,
} from "../delivery.ts";
import type { Seat } from "../../store/accounts.ts";
import type { Author, Feed, Room } from "../rooms.ts";
import type { Authored, IgnoreList } from "./ignore_list.ts";
import { Intake } from "./intake.ts";
import type { Paces } from "./paces.ts";
import type { Peer, PeerInfo, PersonalDelivery } from "./peer.ts";
import type { Identity } from "./identity.ts";
import type { Person } from "./person.ts";
import type { PersonSession } from "./person_session.ts";
import { RulingQueue } from "./ruling_queue.ts";

/** Naming: not in yet, announced to nobody. In: a member's. Gone: only what waits for it is still written. */
export type Phase = "naming" | "in" | "gone";

/** How many things that were asked for may wait to be read. */
const MOST_READINGS = 1_000;

/** The feeds of a session that follows no room. Never written to. */
const NO_FEEDS: readonly Feed[] = [];

/** What all sessions of a server share. */
export interface SessionHost {
  readonly words: Words;
  readonly paces: Paces;
  readonly pages: PageSource;
  /** Ends a session whose outbox is over its limit, and shut. */
  overflowed(session: Session): void;
  /** Forgets a session from which nothing matters any more. */
  closed(session: Session): void;
  /** Counts that somebody was refused something. */
  refused(code: ProblemCode): void;
  /** Notes that a person has read a room up to a number, at one of their connections. */
  markRead(person: Person, room: string, seq: number, at: Session): void;
}

/** How many direct messages that were shown in part a session keeps: each may have all that a message may have. */
const MOST_SHORTENED = 8;

/** One connection, and the person who has it. */
export class Session implements PersonSession, PageReader, Author, OutboxOwner {
  readonly outbox: Outbox;
  readonly personal: PersonalDelivery | undefined;
  readonly peer: PeerInfo;
  /** How fast it is read, and whether what comes is a flood. */
  readonly intake: Intake;
  /** Takes the answer to a challenge, if one waits for it. @param now By the clock that never jumps. */
  challenge: ((answer: ProveRequest, now: number) => void) | undefined;
  /** Who its person has proved to be before they came in, at a door where that comes first. */
  proven: Identity | undefined;
  /** The number of the credential by which they came, for the holder of an account. */
  credential: number | undefined;
  /** Whether it came to say something and go: it may write in rooms that its person could enter. */
  isErrand = false;
  /** Whether its connection has ended, which is carried out only after what came before that. */
  hasHungUp = false;
  /** Delays what comes while a claim of this session is not decided. */
  readonly rulings = new RulingQueue();
  readonly #host: SessionHost;
  #format: Format;
  #person: Person;
  #seat: Seat | undefined;
  #phase: Phase = "naming";
  #isSlow = false;
  #heardAt: number;
  #pingedAt: number | undefined;
  #feeds = NO_FEEDS;
  /** How many feeds have ended and have not offered all of it yet. */
  #ending = 0;
  #farewell: Reply | undefined;
  #pager: Pager | undefined;
  /** Whether its person waits to be let in, or waited and was. */
  entrance: "open" | "waiting" | "admitted" = "open";
  /** The last direct messages that were shown in part only, oldest first. */
  #shortened: readonly PrivateFrame[] = [];

  /** @param person Somebody without a name; {@linkcode enter} may put a member in their place. */
  constructor(host: SessionHost, peer: Peer, person: Person) {
    this.#host = host;
    this.#person = person;
    const { address, origin, format, since, isProgram, isSecure, cannotResume, personal, refusal } = peer;
    this.peer = {
      address,
      origin,
      format,
      since,
      isProgram,
      isSecure,
      refusal,
      ...(cannotResume && { cannotResume }),
    }; // Not what makes the outbox: it is not needed again.
    this.#format = format;
    this.personal = personal;
    this.#heardAt = since;
    this.outbox = peer.outbox(this);
    this.intake = new Intake(this, host.paces.take(origin.key, since));
  }

  /** How what others get too is written to this connection. */
  get format(): Format {
    return this.#format;
  }

  /** Has everything from now on written in another way: this connection and its door have agreed on more. */
  switchFormat(format: Format): void {
    this.#format = format;
  }

  /** The person who has this connection. */
  get person(): Person {
    return this.#person;
  }

  /** What the token of this connection stands for, once it is in and if it has one. */
  get seat(): Seat | undefined {
    return this.#seat;
  }

  get seatId(): number {
    return this.#seat?.id ?? 0;
  }

  /** What this connection is at. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Whether nothing that comes from this connection matters any more. */
  get isOver(): boolean {
    return this.#phase === "gone";
  }

  /** Whether its outbox was over the limit: shutting that ends the connection, which may be noticed first. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  get openedAt(): number {
    return this.peer.since;
  }

  get host(): string {
    return this.peer.origin.host;
  }

  /** When something last came, by the clock that never jumps. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** When it was pinged since then, by the same clock. */
  get pingedAt(): number | undefined {
    return this.#pingedAt;
  }

  get ignores(): IgnoreList | undefined {
    return this.#person.ignores;
  }

  /** Makes this a connection of a person who is in. @param seat What its token stands for, if it has one. */
  enter(person: Person, seat?: Seat): void {
    this.#person = person;
    this.#seat = seat;
    this.credential = seat?.access.credential;
    this.#phase = "in";
    const [other] = person.sessions;
    if (other instanceof Session) this.intake.shareRate(other.intake);
    person.connect(this, this.peer.address);
  }

  follow(room: Room): void {
    this.#feeds = this.#feeds.concat(room.subscribe(this));
  }

  /** Finds the feed of a room that this session follows, by the room's name. */
  feedIn(room: string): Feed | undefined {
    return this.#feeds.find((feed) => feed.room.name === room);
  }

  unfollow(room: Room): void {
    const feed = this.feedIn(room.name);
    if (feed === undefined) return;
    this.#feeds = this.#feeds.filter((other) => other !== feed);
    this.#ending++;
    this.#pager?.cancelLive(room.name);
    room.finish(feed);
  }

  cutOff(room: Room): void {
    const feed = this.feedIn(room.name);
    if (feed !== undefined) room.unsubscribe(feed);
    this.#feeds = this.#feeds.filter((other) => other !== feed);
    this.#pager?.cancel(room.name);
    this.outbox.discardRoom(room.name);
    this.reply({ type: "parted", room: room.name });
  }

  discard(): void {
    this.#pager = undefined;
    this.outbox.discard();
  }

  /** Whether a room that this session does not follow any more has not told it so yet. */
  get isLeavingRoom(): boolean {
    return this.#ending > 0;
  }

  hasReceivedAll(room: Room): void {
    this.#ending--;
    if (this.#phase !== "gone") return this.reply({ type: "parted", room: room.name });
    if (this.#ending === 0) this.finish();
  }

  close(farewell: Reply | undefined): void {
    this.#phase = "gone";
    this.#farewell = farewell;
    this.rulings.abandon();
    this.#host.closed(this);
  }

  finish(): void {
    if (this.#ending > 0) return;
    if (this.#farewell !== undefined) this.reply(this.#farewell);
    this.outbox.finish();
  }

  detach(farewell: Reply | undefined): void {
    this.close(undefined);
    for (const feed of this.#feeds) feed.room.unsubscribe(feed);
    this.#feeds = NO_FEEDS;
    if (farewell !== undefined) this.reply(farewell);
    this.outbox.finish();
  }

  /** Notes that something came. @param now By the clock that never jumps. */
  noteHeard(now: number): void {
    this.#heardAt = now;
    this.#pingedAt = undefined;
  }

  /** Counts one line that came; tells for how many milliseconds the next must not be read. */
  countLine(now: number): number {
    this.noteHeard(now);
    return this.intake.countLine(now, this.#host.words.slowed);
  }

  /** Notes that time has passed. */
  noteTime(now: number): void {
    this.intake.noteTime(this.#heardAt, now);
  }

  /** Asks whether anybody is there. */
  ping(now: number): void {
    this.#pingedAt = now;
    this.reply({ type: "ping" });
  }

  reply(frame: Reply): void {
    if (this.intake.holds(frame)) return;
    if (this.personal !== undefined) return this.personal.reply(frame);
    this.outbox.offer(encodeFor(this.format, frame, this.#person.name));
  }

  problem(problem: Problem, id?: MessageId): void {
    const text = this.#host.words.problem(problem);
    this.#host.refused(problem.code);
    this.reply({ type: "error", text, ...(id !== undefined && { id }), ...problem });
  }

  refused(problem: Problem, id?: MessageId): void {
    this.personal?.refused();
    this.problem(problem, id);
  }

  /** The last direct messages of which the door showed the beginning only, oldest first. They go with the connection. */
  get shortened(): readonly PrivateFrame[] {
    return this.#shortened;
  }

  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void {
    if (this.personal !== undefined) return this.personal.deliver(frame, settle);
    if (this.format.shortens?.(frame)) this.#shortened = [...this.#shortened, frame].slice(-MOST_SHORTENED);
    this.outbox.offerTracked(encodeFor(this.format, frame, this.#person.name), settle);
  }

  /**
   * Acknowledges a message that has an id. Its author is written to first: while the others are, they can answer, and
   * the next turn has more in it.
   */
  stored(message: MessageFrame): void {
    const { id, room, seq, at } = message;
    this.outbox.prioritize();
    this.personal?.stored(message);
    if (id !== undefined) this.reply({ type: "ack", id, room, seq, at });
    if (!this.peer.isProgram) this.#host.markRead(this.#person, room, seq, this); // Programs say themselves what is read.
  }

  get isReading(): boolean {
    return this.#pager !== undefined;
  }

  /** Reads from the log, or lists, when all that was asked for before has come. Ends a session that asks for too much. */
  sendPaged(next: PageRequest | Listing): void {
    const pager = this.#pager ??= new Pager(this.#host.pages, this);
    pager.add(next);
    if (pager.length <= MOST_READINGS) return;
    this.outbox.abort(); // Asking and asking and reading nothing ends like any reading of nothing.
    this.outboxOverflowed();
  }

  shows(message: Authored): boolean {
    return this.#person.shows(message);
  }

  onCaughtUp(room: string): void {
    const feed = this.feedIn(room);
    feed?.room.goLive(feed);
  }

  onAllRead(): void {
    this.#pager = undefined; // Most are never behind again.
  }

  outboxOverflowed(): void {
    this.#isSlow = true;
    this.#host.overflowed(this);
  }
}
