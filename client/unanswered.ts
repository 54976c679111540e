/**
 * What was said and is not acknowledged yet.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { MessageId } from "../protocol.ts";

/** With messages unanswered, how long the server may say nothing at all before they are given up, in milliseconds. */
export const SILENCE = 10_000;

/** Messages on their way, and how long nothing was heard. */
export class Unanswered {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  /** The messages and the numbers of their lines. */
  readonly #lines = new Map<MessageId, number>();
  #cancel: (() => void) | undefined;
  #isPaused = false;
  #wake = (): void => {};

  /** @param onSilence Called when nothing was heard for {@linkcode SILENCE} while something was unanswered. */
  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  /** How many messages are unanswered. */
  get size(): number {
    return this.#lines.size;
  }

  /** A message goes out. */
  add(id: MessageId, line: number): void {
    this.#lines.set(id, line);
    if (this.#cancel === undefined && !this.#isPaused) this.heard();
  }

  /** The number of a message's line, if it is unanswered. */
  lineOf(id: MessageId | undefined): number | undefined {
    return id === undefined ? undefined : this.#lines.get(id);
  }

  /** A message was answered, whichever way. */
  settle(id: MessageId | undefined): void {
    if (id !== undefined && this.#lines.delete(id)) this.#wake();
  }

  /** Nothing is waited for any more. */
  forget(): void {
    this.#lines.clear();
    this.pause();
    this.#wake();
  }

  /** Something was heard: the silence begins anew. */
  heard(): void {
    this.pause();
    this.#isPaused = false;
    if (this.size > 0) this.#cancel = this.#clock.after(SILENCE, this.#onSilence);
  }

  /** While nobody listens, silence means nothing. Goes on with {@linkcode heard}. */
  pause(): void {
    this.#isPaused = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Resolves when fewer than `limit` messages are unanswered. */
  async below(limit: number): Promise<void> {
    while (this.size >= limit) await new Promise<void>((resolve) => this.#wake = resolve);
  }
}
