/**
 * What becomes of what this person says, in the places that it is meant for: it waits, it arrives, or it is refused.
 *
 * @module
 */

import type { Exchange, QueuedFrame, QueuedMessage } from "../../conversation.ts";
import type { ErrorFrame, MessageFrame, MessageId, PrivateFrame } from "../../protocol.ts";
import type { Of, PlacesView, PlaceView } from "./ports.ts";

/** What it works with. */
export interface SentParts {
  readonly places: Pick<PlacesView, "current" | "find" | "open" | "addPrivateMessage" | "close">;
  readonly isMe: (name: string) => boolean;
  /** My own name. */
  readonly me: () => string;
  readonly hint: (text: string) => void;
  /** Called with the place that a private message went to. */
  readonly onDelivered: (place: PlaceView) => void;
  /** Called with a message that is to be written again. */
  readonly onReturn: (frame: QueuedFrame) => void;
  /** Whether something is being written. */
  readonly isWriting: () => boolean;
}

/** Everything that is on its way from here. */
export class SentMessages {
  readonly #parts: SentParts;
  /** Private messages that the server has taken and not delivered yet, by id. */
  readonly #taken = new Map<MessageId, PrivateFrame>();

  constructor(parts: SentParts) {
    this.#parts = parts;
  }

  /** Shows what waits. */
  show(queued: readonly QueuedMessage[]): void {
    for (const { frame } of queued) this.#placeOf(frame)?.live.wait(frame);
  }

  /** Shows that a message of mine is in the log, once it has been shown itself. */
  acknowledged({ id, room, seq }: Of<"ack">): void {
    const live = this.#parts.places.find("room", room)?.live;
    if (live !== undefined && seq <= live.last) live.settle(id);
  }

  /** Drops a message of mine from what is queued, as it has come back: an answer to it may have been lost. */
  received({ id, from }: MessageFrame, exchange: Pick<Exchange, "drop">): void {
    if (id !== undefined && this.#parts.isMe(from)) exchange.drop(id);
  }

  /** Takes a private message that came back to its sender; `false` when it is not one that waits here. */
  echoed(message: PrivateFrame, queued: readonly QueuedMessage[]): boolean {
    const { id, from } = message;
    const isWaiting = this.#parts.isMe(from) && queued.some(({ frame }) => frame.id === id);
    if (!isWaiting || id === undefined) return false;
    this.#taken.set(id, message);
    return true;
  }

  /** Shows a private message: the other person has it. */
  delivered({ to, person, at }: Of<"delivered">, about: QueuedMessage | undefined): void {
    const frame = about?.frame;
    if (frame?.type !== "private") return;
    const { places, me, onDelivered } = this.#parts;
    const { text, action } = frame;
    const said = this.#taken.get(frame.id) ?? { text, at, ...(action === true && { action }) };
    this.#taken.delete(frame.id);
    this.#placeOf(frame)?.live.settle(frame.id);
    const place = places.open("person", to, person);
    places.addPrivateMessage(place, {
      who: to,
      ...(person !== undefined && { person }),
      from: me(),
      at: said.at,
      text: said.text,
      action: said.action === true,
    });
    onDelivered(place);
  }

  /** Shows that a message was refused, and offers to write it again. */
  refused({ code }: ErrorFrame, { frame }: QueuedMessage, why: string): void {
    const { places, hint, onReturn, isWriting } = this.#parts;
    const place = this.#placeOf(frame);
    const isForNobody = code === "not-here" && place !== places.current && place?.live.isOnly(frame.id);
    if (isForNobody && place !== undefined && !isWriting()) {
      places.close(place); // A conversation with nobody: it began with this.
      onReturn(frame);
    } else if (place === undefined) onReturn(frame);
    else place.live.refuse(frame.id, why, () => onReturn(frame));
    if (place === undefined || place !== places.current) hint(why);
  }

  /** Returns where a message shows: nowhere when it is for a room that one is not in any more. */
  #placeOf(frame: QueuedFrame): PlaceView | undefined {
    const { places } = this.#parts;
    return frame.type === "private"
      ? places.open("person", frame.to, frame.person)
      : places.find("room", frame.room);
  }
}

/** Returns what is written to say a message again: with the place that it is for unless that is in view. */
export function writtenAgain(frame: QueuedFrame, isInView: boolean): string {
  const isAction = frame.type !== "topic" && frame.action === true;
  const text = isAction ? `/me ${frame.text}` : frame.text;
  if (isInView) return text;
  return `/msg ${frame.type === "private" ? frame.to : `#${frame.room}`} ${text}`;
}
