/**
 * What waits to be written to one member. Offering to it never waits, and it never holds more than its limit.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Turn } from "./turn.ts";

/** Where an outbox writes to. */
export interface Sink {
  /** Writes some of the bytes and tells how many; throws when the peer is gone. */
  write(bytes: Uint8Array): Promise<number>;
  /** Says that nothing more will come, and lets the peer go soon. */
  end(): void;
  /** Lets the peer go now, whatever is still on its way. */
  close(): void;
}

/** Whose outbox it is. */
export interface OutboxOwner {
  /** Called once, inside {@linkcode Outbox.offer}, when the limit is passed; the outbox is shut by then. */
  outboxOverflowed(): void;
}

/** How long a member that is leaving has to read what waits for it, in ms. */
export const DRAIN_WITHIN = 2000;

/** Chunks are joined up to this size, in bytes. */
const JOINED_BYTES = 32 * 1024;

/** What every outbox of a server has in common. */
export interface OutboxRules {
  /** Bytes that may wait, those of a write in flight included. */
  readonly limit: number;
  readonly clock: Clock;
  readonly turn: Turn;
}

/** Somebody who wants to know when all that waits now is written. */
interface Tracked {
  /** Bytes that are still to be written before that. */
  left: number;
  readonly settle: (isWritten: boolean) => void;
}

/** The queue of every outbox in which nothing waits: most have nothing most of the time. Never pushed to. */
const NOTHING: Uint8Array[] = [];

const noDeadline = (): void => {};

/** A bounded queue of chunks and the one write in flight. Chunks may be shared with other outboxes and are never changed. */
export class Outbox {
  readonly #sink: Sink;
  readonly #rules: OutboxRules;
  readonly #owner: OutboxOwner;
  #queue = NOTHING;
  #bytes = 0;
  #writing = false;
  #added = false;
  #state: "open" | "finishing" | "shut" = "open";
  #cancelDeadline = noDeadline;
  #whenEmpty: (() => void) | undefined;
  #watches: Tracked[] | undefined;

  constructor(sink: Sink, rules: OutboxRules, owner: OutboxOwner) {
    this.#sink = sink;
    this.#rules = rules;
    this.#owner = owner;
  }

  /** How many bytes may wait. */
  get limitBytes(): number {
    return this.#rules.limit;
  }

  /** How many bytes wait, those of a write in flight included. */
  get waitingBytes(): number {
    return this.#bytes;
  }

  /** Calls `run` once when all that waits is written. Never if the peer goes before. */
  onceEmpty(run: () => void): void {
    this.#whenEmpty = run;
  }

  /**
   * Offers bytes, and calls `settle` once: with `true` when they are written, with `false` when they never will be,
   * which may be at once.
   */
  offerTracked(bytes: Uint8Array, settle: (isWritten: boolean) => void): void {
    this.offer(bytes);
    if (this.#state !== "open") return settle(false);
    (this.#watches ??= []).push({ left: this.#bytes, settle });
  }

  /** Puts bytes into the queue, to be written at the end of this turn. Bytes for an outbox that is not open are dropped. */
  offer(bytes: Uint8Array): void {
    if (this.#state !== "open" || bytes.length === 0) return;
    this.#bytes += bytes.length;
    if (this.#bytes > this.#rules.limit) {
      this.abort();
      this.#owner.outboxOverflowed();
      return;
    }
    if (this.#queue === NOTHING) this.#queue = [bytes];
    else this.#queue.push(bytes);
    this.#addToTurn();
  }

  /** Has what this member gets in this turn written before what those get who are not in it yet. */
  prioritize(): void {
    if (this.#state === "open") this.#addToTurn();
  }

  /** Begins to write what waits, unless a write is in flight: its end goes on by itself. */
  drain(): void {
    this.#added = false;
    if (!this.#writing) void this.#write();
  }

  /** Takes nothing more, writes what waits within {@linkcode DRAIN_WITHIN}, then lets the peer go. */
  finish(): void {
    if (this.#state !== "open") return;
    this.#state = "finishing";
    this.#cancelDeadline = this.#rules.clock.after(DRAIN_WITHIN, () => this.abort());
    this.#addToTurn();
  }

  /** Forgets what waits and lets the peer go now. A write in flight is not waited for: its peer may never read. */
  abort(): void {
    if (this.#state === "shut") return;
    this.#state = "shut";
    this.#cancelDeadline();
    this.#queue = NOTHING;
    this.#sink.close();
    const watches = this.#watches ?? [];
    this.#watches = undefined;
    for (const { settle } of watches) settle(false);
  }

  #addToTurn(): void {
    if (this.#added) return;
    this.#added = true;
    this.#rules.turn.enqueue(this);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#queue.length > 0) {
        const bytes = this.#join();
        let written = await this.#sink.write(bytes);
        while (written < bytes.length && this.#state !== "shut") {
          written += await this.#sink.write(bytes.subarray(written));
        }
        this.#bytes -= bytes.length;
        if (this.#watches !== undefined) this.#look(bytes.length);
        if (this.#queue.length === 0) this.#tellEmpty();
      }
    } catch {
      this.abort(); // The peer is gone: whoever reads from it learns the same, and tells the room.
    }
    this.#writing = false;
    if (this.#state === "finishing") this.#end();
  }

  /** Settles what is written now. Bytes are written in the order in which they were offered, and so are watches. */
  #look(written: number): void {
    const watches = this.#watches ?? [];
    for (const watch of watches) watch.left -= written;
    const settled = watches.filter(({ left }) => left <= 0);
    const others = watches.filter(({ left }) => left > 0);
    this.#watches = others.length === 0 ? undefined : others;
    for (const { settle } of settled) settle(true);
  }

  #tellEmpty(): void {
    const run = this.#whenEmpty;
    this.#whenEmpty = undefined;
    if (this.#state === "open") run?.();
  }

  #end(): void {
    this.#state = "shut";
    this.#cancelDeadline();
    this.#sink.end();
  }

  /** What waits, small chunks as one: a write costs the same for a little more, and copying costs more than it for much. */
  #join(): Uint8Array {
    let count = 0;
    let size = 0;
    for (const { length } of this.#queue) {
      if (count > 0 && size + length > JOINED_BYTES) break;
      count++;
      size += length;
    }
    const isAll = count === this.#queue.length;
    const chunks = isAll ? this.#queue : this.#queue.splice(0, count);
    if (isAll) this.#queue = NOTHING;
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
