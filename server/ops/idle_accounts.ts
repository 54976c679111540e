/**
 * Claimed names whose holders do not come any more: they are free again in the end.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { storingFailed } from "../log.ts";
import type { Logger } from "../logger.ts";
import { ExpiryClock } from "./expiry.ts";

/** The accounts of a server, as far as they end. Times in ms since 1970. */
export interface ExpiringAccounts {
  /** When the account was last used of which that is longest ago; `undefined` when there is none. */
  readonly firstSeen: number | undefined;
  /** Ends accounts that nobody has used since a time; gives their names. */
  expire(before: number): readonly string[];
}

/** Ends accounts that nobody has used for too long, by a clock that is believed. */
export class IdleAccounts {
  readonly #accounts: ExpiringAccounts;
  readonly #idle: number;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #expiry = new ExpiryClock();
  #isFailing = false;

  /** @param idle After how many ms without its holder an account ends. */
  constructor(accounts: ExpiringAccounts, idle: number, clock: Clock, logger: Logger) {
    this.#accounts = accounts;
    this.#idle = idle;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Runs one round, every few seconds. Never throws; the first failure in a row is logged. */
  run(): void {
    const clocks = { wall: this.#clock.now(), elapsed: this.#clock.elapsed() };
    const now = this.#expiry.read(clocks, () => {
      const { firstSeen } = this.#accounts;
      return firstSeen === undefined ? undefined : firstSeen + this.#idle;
    });
    if (now === undefined) return;
    try {
      for (const name of this.#accounts.expire(now - this.#idle)) {
        this.#logger({ event: "unclaimed", name });
      }
      this.#isFailing = false;
    } catch (cause) {
      if (!this.#isFailing) this.#logger(storingFailed(cause));
      this.#isFailing = true;
    }
  }
}
