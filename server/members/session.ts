/**
 * One connection's person: in which phase they are, how fast they are read, how they go.
 *
 * @module
 */

import type { MessageFrame, MessageId, PrivateFrame, Problem, Reply } from "../../protocol.ts";
import { nameKey, parseRoom } from "../../protocol/names.ts";
import {
  encodeFrame,
  type Format,
  type Listing,
  type Outbox,
  type OutboxOwner,
  Pager,
  type PageReader,
  type PageRequest,
  RateLimiter,
} from "../delivery.ts";
import type { Hub } from "../hub.ts";
import { DirectMessages } from "./direct_messages.ts";
import type { Peer, PeerInfo } from "./peer.ts";
import type { Author, Member, Membership, Room } from "../rooms.ts";

/**
 * Naming: not in yet, announced to nobody. In: a member. Away: a member whose connection broke, and who may come
 * back before anyone notices. Gone: only what waits for them is still written.
 */
export type Phase = "naming" | "in" | "away" | "gone";

/** So many things that were asked for may wait to be read. */
const MOST_READINGS = 1_000;

/** So many people can be ignored; of more the first are forgotten, as what one connection costs must stay bounded. */
const MOST_IGNORED = 200;

/** Of somebody who is in no room. Never written to: who enters one gets a list of their own. */
const NOWHERE: readonly Membership[] = [];

/** A connection's side of the hub. Synchronous: what it does is done when the call returns. */
export class Session implements Member, PageReader, Author, OutboxOwner {
  readonly format: Format;
  readonly outbox: Outbox;
  readonly peer: PeerInfo;
  /** The rooms that this person is in, in the order in which they entered them. */
  memberships: readonly Membership[] = NOWHERE;
  /** Their name once they are in, and its key. */
  name = "";
  key = "";
  /** Their number and the hash of their token in the log; 0 and empty for somebody without a token. */
  person = 0;
  tokenHash = "";
  phase: Phase = "naming";
  /** Set when its outbox was over the limit: shutting that ends the connection, which may be noticed first. */
  isSlow = false;
  /** When something was last heard, and when they were pinged since; by the clock that never jumps. */
  heardAt: number;
  pingedAt: number | undefined;
  /** When this person last did something themselves, by the same clock; a program's pong is not that. */
  activeAt: number;
  /** Since when they are here, in ms since 1970. */
  since = 0;
  /** Why they are away, empty for no reason; `undefined` while they are not. */
  away: string | undefined;
  /** Those whose words are not shown here, by the keys of their names, if there are any. */
  ignores: Map<string, string> | undefined;
  /** What they are told last of all, once every room has told them what it had to. */
  farewell: Reply | undefined;
  readonly #hub: Hub;
  /** Rooms that they have left and that have not told them yet what they still get. */
  #untold = 0;
  #letters: DirectMessages | undefined;
  #backlog: Pager | undefined;
  readonly #bucket: RateLimiter | undefined;
  #toldSlowed = false;

  constructor(hub: Hub, peer: Peer) {
    this.#hub = hub;
    const { address, format, since, isProgram } = peer;
    this.peer = { address, format, since, isProgram }; // Not what makes the outbox: it is done with.
    this.format = peer.format;
    this.heardAt = peer.since;
    this.activeAt = peer.since;
    this.outbox = peer.outbox(this);
    const { rate } = hub.limits;
    this.#bucket = rate === null ? undefined : new RateLimiter(rate, peer.since);
  }

  outboxOverflowed(): void {
    this.#hub.outboxOverflowed(this);
  }

  /** Whether nothing that comes from this connection matters any more. */
  get isOver(): boolean {
    return this.phase === "gone" || this.phase === "away";
  }

  /** This person's place in a room, whose name may be written in any way; `undefined` when they are not in it. */
  membershipIn(room: string): Membership | undefined {
    for (const membership of this.memberships) if (membership.room.name === room) return membership;
    const name = parseRoom(room);
    const key = name === undefined ? undefined : nameKey(name);
    return this.memberships.find((membership) => nameKey(membership.room.name) === key);
  }

  /** Notes that this person has one more place. */
  hasEntered(membership: Membership): void {
    this.memberships = this.memberships.concat(membership); // Not with dots, which make an array with room for many more.
  }

  /** Notes that this person has left a room, which will call {@linkcode hasReceivedAll}. */
  hasLeft(membership: Membership): void {
    this.memberships = this.memberships.filter((other) => other !== membership);
    this.#untold++;
    this.#backlog?.cancelLive(membership.room.name);
  }

  /** Whether a room that this person has left has not told them so yet. */
  get isLeaving(): boolean {
    return this.#untold > 0;
  }

