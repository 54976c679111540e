/**
 * How many names may be claimed from one address.
 *
 * @module
 */

const DAY = 86_400_000;

/** How many names may be claimed from one address in a day. */
export const CLAIMS_A_DAY = 3;

/** How many addresses are remembered; of more, those that claimed longest ago are forgotten. */
const REMEMBERED = 10_000;

/** Counts the names that were claimed in the last day, by address. Times are of the clock that never jumps, in ms. */
export class ClaimLimit {
  readonly #times = new Map<string, readonly number[]>();

  /** Tells whether one more name may be claimed. @param address What limits by address count. */
  allows(address: string, now: number): boolean {
    return this.#recent(address, now).length < CLAIMS_A_DAY;
  }

  /** Counts a name that was claimed. */
  count(address: string, now: number): void {
    const times = [...this.#recent(address, now), now];
    this.#times.delete(address);
    this.#times.set(address, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > REMEMBERED && oldest !== undefined) this.#times.delete(oldest);
  }

  #recent(address: string, now: number): readonly number[] {
    return (this.#times.get(address) ?? []).filter((time) => time > now - DAY);
  }
}
