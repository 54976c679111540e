/**
 * What one member reads from the log, a page at a time as their outbox empties: a long absence costs the room
 * neither memory nor time.
 *
 * @module
 */

import { pack } from "./chunk.ts";
import type { Format } from "./format.ts";
import type { MessageFrame, Reply } from "../protocol.ts";
import type { Range } from "./history.ts";
import type { Outbox } from "./outbox.ts";

/** Where a backlog reads from. */
export interface Shelf {
  /** Stores what waits to be stored, so that reading misses nothing that was said. */
  settle(): void;
  /** The number of a room's last message. */
  last(room: string): number;
  /** Messages of a room in the order of their numbers; none where they cannot be read. */
  read(room: string, range: Range): readonly MessageFrame[];
  /** What somebody is told who wanted messages that are not there. */
  gap(room: string, from: number, to: number): Reply;
}

/** Messages of a room to be read, in the order of their numbers. */
export interface Reading {
  readonly room: string;
  /** The first number that is wanted. */
  readonly from: number;
  /** The last number that is wanted; `live` is all that there are, and then what is said next. */
  readonly to: number | "live";
  /** Text of the door to offer before and after the messages. */
  readonly head?: string;
  readonly tail?: string;
}

/** So many messages are read from the log at once. */
const PAGE = 64;

/**
 * More is only read while less than this waits in the outbox, in bytes, and never more than a part of what may wait:
 * the rest is for what happens now. A page ends when it is longer than this, in UTF-16 units of up to three bytes each.
 */
const ENOUGH = 128 * 1024;
const PART = 8;

/** One member's readings, one after the other. */
export class Backlog {
  readonly #shelf: Shelf;
  readonly #format: Format;
  readonly #outbox: Outbox;
  readonly #onLive: (room: string) => void;
  readonly #enough: number;
  readonly #readings: Reading[] = [];
  /** The next number of the reading that has begun. */
  #next: number | undefined;
  #lastAt: number | undefined;

  /** @param onLive Called when all of a `live` reading is offered, before anything else can happen. */
  constructor(shelf: Shelf, format: Format, outbox: Outbox, onLive: (room: string) => void) {
    this.#shelf = shelf;
    this.#format = format;
    this.#outbox = outbox;
    this.#enough = Math.min(ENOUGH, outbox.limit / PART);
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
      if (this.#outbox.waiting > this.#enough) return this.#outbox.whenEmpty(() => this.#go());
      if (this.#next === undefined) this.#begin(reading);
      if (this.#page(reading)) this.#end(reading);
    }
  }

  #begin({ from, head }: Reading): void {
    this.#next = from;
    this.#lastAt = undefined;
    if (head !== undefined) this.#outbox.offer(pack(this.#format, head));
  }

  /** Offers a page; `true` when it was the last. */
  #page({ room, to }: Reading): boolean {
    const next = this.#next ?? 1;
    if (to === "live") this.#shelf.settle();
    const last = to === "live" ? this.#shelf.last(room) : Math.min(to, this.#shelf.last(room));
    const limit = Math.min(PAGE, last + 1 - next);
    if (limit <= 0) return true;
    const messages = this.#shelf.read(room, { after: next - 1, limit }).filter(({ seq }) => seq <= last);
    this.#outbox.offer(pack(this.#format, this.#written(room, next, last, messages)));
    return (this.#next ?? 1) > last;
  }

  /** The text of a page as far as it is not too long, with a word about what should be in it and is not. */
  #written(room: string, from: number, last: number, messages: readonly MessageFrame[]): string {
    const missing = (to: number): string => this.#format.encode(this.#shelf.gap(room, next, to));
    let next = from;
    let text = "";
    for (const message of messages) {
      if (text.length > this.#enough) break;
      if (message.seq > next) text += missing(message.seq - 1);
      text += this.#format.encodePast([message], this.#lastAt);
      this.#lastAt = message.at;
      next = message.seq + 1;
    }
    if (messages.length === 0) {
      text += missing(last);
      next = last + 1;
    }
    this.#next = next;
    return text;
  }

  #end({ room, to, tail }: Reading): void {
    this.#readings.shift();
    this.#next = undefined;
    if (tail !== undefined) this.#outbox.offer(pack(this.#format, tail));
    if (to === "live") this.#onLive(room);
  }
}
