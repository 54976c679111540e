/**
 * The time by which things end for good: old messages now, and whatever else ends by the clock. Pure.
 *
 * A wall clock may be years ahead for some seconds, as when a machine starts without a battery or somebody mistypes a
 * date, and what is deleted by it does not come back when it is corrected.
 *
 * @module
 */

/** The wall clock is believed once it has gone as fast as the monotonic one for this long, in ms. */
const AGREES_FOR = 3_600_000;

/** A wall clock that moved by more than this against the monotonic one, in ms, was set. What NTP corrects is less. */
const WAS_SET = 60_000;

/** What is overdue ends at this pace: two days of it in a day, so that a wrong date that stays costs little until it is noticed. */
const PACE = 2;

/** Both clocks at one moment, in ms: the wall's since 1970, the monotonic one's since any moment. */
export interface Clocks {
  readonly wall: number;
  readonly elapsed: number;
}

/**
 * A clock that is never ahead of the wall clock, stands until wall and monotonic clock have agreed for an hour of this
 * run, and goes at most twice as fast as time.
 */
export class ExpiryClock {
  /** Since when the clocks agree; their difference then is the one to compare with. */
  #agreeSince: Clocks | undefined;
  /** What this clock shows, and when it was set to that on the monotonic clock. */
  #shown: { readonly time: number; readonly elapsed: number } | undefined;

  /**
   * Compares the clocks, and returns the time up to which things may end, in ms since 1970; `undefined` while the wall
   * clock is not believed. To be called every few seconds: what happens between two calls is not seen.
   *
   * @param firstEnd Returns when the first thing is due, if there is any. Called once, when this clock starts.
   */
  read(clocks: Clocks, firstEnd: () => number | undefined): number | undefined {
    const { wall, elapsed } = clocks;
    if (!this.#agrees(clocks)) {
      this.#agreeSince = clocks;
      if (this.#shown !== undefined) this.#shown = { ...this.#shown, elapsed: elapsed + AGREES_FOR };
      return undefined;
    }
    if (this.#agreeSince === undefined || elapsed - this.#agreeSince.elapsed < AGREES_FOR) return undefined;
    this.#shown ??= { time: firstEnd() ?? wall, elapsed };
    const { time, elapsed: since } = this.#shown;
    this.#shown = { time: Math.min(wall, time + PACE * Math.max(0, elapsed - since)), elapsed };
    return this.#shown.time;
  }

  #agrees({ wall, elapsed }: Clocks): boolean {
    const since = this.#agreeSince;
    return since !== undefined && Math.abs(wall - elapsed - (since.wall - since.elapsed)) <= WAS_SET;
  }
}
