/**
 * Leaving: politely, when there is somebody to say goodbye to, and at once when it is asked for a second time.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { type Connection, GOODBYE_TIMEOUT } from "../connection.ts";
import type { ChatEnd } from "../options.ts";

/** The way out. */
export class Quit {
  readonly #clock: Clock;
  readonly #onEnd: (end: ChatEnd) => void;
  #end: ChatEnd | undefined;
  #cancel = (): void => {};
  /** Whether the server knows that we go. */
  hasQuit = false;

  /** @param onEnd Told how it ends, once it does. */
  constructor(clock: Clock, onEnd: (end: ChatEnd) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** How it ends once the server has said goodbye; `undefined` while nobody leaves. */
  get end(): ChatEnd | undefined {
    return this.#end;
  }

  /** Quits, and ends once the server has said goodbye; ends at once without a connection, or when it is asked for again. */
  quit(connection: Connection | undefined, end: ChatEnd, word?: string): void {
    if (connection === undefined || this.#end !== undefined) return this.#onEnd(end);
    this.#end = end;
    if (!connection.quit(word)) return this.#onEnd(end);
    this.hasQuit = true;
    this.#cancel = this.#clock.after(GOODBYE_TIMEOUT, () => this.#onEnd(end));
  }

  /** Ends the waiting for the goodbye. */
  close(): void {
    this.#cancel();
  }
}
