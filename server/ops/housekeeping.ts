/**
 * Upkeep of the log, every few seconds.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import {
  type IndexNotes,
  type MemberStore,
  type MessageLog,
  type Retention,
  storingFailed,
} from "../store/log.ts";
import type { Logger } from "../machine/logger.ts";
import type { RetentionPolicy } from "../machine/options.ts";
import { ExpiryClock } from "./expiry.ts";

/** This program did not exist before, in ms since 1970: what a message of an earlier date shows is a clock that was not set yet. */
const FIRST_MESSAGE = Date.UTC(2025, 0, 1);

/** What the housekeeper works with. */
export interface HousekeeperParts {
  readonly store:
    & Pick<MemberStore, "noteAlive">
    & Pick<MessageLog, "rooms" | "read">
    & Retention
    & IndexNotes;
  /** How many messages are kept; all if it is not given. */
  readonly policy?: RetentionPolicy | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The time for the room between two slices of deleting, each well below a millisecond, in ms. */
const PAUSE = 20;

/** Notes in the log that the server is up, and deletes messages that need not be kept any more. */
export class Housekeeper {
  readonly #parts: HousekeeperParts;
  readonly #expiry = new ExpiryClock();
  #isFailing = false;
  #isTrimming = false;
  #settled = 0;
  /** How many rooms were looked at for the oldest message, until all were; and its time. */
  #looked: number | undefined = 0;
  #oldest: number | undefined;
  #cancel = (): void => {};

  constructor(parts: HousekeeperParts) {
    this.#parts = parts;
  }

  /** Runs one round. Never throws: a full disk must not end the room; the first failure in a row is logged. */
  run(): void {
    const { store, policy, clock } = this.#parts;
    this.#attempt(() => {
      store.noteAlive(clock.now());
      const until = policy !== undefined && !this.#isTrimming ? this.#expiresUntil(policy) : undefined;
      if (policy !== undefined && until !== undefined) this.#trim(policy, until);
    });
  }

  /** Deletes some of the notes about what the index has forgotten by now. @param upTo The number of the last of them. */
  settleForgotten(upTo: number): void {
    if (upTo === this.#settled) return;
    this.#attempt(() => {
      if (!this.#parts.store.settleForgotten(upTo)) this.#settled = upTo;
    });
  }

  /** Stops for good. */
  close(): void {
    this.#cancel();
  }

  /** Deletes a slice now, and the next ones with pauses for the room. */
  #trim(policy: RetentionPolicy, now: number): void {
    const { store, clock } = this.#parts;
    this.#isTrimming = false;
    if (!store.trim(policy, now)) return;
    this.#isTrimming = true;
    this.#cancel = clock.after(PAUSE, () => {
      this.#isTrimming = false; // Where it fails, the next round tries again.
      this.#attempt(() => this.#trim(policy, now));
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
      this.#isFailing = false;
    } catch (cause) {
      if (!this.#isFailing) this.#parts.logger(storingFailed(cause));
      this.#isFailing = true;
    }
  }

  /** Looks at some more rooms for the oldest message of all. */
  #lookForOldest(): void {
    if (this.#looked === undefined) return;
    const { at, next } = this.#parts.store.oldestFrom(this.#looked, FIRST_MESSAGE);
    this.#looked = next;
    if (at !== undefined) this.#oldest = Math.min(at, this.#oldest ?? Infinity);
  }

  /** Returns the time by which messages end in this round; `undefined` while none may. */
  #expiresUntil(policy: RetentionPolicy): number | undefined {
    const { clock } = this.#parts;
    const wall = clock.now();
    if (policy.kind !== "age") return wall;
    this.#lookForOldest();
    const oldest = (): number | undefined => {
      while (this.#looked !== undefined) this.#lookForOldest(); // All was looked at within the hour before this.
      return this.#oldest === undefined ? undefined : this.#oldest + policy.ms;
    };
    return this.#expiry.read({ wall, elapsed: clock.elapsed() }, oldest);
  }
}
