/**
 * Answers to pings that stand behind what their client has said before: many a client, and every test of one, takes PONG for
 * the end of all that it sent. In a cluster what is said comes back through the stream, and does not while that is away; a
 * client that hears nothing then goes, so no answer waits for longer than some seconds.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { OwnMessages, SentMessage } from "./own_messages.ts";

/** The longest that an answer waits, in ms: clients take a connection for dead after half a minute at the soonest. */
export const PONG_WITHIN = 5_000;

/** So many wait at most: a client needs one, and whoever asks for more is told the oldest sooner. */
export const PONGS_HELD = 16;

interface HeldPong {
  /** What it stands behind; nothing if only behind other answers. */
  readonly behind: SentMessage | undefined;
  readonly send: () => void;
  readonly cancel: () => void;
}

/** The answers of one client that wait, the oldest first. */
export class HeldPongs {
  readonly #clock: Pick<Clock, "after">;
  readonly #own: Pick<OwnMessages, "isUndecided">;
  #held: HeldPong[] = [];

  constructor(clock: Pick<Clock, "after">, own: Pick<OwnMessages, "isUndecided">) {
    this.#clock = clock;
    this.#own = own;
  }

  /** Whether none waits. */
  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Holds an answer until {@linkcode release}, or until it has waited for {@linkcode PONG_WITHIN}. */
  hold(behind: SentMessage | undefined, send: () => void): void {
    const cancel = this.#clock.after(PONG_WITHIN, () => this.#send(this.#held.indexOf(pong) + 1));
    const pong: HeldPong = { behind, send, cancel };
    this.#held.push(pong);
    if (this.#held.length > PONGS_HELD) this.#send(1);
  }

  /** Sends what waits for nothing any more. */
  release(): void {
    const next = this.#held.findIndex(({ behind }) => behind !== undefined && this.#own.isUndecided(behind));
    this.#send(next < 0 ? this.#held.length : next);
  }

  /** Forgets all of them. */
  close(): void {
    for (const { cancel } of this.#held.splice(0)) cancel();
  }

  #send(count: number): void {
    for (const { cancel, send } of this.#held.splice(0, count)) {
      cancel();
      send();
    }
  }
}
