/**
 * How often somebody may try to log in, by account and by where they come from. Nobody is locked out for good, and a
 * name that nobody has claimed is counted like any other, so that this tells nothing of it.
 *
 * @module
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How many wrong tries of one name from one address are free; then the waits double from a second to five minutes. */
const FREE = 5;
const LONGEST_WAIT = 5 * MINUTE;

/** How many wrong tries there may be from one address in ten minutes, whatever the names; then there is none for as long. */
const OF_ADDRESS = 20;
const ADDRESS_WINDOW = 10 * MINUTE;

/** How many wrong tries there may be of one name in an hour, from everywhere. */
const OF_NAME = 100;

/** How many names, addresses and pairs of both are remembered each; of more, those that failed longest ago are forgotten. */
const REMEMBERED = 10_000;

/** Wrong tries within a window. */
interface Tries {
  count: number;
  /** When the last was. */
  last: number;
}

/** Counts wrong tries. Times are of the clock that never jumps, in ms. */
export class LoginLimits {
  readonly #pairs = new Map<string, Tries>();
  readonly #addresses = new Map<string, Tries>();
  readonly #names = new Map<string, Tries>();
  /** The addresses from which a name has been logged in to. */
  readonly #good = new Map<string, true>();

  /** Tells for how many ms a try of a name, by its key, from an address does not count; 0 when it may be made now. */
  wait(name: string, address: string, now: number): number {
    const pair = this.#pairs.get(pairKey(name, address));
    const pairWait = pair === undefined ? 0 : pair.last + waitAfter(pair.count) - now;
    const addressWait = waitFor(this.#addresses.get(address), OF_ADDRESS, ADDRESS_WINDOW, now);
    const isGood = this.#good.has(pairKey(name, address));
    const nameWait = isGood ? 0 : waitFor(this.#names.get(name), OF_NAME, HOUR, now);
    return Math.max(0, pairWait, addressWait, nameWait);
  }

  /** Counts a wrong try; tells how many more are free of a wait. */
  failed(name: string, address: string, now: number): number {
    const pair = note(this.#pairs, pairKey(name, address), HOUR, now);
    const ofAddress = note(this.#addresses, address, ADDRESS_WINDOW, now);
    note(this.#names, name, HOUR, now);
    return Math.max(0, Math.min(FREE - pair, OF_ADDRESS - ofAddress));
  }

  /** Notes that a try was right. */
  succeeded(name: string, address: string): void {
    const key = pairKey(name, address);
    this.#pairs.delete(key);
    this.#good.delete(key);
    this.#good.set(key, true);
    trim(this.#good);
  }
}

function pairKey(name: string, address: string): string {
  return `${name} ${address}`;
}

/** Gives the wait after this many wrong tries. */
function waitAfter(count: number): number {
  return count < FREE ? 0 : Math.min(LONGEST_WAIT, 1000 * 2 ** (count - FREE));
}

/** Gives the wait where there may be so many tries in a window: until as long after the last one that was too many. */
function waitFor(tries: Tries | undefined, most: number, window: number, now: number): number {
  if (tries === undefined || tries.count < most) return 0;
  return tries.last + window - now;
}

/** Counts one more; begins anew when the last one is long ago. */
function note(all: Map<string, Tries>, key: string, window: number, now: number): number {
  const before = all.get(key);
  const isOver = before === undefined || now - before.last >= window;
  const tries = isOver ? { count: 1, last: now } : { ...before, count: before.count + 1, last: now };
  all.delete(key);
  all.set(key, tries);
  trim(all);
  return tries.count;
}

function trim(all: Map<string, unknown>): void {
  const [oldest] = all.keys();
  if (all.size > REMEMBERED && oldest !== undefined) all.delete(oldest);
}
