/**
 * The bytes that are queued for one connection. Offering never waits, and the queue never exceeds its limit.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import { roomOf } from "./room_bytes.ts";
import type { Turn } from "./turn.ts";

/** The connection that an outbox writes to. */
export interface Sink {
  /** Writes some of the bytes and resolves to their number; rejects when the peer is gone. */
  write(bytes: Uint8Array): Promise<number>;
  /** Ends the connection in order: nothing more will be written. */
  end(): void;
  /** Closes the connection now, whatever is still in flight. */
  close(): void;
}

/** The owner of an outbox. */
export interface OutboxOwner {
  /** Called once, inside {@linkcode Outbox.offer}, when the limit is exceeded; the outbox is closed by then. */
  outboxOverflowed(): void;
}

/** How long a member that is leaving has to read what is queued for it, in ms. */
export const DRAIN_WITHIN = 2000;

/** The most bytes that are joined into one write. */
const JOINED_BYTES = 32 * 1024;

/** The rules that all outboxes of a server share. */
export interface OutboxRules {
  /** The most bytes that may be queued, those of a write in flight included. */
  readonly limit: number;
  readonly clock: Clock;
  readonly turn: Turn;
  /** Called with what a callback of ours, or the sink's `end` or `close`, has thrown: a fault of ours, to be logged. */
  readonly onFault: (fault: unknown) => void;
}

/** Bytes whose end in the queue somebody waits for. */
interface Tracked {
  /** How many bytes are still to be written, theirs included. */
  left: number;
  readonly settle: (isWritten: boolean) => void;
}

/** The queue of every empty outbox: most are empty most of the time. Never pushed to. */
const NOTHING: Uint8Array[] = [];

const noDeadline = (): void => {};

/** A bounded queue of byte arrays, which may be shared with other outboxes and are never changed, and the one write in flight. */
export class Outbox {
  readonly #sink: Sink;
  readonly #rules: OutboxRules;
  readonly #owner: OutboxOwner;
  #queue = NOTHING;
  #bytes = 0;
  #isWriting = false;
  #isInTurn = false;
  /** In which turn something was offered last, and how much of the queue is from before: of a turn that has not ended nothing may be told yet. */
  #offeredIn = -1;
  #before = 0;
  #state: "open" | "finishing" | "closed" = "open";
  #cancelDeadline = noDeadline;
  #onceEmpty: (() => void) | undefined;
  #tracked: Tracked[] | undefined;

  constructor(sink: Sink, rules: OutboxRules, owner: OutboxOwner) {
    this.#sink = sink;
    this.#rules = rules;
    this.#owner = owner;
  }

  /** The most bytes that may be queued. */
  get limitBytes(): number {
    return this.#rules.limit;
  }

  /** Whether bytes that are offered now would be queued. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** How many bytes are queued, those of a write in flight included. */
  get waitingBytes(): number {
    return this.#bytes;
  }

  /**
   * Calls `run` once when everything that is queued is written; never if the peer goes before. Where `run` throws, the
   * connection is closed as well as the fault reported: its member would wait for the rest in vain, and can come back.
   */
  onceEmpty(run: () => void): void {
    this.#onceEmpty = run;
  }

