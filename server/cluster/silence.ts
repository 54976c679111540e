/**
 * Noticing that nothing comes from the stream any more: not even a sign of life, as what read it was kept by one NATS server of
 * several, which is gone, and nobody says so; or not the last that it has, as a connection was lost with that on its way. NATS takes
 * it for told and gives signs of life, and a hole is seen only once there is more.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";

/** How often is looked, and how long nothing may be heard while there is a connection, in ms: NATS says something each half second. */
const LOOK_EVERY = 500;
const AT_MOST = 3_000;

/** What NATS says while nothing is to be told. */
const SIGNS: ReadonlySet<string> = new Set(["heartbeat", "discard"]);

/** What tells whether something is to be heard. */
export interface SilenceParts {
  /** Tells whether anything can be heard at all. */
  isConnected(): boolean;
  /** Tells whether others were told what is not told here. */
  isBehind(): boolean;
}

/** What goes by while somebody reads. */
export class Silence implements Disposable {
  readonly #clock: Pick<Clock, "after">;
  readonly #parts: SilenceParts;
  readonly #onLong: () => void;
  #for = 0;
  #behindFor = 0;
  #cancel: () => void;

  /** @param onLong Called when nothing was heard for too long, or nothing told that others were. */
  constructor(clock: Pick<Clock, "after">, parts: SilenceParts, onLong: () => void) {
    this.#clock = clock;
    this.#parts = parts;
    this.#onLong = onLong;
    this.#cancel = clock.after(LOOK_EVERY, () => this.#look());
  }

  /** Notes that something was told. */
  end(): void {
    this.#for = this.#behindFor = 0;
  }

  /** Heeds signs of life for as long as they come. */
  async heed(signs: AsyncIterable<{ readonly type: string }>): Promise<void> {
    for await (const { type } of signs) if (SIGNS.has(type)) this.#for = 0;
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #look(): void {
    const { isConnected, isBehind } = this.#parts;
    this.#for = isConnected() ? this.#for + LOOK_EVERY : 0;
    this.#behindFor = isConnected() && isBehind() ? this.#behindFor + LOOK_EVERY : 0;
    if (Math.max(this.#for, this.#behindFor) >= AT_MOST) return this.#onLong();
    this.#cancel = this.#clock.after(LOOK_EVERY, () => this.#look());
  }
}
