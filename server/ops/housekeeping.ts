/**
 * Upkeep of the log, every few seconds.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { MemberStore, Retention } from "../log.ts";
import type { Logger } from "../logger.ts";
import type { RetentionPolicy } from "../options.ts";

/** What the housekeeper works with. */
export interface HousekeeperParts {
  readonly store: Pick<MemberStore, "noteAlive"> & Retention;
  /** How many messages are kept; all if it is not given. */
  readonly policy?: RetentionPolicy | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Notes in the log that the server is up, and deletes messages that need not be kept any more. */
export class Housekeeper {
  readonly #parts: HousekeeperParts;
  #isFailing = false;

  constructor(parts: HousekeeperParts) {
    this.#parts = parts;
  }

  /** Runs one round. Never throws: a full disk must not end the room; the first failure in a row is logged. */
  run(): void {
    const { store, policy, clock, logger } = this.#parts;
    try {
      store.noteAlive(clock.now());
      if (policy !== undefined) store.trim(policy, clock.now());
      this.#isFailing = false;
    } catch (cause) {
      if (!this.#isFailing) logger({ event: "failed", what: "storing", cause: String(cause) });
      this.#isFailing = true;
    }
  }
}
