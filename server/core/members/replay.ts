/**
 * The past of a room for somebody who comes into it.
 *
 * @module
 */

import type { MessageFrame } from "../../../protocol.ts";
import { encodeText, type Format, type PageReader, type PageRequest } from "../delivery.ts";
import type { LogPages, Recipient, Room, ServerClock } from "../rooms.ts";

/** For how long the last messages are not read again for the next person who comes, in ms: what is deleted meanwhile is still sent. */
const KEPT_FOR = 1000;

/** More than this part of an outbox is read from the log as it empties. */
const PART = 8;

/** The last messages of a room, and their bytes by format. */
interface RecentMessages {
  readonly room: string;
  readonly from: number;
  readonly last: number;
  readonly until: number;
  readonly messages: readonly MessageFrame[];
  readonly encoded: Map<Format, Uint8Array>;
}

/** A connection that catches up. */
export interface ReplayTarget extends Recipient, Pick<PageReader, "onCaughtUp"> {
  /** Whether something that was asked for, or missed, is still to be read. */
  readonly isReading: boolean;
  /** Reads from the log when all that was asked for before has come. */
  sendPaged(request: PageRequest): void;
}

/** Sends the past of rooms. Many come to the same room one after the other, and most are sent the same of it. */
export class Replay {
  readonly #pages: LogPages;
  readonly #clock: ServerClock;
  readonly #most: number;
  /** Of the room that somebody new came to last. */
  #recent: RecentMessages | undefined;

  /** @param most How many messages somebody new is sent. */
  constructor(pages: LogPages, clock: ServerClock, most: number) {
    this.#pages = pages;
    this.#clock = clock;
    this.#most = most;
  }

  /** Sends a connection what it has missed of a room after a number, or, if it is new there, what was said last. */
  catchUp(target: ReplayTarget, { name: room }: Room, has: number | undefined): void {
    this.#pages.commitPending();
    const last = this.#pages.last(room);
    const after = has ?? (target.personal?.asksForPast === true ? last : undefined);
    const isNew = after === undefined || after > last; // More than there is: of a log that is not this one.
    const bytes = isNew ? this.#recentFor(target, room, last) : after === last ? new Uint8Array() : undefined;
    if (bytes !== undefined && !target.isReading) {
      target.outbox.offer(bytes);
      return target.onCaughtUp(room);
    }
    const from = isNew ? this.#recentOf(room, last).from : after + 1;
    const [head, tail] = from <= last ? target.format.aroundHistory : ["", ""];
    target.sendPaged({ room, from, to: "live", head, tail });
  }

  /** Encodes the last messages, if they are the same for this person as for others, and not too many to be sent at once. */
  #recentFor({ format, ignores, outbox }: ReplayTarget, room: string, last: number): Uint8Array | undefined {
    const recent = this.#recentOf(room, last);
    const isWhole = recent.messages.length === last + 1 - recent.from;
    if (ignores !== undefined || !isWhole) return undefined; // A gap is told by the pager.
    const bytes = recent.encoded.get(format) ?? encode(recent.messages, format, room);
    recent.encoded.set(format, bytes);
    return bytes.length > outbox.limitBytes / PART ? undefined : bytes;
  }

  #recentOf(room: string, last: number): RecentMessages {
    const now = this.#clock.elapsed();
    const known = this.#recent;
    if (known?.room === room && known.last === last && now < known.until) return known;
    const from = Math.max(this.#pages.first(room), last + 1 - this.#most);
    const messages = from > last ? [] : this.#pages.read(room, { after: from - 1, limit: last + 1 - from });
    return this.#recent = { room, from, last, until: now + KEPT_FOR, messages, encoded: new Map() };
  }
}

function encode(messages: readonly MessageFrame[], format: Format, room: string): Uint8Array {
  const [head, tail] = messages.length > 0 ? format.aroundHistory : ["", ""];
  return encodeText(format, head + format.encodeHistory(messages, undefined) + tail, room);
}
