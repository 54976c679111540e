/**
 * Joins and leaves: shown one by one while they are few, and counted together while they are many. No clock of its own: time, chance and storage are passed in.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { RoomEvent } from "../protocol.ts";

/** How many changes are shown one by one within {@linkcode DIGEST_WINDOW}; those after them are counted. */
export const SHOWN_SINGLY = 4;

/** The time in which they are counted, and how long a count waits to be shown, in milliseconds. */
export const DIGEST_WINDOW = 5000;

/** A member who joined or left. */
export type PresenceChange = Extract<RoomEvent, { type: "joined" | "left" }>;

/** The number of members after very many came or went. */
export type MemberCount = Extract<RoomEvent, { type: "crowd" }>;

/** Counts joins and leaves. */
export class JoinDigest {
  readonly #clock: Clock;
  readonly #onCount: (counted: readonly PresenceChange[], many: MemberCount | undefined) => void;
  #recent: number[] = [];
  #counted: PresenceChange[] = [];
  #many: MemberCount | undefined;
  #cancel = (): void => {};

  /** @param onCount Called with the changes that were counted together, when it is time to show them, and with the last number of members. */
  constructor(
    clock: Clock,
    onCount: (counted: readonly PresenceChange[], many: MemberCount | undefined) => void,
  ) {
    this.#clock = clock;
    this.#onCount = onCount;
  }

  /** Adds a change; tells whether to show it by itself, or else counts it and shows it with others soon. */
  add(coming: PresenceChange): boolean {
    const now = this.#clock.elapsed();
    this.#recent = this.#recent.filter((then) => now - then < DIGEST_WINDOW);
    this.#recent.push(now);
    if (!this.#isWaiting && this.#recent.length <= SHOWN_SINGLY) return true;
    this.#showLater();
    this.#counted.push(coming);
    return false;
  }

  /** Adds the number of members after very many came or went, to be shown soon. */
  addCount(many: MemberCount): void {
    this.#showLater();
    this.#many = many;
  }

  /** Tells whether this member is counted and not shown yet. */
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
