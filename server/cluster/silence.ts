/**
 * Noticing that nothing comes from the stream any more, not even a sign of life: what read it was kept by one NATS server of
 * several, which is gone, and nobody says so.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";

/** How often is looked, and how long nothing may be heard while there is a connection, in ms: NATS says something each half second. */
const LOOK_EVERY = 500;
const AT_MOST = 3_000;

/** What NATS says while nothing is to be told. */
const SIGNS: ReadonlySet<string> = new Set(["heartbeat", "discard"]);

/** What goes by while somebody reads. */
export class Silence implements Disposable {
  readonly #clock: Pick<Clock, "after">;
  readonly #isConnected: () => boolean;
  readonly #onLong: () => void;
  #for = 0;
  #cancel: () => void;

  /** @param isConnected Whether anything can be heard at all. @param onLong Called when nothing was for too long. */
  constructor(clock: Pick<Clock, "after">, isConnected: () => boolean, onLong: () => void) {
    this.#clock = clock;
    this.#isConnected = isConnected;
    this.#onLong = onLong;
    this.#cancel = clock.after(LOOK_EVERY, () => this.#look());
  }

  /** Notes that something was heard. */
  end(): void {
    this.#for = 0;
  }

  /** Heeds signs of life for as long as they come. */
  async heed(signs: AsyncIterable<{ readonly type: string }>): Promise<void> {
    for await (const { type } of signs) if (SIGNS.has(type)) this.end();
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #look(): void {
    this.#for = this.#isConnected() ? this.#for + LOOK_EVERY : 0;
    if (this.#for >= AT_MOST) return this.#onLong();
    this.#cancel = this.#clock.after(LOOK_EVERY, () => this.#look());
  }
}
