/**
 * Reads the log, or a list of any length, for one member, a page at a time as their outbox empties: a long absence costs
 * the room neither memory nor time.
 *
 * @module
 */

import { encodeText } from "./encoded_events.ts";
import type { Format } from "./format.ts";
import type { MessageFrame, Reply } from "../../../protocol.ts";
import type { MessageRange } from "../../store/log.ts";
import type { BulkQueue, BulkTask } from "./bulk_queue.ts";
import type { Outbox } from "./outbox.ts";

/** The source of pages. */
export interface PageSource {
  /** The queue in which all pagers of a server read. */
  readonly bulk: Pick<BulkQueue, "add">;
  /** Stores what this turn has not stored yet, so that reading misses nothing that was said. */
  commitPending(): void;
  /** Returns the number of a room's last message. */
  last(room: string): number;
  /** Reads messages of a room in the order of their numbers; none where they cannot be read. */
  read(room: string, range: MessageRange): readonly MessageFrame[];
  /** Makes the notice that messages are missing, because they are not kept any more or cannot be read. */
  gap(room: string, from: number, to: number): Reply;
}

/** A request for messages of a room, in the order of their numbers. */
export interface PageRequest {
  readonly room: string;
  /** The first number. */
  readonly from: number;
  /** The last number; `live` is all that there are, and then goes on with new messages from the room. */
  readonly to: number | "live";
  /** Text of the door before and after the messages. */
  readonly head?: string;
  readonly tail?: string;
}

/** A list, made as it is taken: frames, or text of the door. */
export type Listing = Iterator<Reply | string, void>;

/** The number of messages that are read from the log at once. */
const PAGE = 64;

/**
 * A page is only read while fewer bytes than this are queued in the outbox, and fewer than a part of its limit: the rest
 * is for what happens now. A page ends when it is longer than this, in UTF-16 units of up to three bytes each.
 */
const QUEUED_BYTES = 128 * 1024;
const LIMIT_PART = 8;

/** The member for whom pages are read. */
export interface PageReader {
  readonly format: Format;
  readonly outbox: Outbox;
  /** Whether the member wants to see a message. */
  shows(message: MessageFrame): boolean;
  /** Called when all of a `live` request is offered and nothing can have happened since. */
  onCaughtUp(room: string): void;
  /** Called when no request is left. */
  onAllRead(): void;
}

/** The requests and lists of one member, one after the other. */
export class Pager implements BulkTask {
  readonly #source: PageSource;
  readonly #reader: PageReader;
  readonly #format: Format;
  readonly #outbox: Outbox;
  readonly #maxQueued: number;
  readonly #queue: (PageRequest | Listing)[] = [];
  /** The next number of the request that has begun. */
  #next: number | undefined;
  #lastAt: number | undefined;
  /** Whether it is in the queue of bulk work. */
  #isWaiting = false;

  constructor(source: PageSource, reader: PageReader) {
    this.#source = source;
    this.#reader = reader;
    this.#format = reader.format;
    this.#outbox = reader.outbox;
    this.#maxQueued = Math.min(QUEUED_BYTES, reader.outbox.limitBytes / LIMIT_PART);
  }

  /** How many requests and lists have not come to their end. */
  get length(): number {
    return this.#queue.length;
  }

  /** Adds a request or a list after the earlier ones; begins when it is the only one. */
  add(next: PageRequest | Listing): void {
    this.#queue.push(next);
    if (this.#queue.length === 1) this.#goOn();
  }

  /** Cancels the `live` request of a room that the member has left. Requests for its past go on. */
  cancelLive(room: string): void {
    const index = this.#queue.findIndex((next) => "room" in next && next.room === room && next.to === "live");
    const [request] = index < 0 ? [] : this.#queue.splice(index, 1);
    if (index !== 0 || this.#next === undefined) return;
    this.#next = undefined;
    if (request !== undefined && "tail" in request) this.#offer(request.tail);
  }

  /** Cancels every request of a room that its reader may not read any more; what comes before and after a page is left out. */
  cancel(room: string): void {
    const isBegun = this.#next !== undefined;
    const [first] = this.#queue;
    const rest = this.#queue.filter((next) => !("room" in next) || next.room !== room);
    this.#queue.splice(0, Infinity, ...rest);
    if (isBegun && rest[0] !== first) this.#next = undefined;
  }

  /** Reads one page, or as many frames of a list; `true` when more can be read at once. */
  step(): boolean {
    if (!this.#outbox.isOpen) return this.#finish(); // Nobody is there any more to read for.
    const [next] = this.#queue;
    if (next === undefined) return this.#finish();
    if (this.#outbox.waitingBytes > this.#maxQueued) {
      this.#isWaiting = false;
      this.#outbox.onceEmpty(() => this.#goOn());
      return false;
    }
    if ("next" in next) this.#list(next);
    else {
      if (this.#next === undefined) this.#begin(next);
      if (this.#page(next)) this.#end(next);
    }
    return true;
  }

  /** Closes the connection: its member would wait for the rest in vain, and can come back. */
  abort(): void {
    this.#outbox.abort();
    this.#finish();
  }

  /** Waits for its part of the server's bulk work. */
  #goOn(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#source.bulk.add(this);
  }

  #finish(): false {
    this.#isWaiting = false;
    this.#queue.length = 0;
    this.#reader.onAllRead();
    return false;
  }

  #list(listing: Listing): void {
    let [text, room]: [string, string | undefined] = ["", undefined];
    for (let [count, length] = [0, 0]; count < PAGE && length <= this.#maxQueued; count++) {
      const { done, value } = listing.next();
      if (done) {
        this.#queue.shift();
        break;
      }
      const [next, of] = typeof value === "string" ? [value] : [this.#format.encode(value), roomIn(value)];
      if (of !== room) { // What is of one room can be taken back without the rest.
        this.#offer(text, room);
        [text, room] = ["", of];
      }
      text += next;
      length += next.length;
    }
    this.#offer(text, room);
  }

  #offer(text: string | undefined, room?: string): void {
    if (text !== undefined) this.#outbox.offer(encodeText(this.#format, text, room));
  }

  #begin({ from, head }: PageRequest): void {
    this.#next = from;
    this.#lastAt = undefined;
    this.#offer(head);
  }

  /** Offers a page; `true` when it was the last of its request. */
  #page({ room, to }: PageRequest): boolean {
    const next = this.#next ?? 1;
    if (to === "live") this.#source.commitPending();
    const last = to === "live" ? this.#source.last(room) : Math.min(to, this.#source.last(room));
    const limit = Math.min(PAGE, last + 1 - next);
    if (limit <= 0) return true;
    const messages = this.#source.read(room, { after: next - 1, limit }).filter(({ seq }) => seq <= last);
    this.#offer(this.#encodePage(room, next, last, messages), room);
    return (this.#next ?? 1) > last;
  }

  /** Encodes a page as far as it is not too long, with a notice where messages are missing. */
  #encodePage(room: string, from: number, last: number, messages: readonly MessageFrame[]): string {
    const missing = (to: number): string => this.#format.encode(this.#source.gap(room, next, to));
    let next = from;
    let text = "";
    for (const message of messages) {
      if (text.length > this.#maxQueued) break;
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

/** Gives the room of which a frame of a list tells what was said there. */
function roomIn(frame: Reply): string | undefined {
  return frame.type === "hit" || frame.type === "unread" ? frame.room : undefined;
}
