/**
 * A member that sends messages: in a closed loop with a window of messages in flight, or on demand.
 *
 * @module
 */

import type { Dialect } from "./dialects.ts";
import type { Member } from "./member.ts";
import { messageText } from "./stream.ts";

/** A talker and its messages in flight. */
export class Talker {
  readonly index: number;
  /** Messages sent so far. */
  sent = 0;
  readonly #member: Member;
  readonly #dialect: Dialect;
  readonly #bytes: number;
  #window = 0;
  #inFlight = 0;
  #due = "";
  #isWriting = false;

  constructor(index: number, member: Member, dialect: Dialect, bytes: number) {
    this.index = index;
    this.#member = member;
    this.#dialect = dialect;
    this.#bytes = bytes;
  }

  /** Keeps `window` messages in flight from now on; 0 stops. */
  loop(window: number): void {
    this.#window = window;
    this.#fill();
  }

  /** Counts its own messages that have come back. */
  countDelivered(count: number): void {
    this.#inFlight -= count;
    this.#fill();
  }

  /** Sends `count` messages now. */
  send(count: number): void {
    this.#inFlight += count;
    for (let i = 0; i < count; i++) {
      this.#due += this.#dialect.say(messageText(this.index, this.sent++, this.#bytes));
    }
    if (!this.#isWriting) void this.#write();
  }

  #fill(): void {
    const free = this.#window - this.#inFlight;
    if (free > 0) this.send(free);
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#due !== "") {
        const text = this.#due;
        this.#due = "";
        await this.#member.write(text);
      }
    } catch {
      // Cut off: the read of this member's connection notes it.
    }
    this.#isWriting = false;
  }
}
