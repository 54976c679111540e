/**
 * `chat tail`: what was said last, and then what is said.
 *
 * @module
 */

import type { ClientFrame, MessageFrame, ServerFrame } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";

/** So many messages are asked for at once. */
const PAGE = 500;

/** How many messages are shown when nobody says how far back. */
export const DEFAULT_TAIL = 10;

/** What is to be read. `since` is in ms since 1970. */
export interface TailOptions {
  readonly room: string;
  readonly since: number | undefined;
  readonly follow: boolean;
}

/** Reads a room's messages: each once, in the order of their numbers. */
export class Tail {
  readonly #wanted: TailOptions;
  readonly #print: (message: MessageFrame) => Promise<void>;
  /** What came before all that was asked for did; then nothing more is kept. */
  #early: Map<number, MessageFrame> | undefined = new Map();
  #last = 0;
  #answer = Promise.withResolvers<boolean>();
  #oldest = Infinity;
  readonly #stopped = Promise.withResolvers<void>();

  constructor(wanted: TailOptions, print: (message: MessageFrame) => Promise<void>) {
    this.#wanted = wanted;
    this.#print = print;
  }

  /** Gives the frames to send, and ends when everything that was wanted is printed: with `follow` never. */
  async *frames(): AsyncGenerator<ClientFrame, void, undefined> {
    const { room, since, follow } = this.#wanted;
    yield {
      type: "history",
      room,
      ...(since === undefined ? { limit: DEFAULT_TAIL } : { since, limit: PAGE }),
    };
    while (await this.#answer.promise && since !== undefined) {
      this.#answer = Promise.withResolvers();
      yield { type: "history", room, since, before: this.#oldest, limit: PAGE };
    }
    await this.#printEarly();
    if (follow) await this.#stopped.promise;
  }

  /** Stops: nothing can be printed any more. */
  stop(): void {
    this.#stopped.resolve();
    this.#answer.resolve(false);
  }

  /** Looks at what the server says. */
  async receive(frame: ServerFrame): Promise<void> {
    if (frame.type === "history") this.#answer.resolve(frame.more);
    if (frame.type !== "message" || nameKey(frame.room) !== nameKey(this.#wanted.room)) return;
    if (this.#early !== undefined) {
      this.#early.set(frame.seq, frame);
      this.#oldest = Math.min(this.#oldest, frame.seq);
    } else await this.#printNew(frame);
  }

  async #printEarly(): Promise<void> {
    const { since } = this.#wanted;
    const inOrder = (): MessageFrame[] => {
      const all = [...this.#early?.values() ?? []].filter(({ seq }) => seq > this.#last);
      return all.toSorted((a, b) => a.seq - b.seq);
    };
    let fresh = since === undefined
      ? inOrder().slice(-DEFAULT_TAIL)
      : inOrder().filter(({ at }) => at >= since);
    while (fresh.length > 0) {
      for (const message of fresh) await this.#printNew(message);
      fresh = inOrder(); // What was said while these were printed.
    }
    this.#early = undefined;
  }

  async #printNew(message: MessageFrame): Promise<void> {
    if (message.seq <= this.#last) return;
    this.#last = message.seq;
    await this.#print(message);
  }
}
