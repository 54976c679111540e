/**
 * How many hands are shaken at once. A handshake takes a millisecond of the machine, and memory while it lasts: what comes
 * in a rush waits unread, in its order, and an address that has enough of them is passed over. Who takes long is let go when
 * others wait: many addresses whose handshakes do not go on keep nobody out.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import { RateLimiter } from "../../core/delivery.ts";

/** The handshakes under way at once, in all and of one address. */
const MOST = 512;
const MOST_PER_ADDRESS = 64;

/** How long a handshake goes on undisturbed when all places are taken and others wait, in ms: most take a tenth of it. */
const UNDISTURBED = 500;

/** The handshakes that are begun in one pass of the event loop. */
const BEGUN_A_PASS = 8;

/** The handshakes of one address: 30 phones with six connections each come in at once. */
const RATE = { perSecond: 20, burst: 200 } as const;

/** How long it takes until an address may begin as many as one that never came, in ms. */
const FORGOTTEN_AFTER = 1000 * RATE.burst / RATE.perSecond;

/** What one address has done of late. */
interface Address {
  readonly rate: RateLimiter;
  running: number;
  /** When it came last. */
  at: number;
}

/** A handshake that waits for its turn. */
interface Waiting {
  readonly address: Address;
  begin(): void;
  /** Lets it go once it is under way: what it shakes hands on is closed. */
  end(): void;
}

/** The handshakes of a port. */
export class Handshakes {
  readonly #clock: Clock;
  readonly #defer: (run: () => void) => void;
  /** The first is the one that has not come for longest. */
  readonly #addresses = new Map<string, Address>();
  readonly #waiting = new Set<Waiting>();
  /** Those under way, and since when, the longest first. */
  readonly #running = new Map<Waiting, number>();
  /** How many of those were let go, and have not ended yet. */
  #ending = 0;
  #isPassAsked = false;
  #cancelRetry: (() => void) | undefined;

  /** @param defer Calls back in the next pass of the event loop. */
  constructor(clock: Clock, defer: (run: () => void) => void) {
    this.#clock = clock;
    this.#defer = defer;
  }

  /**
   * Shakes hands when it is the turn of this address.
   *
   * @param key What limits by address count.
   * @param end Closes what hands are shaken on.
   */
  async run<Result>(key: string, shake: () => Promise<Result>, end: () => void): Promise<Result> {
    const address = this.#addressOf(key);
    const { promise, resolve: begin } = Promise.withResolvers<void>();
    const own: Waiting = { address, begin, end };
    this.#waiting.add(own);
    this.#askForPass();
    await promise;
    try {
      return await shake();
    } finally {
      address.running--;
      if (!this.#running.delete(own)) this.#ending--;
      if (this.#waiting.size > 0) this.#askForPass();
    }
  }

  #addressOf(key: string): Address {
    const now = this.#clock.elapsed();
    this.#forget(now);
    const address = this.#addresses.get(key) ?? { rate: new RateLimiter(RATE, now), running: 0, at: now };
    address.at = now;
    this.#addresses.delete(key);
    this.#addresses.set(key, address);
    return address;
  }

  /** Forgets addresses that might begin as many now as if they had never come. */
  #forget(now: number): void {
    for (const [key, { at }] of this.#addresses) {
      if (now - at < FORGOTTEN_AFTER) return;
      this.#addresses.delete(key); // Those that still wait or run have what they need of it.
    }
  }

  #askForPass(): void {
    if (this.#isPassAsked) return;
    this.#isPassAsked = true;
    this.#defer(() => this.#pass());
  }

  /** Begins the first of those that wait and may. */
  #pass(): void {
    this.#isPassAsked = false;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    const now = this.#clock.elapsed();
    const full = new Set<Address>();
    let begun = 0;
    let soonest = Infinity;
    for (const waiting of this.#waiting) {
      if (begun === BEGUN_A_PASS) return this.#askForPass();
      const { address } = waiting;
      if (full.has(address)) continue;
      if (address.running >= MOST_PER_ADDRESS) {
        full.add(address);
        soonest = Math.min(soonest, this.#makeRoom(now, 1, address));
        continue;
      }
      if (this.#running.size + this.#ending >= MOST) {
        soonest = Math.min(soonest, this.#makeRoom(now, Math.min(BEGUN_A_PASS, this.#waiting.size)));
        break;
      }
      const wait = address.rate.tryTake(now);
      soonest = wait === 0 ? soonest : Math.min(soonest, wait);
      if (wait > 0) continue;
      begun++;
      this.#begin(waiting, now);
    }
    if (soonest < Infinity) this.#retryIn(soonest);
  }

  /**
   * Lets those go that take longest, all together or those of one address, until so many are on their way out: which of
   * them ends asks for a pass. Returns how long the next one is still undisturbed, in ms.
   */
  #makeRoom(now: number, most: number, only?: Address): number {
    let left = most - this.#ending;
    for (const [longest, since] of this.#running) {
      if (left <= 0) return Infinity;
      if (only !== undefined && longest.address !== only) continue;
      if (now - since < UNDISTURBED) return since + UNDISTURBED - now;
      left--;
      this.#running.delete(longest);
      this.#ending++;
      longest.end();
    }
    return Infinity;
  }

  #retryIn(ms: number): void {
    this.#cancelRetry = this.#clock.after(ms, () => this.#pass());
  }

  #begin(waiting: Waiting, now: number): void {
    this.#waiting.delete(waiting);
    waiting.address.running++;
    this.#running.set(waiting, now);
    waiting.begin();
  }
}
