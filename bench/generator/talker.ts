/**
 * Somebody who talks: in a closed loop with so many messages in flight, or when told to.
 *
 * @module
 */

import type { Dialect } from "./dialects.ts";
import type { Member } from "./member.ts";
import { messageText } from "./stream.ts";

/** A talker and what is on its way. */
export class Talker {
  readonly index: number;
  /** Messages said so far. */
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

  /** So many of its own messages have come back. */
  heard(count: number): void {
    this.#inFlight -= count;
    this.#fill();
  }

  /** Says so many messages now. */
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
      // Cut off: whoever reads this member's connection notes it.
    }
    this.#isWriting = false;
  }
}
