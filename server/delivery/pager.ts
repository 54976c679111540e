/**
 * What one member reads from the log, or from a list of any length, a page at a time as their outbox empties: a long
 * absence costs the room neither memory nor time.
 *
 * @module
 */

import { encodeText } from "./encoded.ts";
import type { Format } from "./format.ts";
import type { MessageFrame, Reply } from "../../protocol.ts";
import type { MessageRange } from "../log.ts";
import type { Outbox } from "./outbox.ts";

/** Where a backlog reads from. */
export interface PageSource {
  /** Stores what waits to be stored, so that reading misses nothing that was said. */
  commitPending(): void;
  /** The number of a room's last message. */
  last(room: string): number;
  /** Messages of a room in the order of their numbers; none where they cannot be read. */
  read(room: string, range: MessageRange): readonly MessageFrame[];
  /** What somebody is told who wanted messages that are not there. */
  gap(room: string, from: number, to: number): Reply;
}

/** Messages of a room to be read, in the order of their numbers. */
export interface PageRequest {
  readonly room: string;
  /** The first number that is wanted. */
  readonly from: number;
  /** The last number that is wanted; `live` is all that there are, and then what is said next. */
  readonly to: number | "live";
  /** Text of the door to offer before and after the messages. */
  readonly head?: string;
  readonly tail?: string;
}

/** Frames of a list, made as they are asked for. */
export type Listing = Iterator<Reply, void>;

/** So many messages are read from the log at once. */
const PAGE = 64;

/**
 * More is only read while less than this waits in the outbox, in bytes, and never more than a part of what may wait:
 * the rest is for what happens now. A page ends when it is longer than this, in UTF-16 units of up to three bytes each.
 */
const ENOUGH = 128 * 1024;
const PART = 8;

/** Whose backlog it is. */
export interface PageReader {
  readonly format: Format;
  readonly outbox: Outbox;
  /** Whether this reader wants to see a message. */
  shows(message: MessageFrame): boolean;
  /** All of a `live` reading is offered, and nothing else can have happened since. */
  onCaughtUp(room: string): void;
  /** Nothing is left to be read. */
  onAllRead(): void;
}

/** One member's readings and lists, one after the other. */
export class Pager {
  readonly #shelf: PageSource;
  readonly #reader: PageReader;
  readonly #format: Format;
  readonly #outbox: Outbox;
  readonly #enough: number;
  readonly #queue: (PageRequest | Listing)[] = [];
  /** The next number of the reading that has begun. */
  #next: number | undefined;
  #lastAt: number | undefined;

  constructor(shelf: PageSource, reader: PageReader) {
    this.#shelf = shelf;
    this.#reader = reader;
    this.#format = reader.format;
    this.#outbox = reader.outbox;
    this.#enough = Math.min(ENOUGH, reader.outbox.limitBytes / PART);
  }

  /** How many readings and lists have not come to their end. */
  get length(): number {
    return this.#queue.length;
  }

  /** Reads, or lists, after all that was asked for before; begins now if the outbox has room. */
  add(next: PageRequest | Listing): void {
    this.#queue.push(next);
    if (this.#queue.length === 1) this.#go();
  }

  /** Gives up reading what is said in a room that this member has left. What they asked for of its past still comes. */
  cancelLive(room: string): void {
    const index = this.#queue.findIndex((next) => "room" in next && next.room === room && next.to === "live");
    const [reading] = index < 0 ? [] : this.#queue.splice(index, 1);
    if (index !== 0 || this.#next === undefined) return;
    this.#next = undefined;
    if (reading !== undefined && "tail" in reading) this.#offer(reading.tail);
  }

  #go(): void {
    while (true) {
      const [next] = this.#queue;
      if (next === undefined) return this.#reader.onAllRead();
      if (this.#outbox.waitingBytes > this.#enough) return this.#outbox.onceEmpty(() => this.#go());
      if ("next" in next) this.#list(next);
      else {
        if (this.#next === undefined) this.#begin(next);
        if (this.#page(next)) this.#end(next);
      }
    }
  }

  #list(listing: Listing): void {
    const { done, value } = listing.next();
    if (done) this.#queue.shift();
    else this.#offer(this.#format.encode(value));
  }

  #offer(text: string | undefined): void {
    if (text !== undefined) this.#outbox.offer(encodeText(this.#format, text));
  }

  #begin({ from, head }: PageRequest): void {
    this.#next = from;
    this.#lastAt = undefined;
    this.#offer(head);
  }

  /** Offers a page; `true` when it was the last. */
  #page({ room, to }: PageRequest): boolean {
    const next = this.#next ?? 1;
    if (to === "live") this.#shelf.commitPending();
    const last = to === "live" ? this.#shelf.last(room) : Math.min(to, this.#shelf.last(room));
    const limit = Math.min(PAGE, last + 1 - next);
    if (limit <= 0) return true;
    const messages = this.#shelf.read(room, { after: next - 1, limit }).filter(({ seq }) => seq <= last);
    this.#offer(this.#written(room, next, last, messages));
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
      next = message.seq + 1;
      if (!this.#reader.shows(message)) continue;
      text += this.#format.encodeHistory([message], this.#lastAt);
      this.#lastAt = message.at;
    }
    if (messages.length === 0) {
      text += missing(last);
      next = last + 1;
    }
    this.#next = next;
    return text;
  }

  #end({ room, to, tail }: PageRequest): void {
    this.#queue.shift();
    this.#next = undefined;
    this.#offer(tail);
    if (to === "live") this.#reader.onCaughtUp(room);
  }
}
