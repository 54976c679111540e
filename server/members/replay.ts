/**
 * What somebody who comes into a room is told of its past.
 *
 * @module
 */

import type { MessageFrame } from "../../protocol.ts";
import { encodeText, type Format } from "../delivery.ts";
import type { Hub } from "../hub.ts";
import type { Membership } from "../rooms.ts";
import type { Session } from "./session.ts";

/** How long what was said last is not read again for the next one who comes, in ms: what is let go meanwhile is still told. */
const KEPT_FOR = 1000;

/** More than this part of an outbox is read from the log as it empties. */
const PART = 8;

/** What was said last in a room, and as it is told. */
interface RecentMessages {
  readonly room: string;
  readonly from: number;
  readonly last: number;
  readonly until: number;
  readonly messages: readonly MessageFrame[];
  readonly encoded: Map<Format, Uint8Array>;
}

/** The past of rooms. Many come to the same room one after the other, and most are told the same of it. */
export class Replay {
  readonly #hub: Hub;
  /** Of the room that somebody new came to last. */
  #recent: RecentMessages | undefined;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Has somebody told what they have missed of a room, or, if they are new there, what was said last. */
  catchUp(session: Session, { room: { name: room } }: Membership, after: number | undefined): void {
    this.#hub.commitPending();
    const last = this.#hub.last(room);
    const isNew = after === undefined || after > last; // More than there is: of a log that is not this one.
    const bytes = isNew ? this.#toldTo(session, room, last) : after === last ? new Uint8Array() : undefined;
    if (bytes !== undefined && !session.isReading) {
      session.outbox.offer(bytes);
      return session.onCaughtUp(room);
    }
    const from = isNew ? this.#recentOf(room, last).from : after + 1;
    const [head, tail] = from <= last ? session.format.aroundHistory : ["", ""];
    session.read({ room, from, to: "live", head, tail });
  }

  /** What was said last, if it is the same for this person as for others, and not too much to be told at once. */
  #toldTo({ format, ignores, outbox }: Session, room: string, last: number): Uint8Array | undefined {
    const recent = this.#recentOf(room, last);
    const isWhole = recent.messages.length === last + 1 - recent.from;
    if (ignores !== undefined || !isWhole) return undefined; // That some cannot be read is told by who reads on.
    const bytes = recent.encoded.get(format) ?? tell(recent.messages, format);
    recent.encoded.set(format, bytes);
    return bytes.length > outbox.limitBytes / PART ? undefined : bytes;
  }

  #recentOf(room: string, last: number): RecentMessages {
    const now = this.#hub.elapsed();
    const known = this.#recent;
    if (known?.room === room && known.last === last && now < known.until) return known;
    const { replay } = this.#hub.limits;
    const from = Math.max(this.#hub.first(room), last + 1 - replay);
    const messages = from > last ? [] : this.#hub.read(room, { after: from - 1, limit: last + 1 - from });
    return this.#recent = { room, from, last, until: now + KEPT_FOR, messages, encoded: new Map() };
  }
}

function tell(messages: readonly MessageFrame[], format: Format): Uint8Array {
  const [head, tail] = messages.length > 0 ? format.aroundHistory : ["", ""];
  return encodeText(format, head + format.encodeHistory(messages, undefined) + tail);
}