  hasReceivedAll(room: Room): void {
    this.#untold--;
    if (this.phase !== "gone") return this.reply({ type: "parted", room: room.name });
    if (this.#untold === 0) this.finish();
  }

  /** Says farewell and closes; when rooms have still to tell something, then after that. */
  finish(): void {
    if (this.#untold > 0) return;
    if (this.farewell !== undefined) this.reply(this.farewell);
    this.outbox.finish();
  }

  /** Goes on as the same person as `before`, whose connection this one takes the place of. */
  takeAfter(before: Session): void {
    this.since = before.since;
    this.activeAt = before.activeAt;
    this.away = before.away;
    this.ignores = before.ignores;
    this.#letters = before.#letters;
    before.#letters = undefined;
    if (this.#letters !== undefined) this.#letters.owner = this;
  }

  /** What this person wrote to others alone, and who wrote to them. */
  get directMessages(): DirectMessages {
    return this.#letters ??= new DirectMessages(this, this.#hub.heldMessages);
  }

  /** Has this person told what others said to them alone while they had no connection. */
  deliverHeld(): void {
    this.#letters?.deliverHeld();
  }

  /** Whom they wrote to alone or who wrote to them last. */
  get correspondent(): DirectMessages | undefined {
    return this.#letters?.correspondent;
  }

  /** Lets go of what belongs to a person who is in. */
  close(): void {
    this.#letters?.close();
    this.memberships = NOWHERE;
  }

  /** Counts one line that came; tells for how many milliseconds the next must not be read. */
  countLine(now: number): number {
    this.heardAt = now;
    this.pingedAt = undefined;
    const wait = this.#bucket?.take(now) ?? 0;
    if (wait > 0 && !this.#toldSlowed) {
      this.#toldSlowed = true;
      this.reply({ type: "notice", code: "slowed", text: this.#hub.words.slowed });
    }
    return wait;
  }

  /** Asks whether anybody is there. */
  ping(now: number): void {
    this.pingedAt = now;
    this.reply({ type: "ping" });
  }

  /** Shows no more of what somebody says, whatever they are called from now on. */
  ignore(name: string): void {
    const ignores = this.ignores ??= new Map();
    ignores.set(nameKey(name), name);
    const [oldest] = ignores.keys();
    if (ignores.size > MOST_IGNORED && oldest !== undefined) ignores.delete(oldest);
  }

  /** Shows again what somebody says; `false` when it was not hidden. */
  unignore(name: string): boolean {
    const wasHidden = this.ignores?.delete(nameKey(name)) ?? false;
    if (this.ignores?.size === 0) this.ignores = undefined;
    return wasHidden;
  }

  /** Tells this person alone. */
  reply(frame: Reply): void {
    this.outbox.offer(encodeFrame(this.format, frame, this.name));
  }

  /**
   * Acknowledges a message of this person that has an id. Who spoke is written to first: while the others are, they
   * can answer, and the next turn has more in it.
   */
  stored({ id, room, seq, at }: MessageFrame): void {
    this.outbox.prioritize();
    if (id !== undefined) this.reply({ type: "ack", id, room, seq, at });
    if (!this.peer.isProgram) this.#hub.markRead(this, room, seq); // Programs say themselves what is read.
  }

  /** Tells this person something and calls `settle` when it has come to their connection, or never will. */
  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void {
    this.outbox.offerTracked(encodeFrame(this.format, frame, this.name), settle);
  }

  /** Whether something that they asked for, or missed, is still to be read. */
  get isReading(): boolean {
    return this.#backlog !== undefined;
  }

  /** Reads from the log, or lists, when all that was asked for before has come. */
  read(next: PageRequest | Listing): void {
    const backlog = this.#backlog ??= new Pager(this.#hub, this);
    backlog.add(next);
    if (backlog.length <= MOST_READINGS) return;
    this.outbox.abort(); // Who asks and asks and reads nothing is let go like anyone who does not read.
    this.#hub.outboxOverflowed(this);
  }

  shows({ from }: Pick<MessageFrame, "from">): boolean {
    return this.ignores?.has(nameKey(from)) !== true;
  }

  onCaughtUp(room: string): void {
    const membership = this.membershipIn(room);
    if (membership !== undefined) membership.room.goLive(membership);
  }

  onAllRead(): void {
    this.#backlog = undefined; // Most are never behind again.
  }

  /** Tells this person what was wrong. */
  problem(problem: Problem, id?: MessageId): void {
    const text = this.#hub.words.problem(problem);
    this.reply({ type: "error", text, ...(id !== undefined && { id }), ...problem });
  }
}
