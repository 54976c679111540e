/**
 * Messages on their way to the server: stored until they have an answer, sent over as many connections as it takes, in
 * the order in which they were written. No clock of its own: time, chance and storage are passed in.
 *
 * @module
 */

import { backoff } from "../net/backoff.ts";
import type { Clock } from "../net/clock.ts";
import type { MessageId } from "../protocol.ts";
import type { ConversationStore, FrameSink } from "./ports.ts";
import { Queue, type QueuedMessage } from "./queue.ts";

/** Messages that may be on their way without an answer. */
export const IN_FLIGHT = 64;

/** What it depends on. `chance` is from 0 up to 1. */
export interface OutgoingParts {
  readonly clock: Clock;
  readonly chance: () => number;
  readonly store: ConversationStore | undefined;
  /** What an earlier run had not sent. */
  readonly queued: readonly QueuedMessage[];
}

/** What is on its way to the server. */
export class Outgoing {
  readonly #parts: OutgoingParts;
  readonly #queue = new Queue();
  #sink: FrameSink | undefined;
  /** Messages that were not stored, one after the other, and the wait after the last. */
  #refusals = 0;
  #cancelRetry: (() => void) | undefined;

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
    for (const message of parts.queued) this.#queue.add(message);
  }

  /** Messages without an answer, oldest first. */
  get all(): readonly QueuedMessage[] {
    return this.#queue.all;
  }

  /** The number of those messages. */
  get size(): number {
    return this.#queue.size;
  }

  /** Whether all of them were sent over the connection that there is. */
  get isAllInFlight(): boolean {
    return this.#queue.isAllInFlight;
  }

  /** Sends over this connection from now on. */
  connect(sink: FrameSink): void {
    this.#sink = sink;
    this.#pump();
  }

  /** Sends nothing any more: the connection is gone, or is being quit. */
  disconnect(): void {
    this.#sink = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#queue.requeueAll();
  }

  /** Enqueues a message: it is stored first, and sent now or as soon as that can be. */
  enqueue(message: QueuedMessage): void {
    this.#parts.store?.add(message.frame);
    this.#queue.add(message);
    this.#pump();
  }

  /** Settles a message that was answered for good, and returns it; `undefined` when it was none of ours. */
  settle(id: MessageId | undefined): QueuedMessage | undefined {
    const message = this.#queue.settle(id);
    if (message === undefined) return undefined;
    this.#parts.store?.remove(message.frame.id);
    this.#pump();
    return message;
  }

  /** Records that the server stores messages, as it did one of ours. */
  acknowledged(): void {
    this.#refusals = 0;
  }

  /** Puts back a message that the server could not store: nothing newer goes out before it is tried again. */
  retryLater(id: MessageId | undefined): QueuedMessage | undefined {
    const message = this.#queue.requeue(id);
    if (message === undefined) return undefined;
    const { clock, chance } = this.#parts;
    this.#cancelRetry ??= clock.after(backoff(++this.#refusals, chance()), () => {
      this.#cancelRetry = undefined;
      this.#pump();
    });
    return message;
  }

  /** Puts back a message that came too soon into a slow room: it is sent again after `wait` ms, and nothing newer before. */
  retryAfter(id: MessageId | undefined, wait: number): QueuedMessage | undefined {
    const message = this.#queue.requeue(id);
    if (message === undefined) return undefined;
    this.#refusals = 1;
    this.#cancelRetry ??= this.#parts.clock.after(wait, () => {
      this.#cancelRetry = undefined;
      this.#pump();
    });
    return message;
  }

  /** Addresses direct messages for one member by their new name. @param person The member's id. */
  readdress(from: string, to: string, person?: string): void {
    for (const { frame } of this.#queue.readdress(from, to, person)) {
      this.#parts.store?.remove(frame.id);
      this.#parts.store?.add(frame);
    }
  }

  /** Sends what waits, oldest first. */
  #pump(): void {
    if (this.#sink === undefined || this.#cancelRetry !== undefined) return;
    // Until it stores again, one is tried at a time: else a newer one could be stored before an older.
    const most = this.#refusals > 0 ? 1 : IN_FLIGHT;
    for (let next; (next = this.#queue.next(most)) !== undefined;) this.#sink.send(next.frame);
  }
}
