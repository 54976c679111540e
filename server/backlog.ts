/**
 * What one member reads from the log, a page at a time as their outbox empties: a long absence costs the room
 * neither memory nor time.
 *
 * @module
 */

import type { Format } from "./format.ts";
import type { History } from "./history.ts";
import type { Outbox } from "./outbox.ts";

/** Messages of a room to be read, in the order of their numbers. */
export interface Reading {
  readonly room: string;
  /** The first number that is wanted. */
  readonly from: number;
  /** The last number that is wanted; `live` is all that there are, and then what is said next. */
  readonly to: number | "live";
  /** Offered before and after the messages. */
  readonly head?: Uint8Array;
  readonly tail?: Uint8Array;
}

/** So many messages are read from the log at once. */
const PAGE = 64;

/** More is only read while less than this waits in the outbox, in bytes: the rest of it is for what happens now. */
const ENOUGH = 128 * 1024;

const encoder = new TextEncoder();

/** One member's readings, one after the other. */
export class Backlog {
  readonly #history: History;
  readonly #format: Format;
  readonly #outbox: Outbox;
  readonly #onLive: (room: string) => void;
  readonly #readings: Reading[] = [];
  /** The next number of the reading that has begun. */
  #next: number | undefined;
  #lastAt: number | undefined;

  /** @param onLive Called when all of a `live` reading is offered, before anything else can happen. */
  constructor(history: History, format: Format, outbox: Outbox, onLive: (room: string) => void) {
    this.#history = history;
    this.#format = format;
    this.#outbox = outbox;
    this.#onLive = onLive;
  }

  /** Reads after all that was asked for before; begins now if the outbox has room. */
  read(reading: Reading): void {
    this.#readings.push(reading);
    if (this.#readings.length === 1) this.#go();
  }

  #go(): void {
    while (true) {
      const [reading] = this.#readings;
      if (reading === undefined) return;
      if (this.#outbox.waiting > ENOUGH) return this.#outbox.whenEmpty(() => this.#go());
      if (this.#next === undefined) this.#begin(reading);
      if (this.#page(reading)) this.#end(reading);
    }
  }

  #begin({ from, head }: Reading): void {
    this.#next = from;
    this.#lastAt = undefined;
    if (head !== undefined) this.#outbox.offer(head);
  }

  /** Offers a page; `true` when it was the last. */
  #page({ room, to }: Reading): boolean {
    const next = this.#next ?? 1;
    const last = to === "live" ? this.#history.last(room) : Math.min(to, this.#history.last(room));
    const limit = Math.min(PAGE, last + 1 - next);
    if (limit <= 0) return true;
    const messages = this.#history.read(room, { after: next - 1, limit }).filter(({ seq }) => seq <= last);
    this.#outbox.offer(encoder.encode(this.#format.encodePast(messages, this.#lastAt)));
    const final = messages.at(-1);
    this.#next = (final?.seq ?? last) + 1;
    this.#lastAt = final?.at;
    return this.#next > last;
  }

  #end({ room, to, tail }: Reading): void {
    this.#readings.shift();
    this.#next = undefined;
    if (tail !== undefined) this.#outbox.offer(tail);
    if (to === "live") this.#onLive(room);
  }
}
