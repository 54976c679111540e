/**
 * When a server that has much to do sends what is wanted, and applies what it is told. Each time is a write to every member,
 * or one to the disk of NATS, however much is in it: so more goes in one. What is applied together changes no outcome.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";

/** So many items applied at once are much: with fewer nothing ever waits. */
const MUCH = 16;

/**
 * The longest that what is wanted waits after that, and what is told, in ms: that for what this server's own people say next, where
 * some of it was theirs. Servers that talk alike go round once in some 16 ms: who waited for less wrote to each member twice.
 */
export const SEND_WITHIN = 3;
export const APPLY_WITHIN = 5;
export const OWN_WITHIN = 20;

/**
 * The longest that what is told waits where nobody is connected, in ms: whoever comes has it first. Applying each turn by itself
 * would take a core as much time as where people are, for nobody.
 */
export const LOOK_WITHIN = 50;

/** What was applied at once. */
export interface AppliedTogether {
  /** How many items, and how many of them this server had wanted. */
  readonly items: number;
  readonly own: number;
  /** How many waited to be sent then. */
  readonly waiting: number;
  /** The last turn of the stream that is applied. */
  readonly last: number;
}

/** The pauses of one server. They end by themselves, and sooner where there is nothing more to wait for. */
export class Pace {
  readonly #clock: Pick<Clock, "after">;
  readonly #wake: () => void;
  /** Set in a pause. */
  #isHolding = false;
  #isKeeping = false;
  #timers: readonly (() => void)[] = [];
  /** Ends the time in which what is told waits as nobody is here, while there is any. */
  #stopLooking: (() => void) | undefined;
  #applied: AppliedTogether = { items: 0, own: 0, waiting: 0, last: 0 };
  /** The last turn of this server that is known to be in the stream, and the last one of all that was told. */
  #own = 0;
  #told = 0;

  /** @param wake Has a turn end when a pause is over. */
  constructor(clock: Pick<Clock, "after">, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Whether what is wanted is sent now: all who were told have said more, or had time to. @param waiting How many items there are. */
  maySend(waiting: number): boolean {
    const { own, waiting: before } = this.#applied;
    return !this.#isHolding || (own > 0 && waiting >= before + own);
  }

  /** Whether what is told is applied now: what this server has sent since is among it, or had time to come. */
  get mayApply(): boolean {
    return !this.#isKeeping || (this.#own > this.#applied.last && this.#told >= this.#own);
  }

  /** Notes that a turn of this server is in the stream. */
  stored(seq: number): void {
    this.#own = seq;
    if (this.#isKeeping && this.mayApply) this.#wake();
  }

  /** Notes that a turn was told, which has a turn end. @param isAwaited Whether somebody here may wait for what is told. */
  told(seq: number, isAwaited: boolean): void {
    this.#told = seq;
    if (isAwaited) return this.#wake();
    this.#stopLooking ??= this.#clock.after(LOOK_WITHIN, () => {
      this.#stopLooking = undefined;
      this.#wake();
    });
  }

  /** Notes what was applied at once. */
  applied(together: AppliedTogether): void {
    this.close();
    this.#applied = together;
    this.#isHolding = this.#isKeeping = together.items >= MUCH;
    if (!this.#isHolding) return;
    this.#timers = [
      this.#clock.after(SEND_WITHIN, () => {
        this.#isHolding = false;
        this.#wake();
      }),
      this.#clock.after(together.own > 0 ? OWN_WITHIN : APPLY_WITHIN, () => {
        this.#isKeeping = false;
        this.#wake();
      }),
    ];
  }

  /** Ends its timers. */
  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
    this.#stopLooking?.();
    this.#stopLooking = undefined;
  }
}