  /**
   * Offers bytes, and calls `settle` once: with `true` when they are written, with `false` when they never will be,
   * which may be at once. What `settle` throws is reported, and changes nothing for this connection.
   */
  offerTracked(bytes: Uint8Array, settle: (isWritten: boolean) => void): void {
    this.offer(bytes);
    if (this.#state !== "open") return void this.#guard(() => settle(false));
    (this.#tracked ??= []).push({ left: this.#bytes, settle });
  }

  /** Queues bytes, to be written at the end of this turn. Bytes for an outbox that is not open are dropped. */
  offer(bytes: Uint8Array): void {
    if (this.#state !== "open" || bytes.length === 0) return;
    this.#bytes += bytes.length;
    if (this.#bytes > this.#rules.limit) {
      this.abort();
      this.#guard(() => this.#owner.outboxOverflowed());
      return;
    }
    const { ended } = this.#rules.turn;
    if (this.#offeredIn !== ended) {
      this.#offeredIn = ended;
      this.#before = this.#queue.length;
    }
    if (this.#queue === NOTHING) this.#queue = [bytes];
    else this.#queue.push(bytes);
    this.#addToTurn();
  }

  /** Puts this outbox into the turn now, before the ones that are not in it yet. */
  prioritize(): void {
    if (this.#state === "open") this.#addToTurn();
  }

  /** Begins to write what is queued from turns that have ended, unless a write is in flight: that goes on with the queue by itself. */
  drain(): void {
    this.#isInTurn = false;
    if (!this.#isWriting) void this.#write();
    if (this.#queue.length > this.#writable) this.#addToTurn(); // It came while others of the last turn were drained.
  }

  /** How much of the queue is from turns that have ended. */
  get #writable(): number {
    return this.#offeredIn === this.#rules.turn.ended ? this.#before : this.#queue.length;
  }

  /** Accepts nothing more, writes what is queued within {@linkcode DRAIN_WITHIN}, then ends the connection. */
  finish(): void {
    if (this.#state !== "open") return;
    this.#state = "finishing";
    this.#cancelDeadline = this.#rules.clock.after(DRAIN_WITHIN, () => this.abort());
    this.#addToTurn();
  }

  /** Drops what is queued; a write in flight goes on, so that its last line is whole. What is offered now is still written. */
  discard(): void {
    const dropped = this.#queue.reduce((sum, { length }) => sum + length, 0);
    this.#queue = NOTHING;
    this.#before = 0;
    this.#bytes -= dropped;
    const tracked = this.#tracked ?? [];
    this.#tracked = tracked.filter(({ left }) => left <= this.#bytes);
    for (const { left, settle } of tracked) if (left > this.#bytes) this.#guard(() => settle(false));
  }

  /** Drops what is queued of one room, and nothing else; a write in flight goes on. */
  discardRoom(room: string): void {
    const queue: Uint8Array[] = [];
    let end = this.#bytes - this.#queue.reduce((sum, { length }) => sum + length, 0);
    let dropped = 0;
    let before = 0;
    for (const [index, bytes] of this.#queue.entries()) {
      end += bytes.length;
      if (roomOf(bytes) !== room) {
        queue.push(bytes);
        if (index < this.#before) before++;
        continue;
      }
      dropped += bytes.length;
      // Who waits for something behind it waits for less.
      for (const one of this.#tracked ?? []) if (one.left + dropped > end) one.left -= bytes.length;
    }
    this.#queue = queue.length === 0 ? NOTHING : queue;
    this.#before = before;
    this.#bytes -= dropped;
  }

  /** Drops what is queued and closes the connection now. A write in flight is not waited for: its peer may never read. */
  abort(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#cancelDeadline();
    this.#queue = NOTHING;
    this.#before = 0;
    this.#guard(() => this.#sink.close());
    const tracked = this.#tracked ?? [];
    this.#tracked = undefined;
    for (const { settle } of tracked) this.#guard(() => settle(false));
  }

  #addToTurn(): void {
    if (this.#isInTurn) return;
    this.#isInTurn = true;
    this.#rules.turn.enqueue(this);
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#writable > 0) {
      const bytes = this.#join();
      try {
        let written = await this.#sink.write(bytes);
        while (written < bytes.length && this.#state !== "closed") {
          written += await this.#sink.write(bytes.subarray(written));
        }
      } catch {
        this.abort(); // The peer is gone: the reader of its connection learns the same, and tells the room.
        break;
      }
      this.#bytes -= bytes.length;
      if (this.#tracked !== undefined) this.#settleWritten(bytes.length);
      if (this.#queue.length === 0 && this.#onceEmpty !== undefined) this.#runOnceEmpty();
    }
    this.#isWriting = false;
    if (this.#state === "finishing" && this.#queue.length === 0) this.#end();
  }

  /** Settles what is written now. Bytes are written in the order in which they were offered. */
  #settleWritten(written: number): void {
    const tracked = this.#tracked ?? [];
    for (const one of tracked) one.left -= written;
    const settled = tracked.filter(({ left }) => left <= 0);
    const others = tracked.filter(({ left }) => left > 0);
    this.#tracked = others.length === 0 ? undefined : others;
    for (const { settle } of settled) this.#guard(() => settle(true));
  }

  #runOnceEmpty(): void {
    const run = this.#onceEmpty;
    this.#onceEmpty = undefined;
    if (this.#state === "open" && run !== undefined && !this.#guard(run)) this.abort();
  }

  #end(): void {
    this.#state = "closed";
    this.#cancelDeadline();
    this.#guard(() => this.#sink.end());
  }

  /** Calls something of ours, and reports what it throws; `false` when it has thrown. */
  #guard(call: () => void): boolean {
    try {
      call();
      return true;
    } catch (fault) {
      this.#rules.onFault(fault);
      return false;
    }
  }

  /** Takes the next write from the queue, small arrays joined: a write costs the same for a little more, and copying costs more than it for much. */
  #join(): Uint8Array {
    const most = this.#writable;
    let count = 0;
    let size = 0;
    for (const { length } of this.#queue) {
      if (count === most || count > 0 && size + length > JOINED_BYTES) break;
      count++;
      size += length;
    }
    const isAll = count === this.#queue.length;
    const chunks = isAll ? this.#queue : this.#queue.splice(0, count);
    if (isAll) this.#queue = NOTHING;
    this.#before = Math.max(0, this.#before - count);
    const [first] = chunks;
    if (count === 1 && first !== undefined) return first;
    const joined = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    return joined;
  }
}
