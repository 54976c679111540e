/**
 * What was said here and has not arrived yet, as far as we know, in the order in which it was said. Pure.
 *
 * @module
 */

import type { ClientFrame, MessageId } from "../protocol.ts";

/** A message, a private word or a new topic, with the id by which the server knows it again when it comes twice. */
export type Said =
  & (
    | Extract<ClientFrame, { type: "say" | "private" }>
    | (Extract<ClientFrame, { type: "topic" }> & { readonly text: string })
  )
  & { readonly id: MessageId };

/** Something said that is on its way; `line` is the number of the line of a pipe's input that it was. */
export interface Unsent {
  readonly say: Said;
  readonly line?: number;
}

/** What waits for an answer when it is sent; `undefined` for what is of use now or not at all. */
export function asSaid(frame: ClientFrame): Said | undefined {
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

/** An unsent message, and whether it went over the connection that there is now. */
interface Entry {
  readonly unsent: Unsent;
  isUnderWay: boolean;
}

/** Messages that wait to be sent or to be acknowledged. */
export class Queue {
  readonly #entries: Entry[] = [];
  #underWay = 0;

  /** How many messages wait, in whichever way. */
  get size(): number {
    return this.#entries.length;
  }

  /** Everything that waits, oldest first. */
  get all(): readonly Unsent[] {
    return this.#entries.map(({ unsent }) => unsent);
  }

  /** Whether everything that waits is under way. */
  get isAllUnderWay(): boolean {
    return this.#underWay === this.#entries.length;
  }

  /** Puts a message behind all others. */
  add(unsent: Unsent): void {
    this.#entries.push({ unsent, isUnderWay: false });
  }

  /** The message to send next, which counts as under way from now on; none while `most` are. */
  next(most: number): Unsent | undefined {
    if (this.#underWay >= most || this.isAllUnderWay) return undefined;
    const entry = this.#entries.find(({ isUnderWay }) => !isUnderWay);
    if (entry === undefined) return undefined;
    entry.isUnderWay = true;
    this.#underWay++;
    return entry.unsent;
  }

  /** A message was answered for good, whichever way: it waits no more. */
  settle(id: MessageId | undefined): Unsent | undefined {
    const at = this.#at(id);
    const entry = at < 0 ? undefined : this.#entries.splice(at, 1)[0];
    if (entry?.isUnderWay) this.#underWay--;
    return entry?.unsent;
  }

  /** A message has to be sent again. */
  again(id: MessageId | undefined): Unsent | undefined {
    const entry = this.#entries[this.#at(id)];
    if (entry?.isUnderWay) {
      entry.isUnderWay = false;
      this.#underWay--;
    }
    return entry?.unsent;
  }

  /** The connection is gone: all of it has to be sent again. */
  allAgain(): void {
    for (const entry of this.#entries) entry.isUnderWay = false;
    this.#underWay = 0;
  }

  #at(id: MessageId | undefined): number {
    return id === undefined ? -1 : this.#entries.findIndex(({ unsent }) => unsent.say.id === id);
  }
}
