/**
 * What was said here and has not arrived yet, as far as we know, in the order in which it was said. Pure.
 *
 * @module
 */

import type { ClientFrame, MessageId } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";

/** A message, a private word or a new topic, with the id by which the server knows it again when it comes twice. */
export type QueuedFrame =
  & (
    | Extract<ClientFrame, { type: "say" | "private" }>
    | (Extract<ClientFrame, { type: "topic" }> & { readonly text: string })
  )
  & { readonly id: MessageId };

/** Something said that is on its way; `line` is the number of the line of a pipe's input that it was, `lastLine` of its last one. */
export interface QueuedMessage {
  readonly frame: QueuedFrame;
  readonly line?: number;
  readonly lastLine?: number;
}

/** Narrows a frame to one that is queued until it has an answer; `undefined` for one that is of use now or not at all. */
export function asQueued(frame: ClientFrame): QueuedFrame | undefined {
  switch (frame.type) {
    case "say":
    case "private":
      return frame.id === undefined ? undefined : { ...frame, id: frame.id };
    case "topic": {
      const { id, text } = frame;
      return id === undefined || text === undefined ? undefined : { ...frame, id, text };
    }
    default:
      return undefined;
  }
}

/** A message, and whether it went over the connection that there is now. */
interface Entry {
  message: QueuedMessage;
  isInFlight: boolean;
}

/** Messages that wait to be sent or to be acknowledged. */
export class Queue {
  readonly #entries: Entry[] = [];
  #inFlight = 0;

  /** How many messages wait, in whichever way. */
  get size(): number {
    return this.#entries.length;
  }

  /** Everything that waits, oldest first. */
  get all(): readonly QueuedMessage[] {
    return this.#entries.map(({ message }) => message);
  }

  /** Whether everything that waits is under way. */
  get isAllInFlight(): boolean {
    return this.#inFlight === this.#entries.length;
  }

  /** Puts a message behind all others. */
  add(message: QueuedMessage): void {
    this.#entries.push({ message, isInFlight: false });
  }

  /** Takes the message to send next, which counts as in flight from now on; none while `most` are. */
  next(most: number): QueuedMessage | undefined {
    if (this.#inFlight >= most || this.isAllInFlight) return undefined;
    const entry = this.#entries.find(({ isInFlight }) => !isInFlight);
    if (entry === undefined) return undefined;
    entry.isInFlight = true;
    this.#inFlight++;
    return entry.message;
  }

  /** Removes a message that was answered for good, whichever way, and returns it. */
  settle(id: MessageId | undefined): QueuedMessage | undefined {
    const at = this.#at(id);
    const entry = at < 0 ? undefined : this.#entries.splice(at, 1)[0];
    if (entry?.isInFlight) this.#inFlight--;
    return entry?.message;
  }

  /** Marks a message to be sent again, and returns it. */
  requeue(id: MessageId | undefined): QueuedMessage | undefined {
    const entry = this.#entries[this.#at(id)];
    if (entry?.isInFlight) {
      entry.isInFlight = false;
      this.#inFlight--;
    }
    return entry?.message;
  }

  /** Marks all messages to be sent again, as the connection is gone. */
  requeueAll(): void {
    for (const entry of this.#entries) entry.isInFlight = false;
    this.#inFlight = 0;
  }

  /**
   * Addresses messages for one member by their new name; returns those messages.
   *
   * @param person The member's id: what is for somebody else of that name is not theirs.
   */
  readdress(from: string, to: string, person?: string): readonly QueuedMessage[] {
    const changed: QueuedMessage[] = [];
    for (const entry of this.#entries) {
      const { frame } = entry.message;
      if (frame.type !== "private") continue;
      const isTheirs = frame.person !== undefined && person !== undefined
        ? frame.person === person && frame.to !== to
        : nameKey(frame.to) === nameKey(from);
      if (!isTheirs) continue;
      entry.message = { ...entry.message, frame: { ...frame, to } };
      changed.push(entry.message);
    }
    return changed;
  }

  #at(id: MessageId | undefined): number {
    return id === undefined ? -1 : this.#entries.findIndex(({ message }) => message.frame.id === id);
  }
}
