/**
 * What ends for good by the clock besides messages: claimed names whose holders do not come any more, old tickets.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { storingFailed } from "../store/log.ts";
import type { LogEvent, Logger } from "../machine/logger.ts";
import { ExpiryClock } from "./expiry.ts";

/** Things of one kind that end. Times in ms since 1970. */
export interface EndingThings {
  /** Tells when the first of them is due; `undefined` when there is none. */
  firstEnd(): number | undefined;
  /** Ends all that was due by then; gives what there is to log of it. */
  end(until: number): readonly LogEvent[];
}

/** Ends things by a clock that is believed. */
export class Ending {
  readonly #things: EndingThings;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #expiry = new ExpiryClock();
  #isFailing = false;

  constructor(things: EndingThings, clock: Clock, logger: Logger) {
    this.#things = things;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Runs one round, every few seconds. Never throws; the first failure in a row is logged. */
  run(): void {
    try {
      const clocks = { wall: this.#clock.now(), elapsed: this.#clock.elapsed() };
      const until = this.#expiry.read(clocks, () => this.#things.firstEnd());
      if (until !== undefined) this.#things.end(until).forEach((event) => this.#logger(event));
      this.#isFailing = false;
    } catch (cause) {
      if (!this.#isFailing) this.#logger(storingFailed(cause));
      this.#isFailing = true;
    }
  }
}
