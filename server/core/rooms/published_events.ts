/**
 * The events that a room publishes at the end of a turn, as each recipient gets them: encoded once for all who get the
 * same, and by themselves for those who do not.
 *
 * @module
 */

import type { MessageFrame, RoomEvent } from "../../../protocol.ts";
import { EncodedEvents, type Format, type Replacement } from "../delivery.ts";

/** The people whose messages are not shown. */
export interface Ignores {
  /** Tells whether something is not to be shown. */
  hides(message: Pick<MessageFrame, "from" | "person">): boolean;
}

/** How events are encoded for one recipient alone. */
interface PersonalReader {
  readonly format: Format;
  /** Whether something of this turn is the recipient's own. */
  readonly isNeeded: boolean;
  /** Tells whether an event is. */
  isOwn(event: RoomEvent): boolean;
}

/** What decides which events a recipient gets, and how they are encoded. */
export interface EventReader {
  readonly recipient: {
    readonly format: Format;
    /** The people whose messages are not shown, if there are any. */
    readonly ignores: Ignores | undefined;
    readonly personal?: PersonalReader | undefined;
  };
  /** Set while messages come to the recipient from the log and not from the room. */
  readonly isBehind: boolean;
}

/** The events of one room and turn; `undefined` where a message could not be stored. */
export class PublishedEvents {
  readonly #events: readonly (RoomEvent | undefined)[];
  /** The room whose words are among them, which are taken back from who is removed; who came and went is no secret. */
  readonly #room: string | undefined;
  readonly #encoded = new Map<Format, EncodedEvents>();
  #areSingular: boolean | undefined;

  /** @param room The room's name. */
  constructor(events: readonly (RoomEvent | undefined)[], room: string) {
    this.#events = events;
    const hasWords = events.some((event) => event?.type === "message");
    this.#room = hasWords ? room : undefined;
  }

  /** Encodes the events from `begin` up to but without `end` for a recipient. */
  encodeFor(reader: EventReader, begin: number, end?: number): Uint8Array {
    const { recipient, isBehind } = reader;
    // The messages before these have not come to a recipient that is behind: a gap must be at the end, where it is seen.
    const { format, ignores, personal } = recipient;
    if (isBehind || ignores !== undefined || (personal !== undefined && this.#isSingular(format))) {
      return encodeShown(reader, this.#events.slice(begin, end), this.#room);
    }
    if (personal?.isNeeded) return this.#withOwn(format, personal, begin, end ?? this.#events.length);
    return this.#sharedIn(format).slice(begin, end);
  }

  #isSingular({ areSingular }: Format): boolean {
    return this.#areSingular ??= areSingular?.(this.#events) ?? false;
  }

  /** Puts what is a recipient's own between the bytes that it has in common with others. */
  #withOwn(format: Format, personal: PersonalReader, begin: number, end: number): Uint8Array {
    const own: Replacement[] = [];
    for (let at = begin; at < end; at++) {
      const event = this.#events[at];
      if (event === undefined || !personal.isOwn(event)) continue;
      own.push({ at, text: personal.format.encode(event) });
    }
    return this.#sharedIn(format).sliceWith(begin, end, own);
  }

  #sharedIn(format: Format): EncodedEvents {
    const known = this.#encoded.get(format);
    if (known !== undefined) return known;
    const made = new EncodedEvents(format, this.#events, this.#room);
    this.#encoded.set(format, made);
    return made;
  }
}

/** Encodes events without messages that come from the log, and without those of ignored people. */
export function encodeShown(
  { recipient: { ignores, format, personal }, isBehind }: EventReader,
  events: readonly (RoomEvent | undefined)[],
  room: string | undefined,
): Uint8Array {
  const isShown = (event: RoomEvent | undefined): boolean =>
    event?.type !== "message" || (!isBehind && ignores?.hides(event) !== true);
  return new EncodedEvents(personal?.format ?? format, events.filter(isShown), room).slice();
}
