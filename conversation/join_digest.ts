/**
 * Coming and going: shown one by one while few do, and counted together while many do.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { RoomEvent } from "../protocol.ts";

/** So many are shown one by one within {@linkcode DIGEST_WINDOW}; those after them are counted. */
export const SHOWN_SINGLY = 4;

/** The time in which they are counted, and how long a count waits to be shown, in milliseconds. */
export const DIGEST_WINDOW = 5000;

/** Somebody who came or went. */
export type PresenceChange = Extract<RoomEvent, { type: "joined" | "left" }>;

/** What is told of very many who came or went: how many are there now. */
export type MemberCount = Extract<RoomEvent, { type: "crowd" }>;

/** Counts those who come and go. */
export class JoinDigest {
  readonly #clock: Clock;
  readonly #onCount: (counted: readonly PresenceChange[], many: MemberCount | undefined) => void;
  #recent: number[] = [];
  #counted: PresenceChange[] = [];
  #many: MemberCount | undefined;
  #cancel = (): void => {};

  /** @param onCount Told of those who were counted together, when it is time to show them, and of the last that was told of very many. */
  constructor(
    clock: Clock,
    onCount: (counted: readonly PresenceChange[], many: MemberCount | undefined) => void,
  ) {
    this.#clock = clock;
    this.#onCount = onCount;
  }

  /** Whether to show this one by itself; else it is counted and shown with others soon. */
  add(coming: PresenceChange): boolean {
    const now = this.#clock.elapsed();
    this.#recent = this.#recent.filter((then) => now - then < DIGEST_WINDOW);
    this.#recent.push(now);
    if (!this.#isWaiting && this.#recent.length <= SHOWN_SINGLY) return true;
    this.#showLater();
    this.#counted.push(coming);
    return false;
  }

  /** Takes what is told of very many, to be shown soon. */
  addCount(many: MemberCount): void {
    this.#showLater();
    this.#many = many;
  }

  /** Whether this person is among those who were counted and are not shown yet. */
  has(name: string): boolean {
    return this.#counted.some((one) => one.name === name);
  }

  /** Shows what was counted so far. */
  flush(): void {
    this.#cancel();
    if (!this.#isWaiting) return;
    const counted = this.#counted;
    const many = this.#many;
    this.#counted = [];
    this.#many = undefined;
    this.#onCount(counted, many);
  }

  get #isWaiting(): boolean {
    return this.#counted.length > 0 || this.#many !== undefined;
  }

  #showLater(): void {
    if (!this.#isWaiting) this.#cancel = this.#clock.after(DIGEST_WINDOW, () => this.flush());
  }
}
