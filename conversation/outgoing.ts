/**
 * Getting what was said to the server: kept on disk until it has an answer, sent over as many connections as it takes, in
 * the order in which it was said.
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

  /** What has no answer yet, oldest first. */
  get all(): readonly QueuedMessage[] {
    return this.#queue.all;
  }

  /** How many that are. */
  get size(): number {
    return this.#queue.size;
  }

  /** Whether all of it is under way. */
  get isAllInFlight(): boolean {
    return this.#queue.isAllInFlight;
  }

  /** Sends over this connection from now on. */
  connect(sink: FrameSink): void {
    this.#sink = sink;
    this.#pump();
  }

  /** There is no connection any more, or nothing is to be sent over it. */
  disconnect(): void {
    this.#sink = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#queue.requeueAll();
  }

  /** Sends something, or keeps it until it can be. It is on disk before it is on its way. */
  enqueue(message: QueuedMessage): void {
    this.#parts.store?.add(message.frame);
    this.#queue.add(message);
    this.#pump();
  }

  /** Something was answered for good; `undefined` when it was nothing of ours. */
  settle(id: MessageId | undefined): QueuedMessage | undefined {
    const message = this.#queue.settle(id);
    if (message === undefined) return undefined;
    this.#parts.store?.remove(message.frame.id);
    this.#pump();
    return message;
  }

  /** The server keeps messages, as one of ours shows. */
  acknowledged(): void {
    this.#refusals = 0;
  }

  /** The server cannot keep a message now: nothing newer goes out before it is tried again. */
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

  /** Addresses direct messages for one member by their new name. */
  readdress(from: string, to: string): void {
    for (const { frame } of this.#queue.readdress(from, to)) {
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
