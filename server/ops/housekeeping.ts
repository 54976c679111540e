/**
 * Upkeep of the log, every few seconds.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { type MemberStore, type MessageLog, type Retention, storingFailed } from "../log.ts";
import type { Logger } from "../logger.ts";
import type { RetentionPolicy } from "../options.ts";
import { ExpiryClock } from "./expiry.ts";

/** This program did not exist before, in ms since 1970: what a message of an earlier date shows is a clock that was not set yet. */
const FIRST_MESSAGE = Date.UTC(2025, 0, 1);

/** What the housekeeper works with. */
export interface HousekeeperParts {
  readonly store: Pick<MemberStore, "noteAlive"> & Pick<MessageLog, "rooms" | "read"> & Retention;
  /** How many messages are kept; all if it is not given. */
  readonly policy?: RetentionPolicy | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Notes in the log that the server is up, and deletes messages that need not be kept any more. */
export class Housekeeper {
  readonly #parts: HousekeeperParts;
  readonly #expiry = new ExpiryClock();
  #isFailing = false;

  constructor(parts: HousekeeperParts) {
    this.#parts = parts;
  }

  /** Runs one round. Never throws: a full disk must not end the room; the first failure in a row is logged. */
  run(): void {
    const { store, policy, clock, logger } = this.#parts;
    try {
      store.noteAlive(clock.now());
      if (policy !== undefined) this.#trim(policy);
      this.#isFailing = false;
    } catch (cause) {
      if (!this.#isFailing) logger(storingFailed(cause));
      this.#isFailing = true;
    }
  }

  #trim(policy: RetentionPolicy): void {
    const { store, clock } = this.#parts;
    const wall = clock.now();
    if (policy.kind !== "age") return store.trim(policy, wall);
    const oldest = (): number | undefined => {
      const at = oldestOf(store);
      return at === undefined ? undefined : at + policy.ms;
    };
    const now = this.#expiry.read({ wall, elapsed: clock.elapsed() }, oldest);
    if (now !== undefined) store.trim(policy, now);
  }
}

/** Finds the time of the oldest message; `undefined` when there is none. */
function oldestOf(store: Pick<MessageLog, "rooms" | "read">): number | undefined {
  const times = store.rooms().flatMap(({ name, first }) =>
    store.read(name, { after: first - 1, limit: 1 }).map(({ at }) => at).filter((at) => at >= FIRST_MESSAGE)
  );
  return times.length === 0 ? undefined : Math.min(...times);
}
