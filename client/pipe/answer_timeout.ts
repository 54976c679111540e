/**
 * How long to wait for answers that do not come.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";

/** With lines unanswered, how long nothing may get any further before they are given up, in milliseconds. */
export const ANSWER_TIMEOUT = 10_000;

/** After how long that is told, in milliseconds. */
export const TOLD_AFTER = 3000;

/** Runs out when nothing gets any further for too long. */
export class AnswerTimeout {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  readonly #onLong: (waited: number, left: number) => void;
  #whole = ANSWER_TIMEOUT;
  #left = ANSWER_TIMEOUT;
  #isWaiting = false;
  #isPaused = false;
  #isClosed = false;
  #isTold = false;
  /** Set while it runs: when it began to, and how to stop it. */
  #running: { readonly since: number; readonly cancel: () => void } | undefined;

  /**
   * @param onOver Called once it has run out.
   * @param onLong Called once nothing has got any further for {@linkcode TOLD_AFTER}: how long, and how long is left, in ms.
   */
  constructor(clock: Clock, onOver: () => void, onLong: (waited: number, left: number) => void) {
    this.#clock = clock;
    this.#onOver = onOver;
    this.#onLong = onLong;
  }

  /** Lasts as long as this, in ms, but never less than {@linkcode ANSWER_TIMEOUT}. */
  setDuration(ms: number): void {
    this.#whole = Math.max(ANSWER_TIMEOUT, ms);
    this.renew();
  }

  /** Begins when something is waited for, and ends when nothing is any more. */
  setWaiting(isWaiting: boolean): void {
    if (isWaiting === this.#isWaiting) return;
    this.#isWaiting = isWaiting;
    this.renew();
  }

  /** Begins anew, as something got further. */
  renew(): void {
    this.#stop();
    this.#left = this.#whole;
    this.#isTold = false;
    this.#start();
  }

  /** Stops the time while it is not the server that makes us wait. */
  pause(): void {
    this.#isPaused = true;
    this.#stop();
  }

  /** Ends it for good. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  /** Goes on after {@linkcode pause}. */
  resume(): void {
    this.#isPaused = false;
    this.#start();
  }

  #start(): void {
    if (this.#isClosed || this.#isPaused || !this.#isWaiting || this.#running !== undefined) return;
    const cancelEnd = this.#clock.after(this.#left, () => {
      this.#running = undefined;
      this.#onOver();
    });
    const cancelNotice = this.#tellLater();
    const cancel = (): void => {
      cancelEnd();
      cancelNotice();
    };
    this.#running = { since: this.#clock.elapsed(), cancel };
  }

  /** Tells that it takes long, once until something gets further; returns what cancels that. */
  #tellLater(): () => void {
    const soonest = TOLD_AFTER - (this.#whole - this.#left);
    if (this.#isTold) return () => {};
    return this.#clock.after(Math.max(0, soonest), () => {
      this.#isTold = true;
      this.#onLong(TOLD_AFTER, this.#whole - TOLD_AFTER);
    });
  }

  #stop(): void {
    if (this.#running === undefined) return;
    this.#running.cancel();
    this.#left = Math.max(0, this.#left - (this.#clock.elapsed() - this.#running.since));
    this.#running = undefined;
  }
}
