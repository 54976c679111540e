/**
 * What a server has done since it was started, counted: what an operator watches. Never who, and never what was said.
 *
 * @module
 */

import type { ProblemCode } from "../../protocol.ts";
import type { Logger } from "../machine/logger.ts";

/** Counts by a word from a fixed list. */
export type Counts = ReadonlyMap<string, number>;

/** Counts what happens. */
export class Activity {
  readonly #refused = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  readonly #turnedAway = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  #stored = 0;

  /** The messages that were stored. */
  get stored(): number {
    return this.#stored;
  }

  /** What members asked for and were refused, by the code of the problem. */
  get refused(): Counts {
    return this.#refused;
  }

  /** The members that were let go and did not leave by themselves, by the reason. */
  get dropped(): Counts {
    return this.#dropped;
  }

  /** The connections that could not stay, by the code of the problem. */
  get turnedAway(): Counts {
    return this.#turnedAway;
  }

  /** The failures that were logged, by what failed. */
  get failed(): Counts {
    return this.#failed;
  }

  /** Counts a message that was stored. */
  messageStored(): void {
    this.#stored++;
  }

  /** Counts that somebody was refused something. */
  refuse(code: ProblemCode): void {
    increment(this.#refused, code);
  }

  /** Counts what a logger is told, before it is: also of one that writes nothing. */
  watching(logger: Logger): Logger {
    return (event) => {
      if (event.event === "refused") increment(this.#turnedAway, event.why);
      if (event.event === "left" && event.reason !== "left") increment(this.#dropped, event.reason);
      if (event.event === "failed") increment(this.#failed, event.what);
      logger(event);
    };
  }
}

function increment(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
