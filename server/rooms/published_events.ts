/**
 * The events that a room publishes at the end of a turn, as each recipient gets them: encoded once for all who get the
 * same, and by themselves for those who do not.
 *
 * @module
 */

import type { MessageFrame, RoomEvent } from "../../protocol.ts";
import { EncodedEvents, type Format } from "../delivery.ts";

/** The people whose messages are not shown. */
export interface Ignores {
  /** Tells whether something is not to be shown. */
  hides(message: Pick<MessageFrame, "from" | "person">): boolean;
}

/** What decides which events a recipient gets, and how they are encoded. */
export interface EventReader {
  readonly recipient: {
    readonly format: Format;
    /** The people whose messages are not shown, if there are any. */
    readonly ignores: Ignores | undefined;
    readonly personal?: { readonly format: Format; readonly isNeeded: boolean } | undefined;
  };
  /** Set while messages come to the recipient from the log and not from the room. */
  readonly isBehind: boolean;
}

/** The events of one room and turn; `undefined` where a message could not be stored. */
export class PublishedEvents {
  readonly #events: readonly (RoomEvent | undefined)[];
  readonly #room: string;
  readonly #encoded = new Map<Format, EncodedEvents>();
  #areSingular: boolean | undefined;

  /** @param room The room's name. */
  constructor(events: readonly (RoomEvent | undefined)[], room: string) {
    this.#events = events;
    this.#room = room;
  }

  /** Encodes the events from `begin` up to but without `end` for a recipient. */
  encodeFor(reader: EventReader, begin: number, end?: number): Uint8Array {
    const { recipient, isBehind } = reader;
    // The messages before these have not come to a recipient that is behind: a gap must be at the end, where it is seen.
    if (isBehind || recipient.ignores !== undefined || this.#isPersonal(recipient)) {
      return encodeShown(reader, this.#events.slice(begin, end), this.#room);
    }
    return this.#sharedIn(recipient.format).slice(begin, end);
  }

  /** Tells whether a recipient cannot get what others at the same door get. */
  #isPersonal({ format, personal }: EventReader["recipient"]): boolean {
    if (personal === undefined) return false;
    return personal.isNeeded || (this.#areSingular ??= format.areSingular?.(this.#events) ?? false);
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
  room: string,
): Uint8Array {
  const isShown = (event: RoomEvent | undefined): boolean =>
    event?.type !== "message" || (!isBehind && ignores?.hides(event) !== true);
  return new EncodedEvents(personal?.format ?? format, events.filter(isShown), room).slice();
}
