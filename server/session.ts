/**
 * One connection's person: in which phase they are, how fast they are read, how they go.
 *
 * @module
 */

import { DEFAULT_ROOM } from "../protocol/limits.ts";
import type {
  ByeReason,
  ClientFrame,
  Decoded,
  LeaveReason,
  MessageFrame,
  MessageId,
  Problem,
  Reply,
} from "../protocol.ts";
import { Backlog } from "./backlog.ts";
import { encodeOne } from "./chunk.ts";
import { perform } from "./commands.ts";
import type { Format } from "./format.ts";
import type { Hub } from "./hub.ts";
import type { Outbox } from "./outbox.ts";
import { TokenBucket } from "./rate.ts";
import type { Member } from "./room.ts";
import type { Author } from "./writer.ts";

/** What a door knows of a connection when it opens a session for it. */
export interface Peer {
  /** For the log: address and port. */
  readonly address: string;
  readonly format: Format;
  /** When the connection came, by the clock that never jumps. */
  readonly since: number;
  /** Whether a program is there, which answers pings and can come back with a token. A person with nc does neither. */
  readonly isProgram: boolean;
  /** Makes the outbox; `onOverflow` as in {@linkcode Outbox}. */
  outbox(onOverflow: () => void): Outbox;
}

/**
 * Naming: not in yet, announced to nobody. In: a member. Away: a member whose connection broke, and who may come
 * back before anyone notices. Gone: only what waits for them is still written.
 */
export type Phase = "naming" | "in" | "away" | "gone";

/** A connection's side of the hub. Synchronous: what it does is done when the call returns. */
export class Session implements Member, Author {
  readonly format: Format;
  readonly outbox: Outbox;
  readonly peer: Peer;
  readonly backlog: Backlog;
  /** The room that this person is in. */
  room: string = DEFAULT_ROOM;
  /** Their name once they are in, and its key. */
  name = "";
  key = "";
  /** Their number and the hash of their token in the log; 0 and empty for somebody without a token. */
  person = 0;
  tokenHash = "";
  phase: Phase = "naming";
  unread = 0;
  isBehind = false;
  /** Set when its outbox was over the limit: shutting that ends the connection, which may be noticed first. */
  isSlow = false;
  /** When something was last heard, and when they were pinged since; by the clock that never jumps. */
  heardAt: number;
  pingedAt: number | undefined;
  readonly #hub: Hub;
  readonly #bucket: TokenBucket | undefined;
  #toldSlowed = false;

  constructor(hub: Hub, peer: Peer) {
    this.#hub = hub;
    this.peer = peer;
    this.format = peer.format;
    this.heardAt = peer.since;
    this.outbox = peer.outbox(() => hub.overflowed(this));
    this.backlog = new Backlog(hub, this.format, this.outbox, (room) => hub.room(room)?.goLive(this));
    const { rate } = hub.limits;
    this.#bucket = rate === null ? undefined : new TokenBucket(rate, peer.since);
  }

  /** Whether nothing that comes from this connection matters any more. */
  get over(): boolean {
    return this.phase === "gone" || this.phase === "away";
  }

  /** Counts one line that came; tells for how many milliseconds the next must not be read. */
  admit(now: number): number {
    this.heardAt = now;
    this.pingedAt = undefined;
    const wait = this.#bucket?.take(now) ?? 0;
    if (wait > 0 && !this.#toldSlowed) {
      this.#toldSlowed = true;
      this.reply({ type: "notice", code: "slowed", text: this.#hub.words.slowed });
    }
    return wait;
  }

  /** Does what a line asks for, or says what is wrong with it. */
  receive(decoded: Decoded<ClientFrame>): void {
    if (this.over) return;
    if (decoded.ok) perform(this.#hub, this, decoded.frame);
    else this.problem(decoded.problem, decoded.id);
  }

  /** The server's time, in ms since 1970. */
  now(): number {
    return this.#hub.now();
  }

  /** Tells this person alone. */
  reply(frame: Reply): void {
    this.outbox.offer(encodeOne(this.format, frame));
  }

  /** Acknowledges a message of this person that has an id. */
  stored({ id, room, seq, at }: MessageFrame): void {
    if (id !== undefined) this.reply({ type: "ack", id, room, seq, at });
  }

  /** Tells this person what was wrong. */
  problem(problem: Problem, id?: MessageId): void {
    const text = this.#hub.words.problem(problem);
    this.reply({ type: "error", text, ...(id !== undefined && { id }), ...problem });
  }

  /** Lets this person go: they are told why, and so are the others if they were in. */
  end(bye: ByeReason, reason: LeaveReason, word?: string): void {
    this.#hub.release(this, reason, { bye, ...(word !== undefined && { word }) });
  }

  /** The connection has ended by itself. */
  lost(): void {
    this.#hub.lost(this);
  }
}
