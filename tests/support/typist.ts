/** Somebody with nc in a hall without sockets: types lines, and reads sentences. */

import { PlainConversation } from "../../server/doors/plain/door.ts";
import type { Guest, Hall } from "./hall.ts";

const encoder = new TextEncoder();

/** Somebody at the plain door. */
export class Typist {
  readonly guest: Guest;
  readonly #hall: Hall;
  readonly #talk: PlainConversation;
  #read = 0;

  /** @param guest Somebody who came to the plain door of this hall, with or without a name. */
  constructor(hall: Hall, guest: Guest) {
    this.#hall = hall;
    this.guest = guest;
    const { session } = guest;
    this.#talk = new PlainConversation(
      hall.hub,
      session,
      (text) => session.outbox.offer(encoder.encode(text)),
    );
  }

  /** Types a line, and reads what has come since the last time. */
  async type(line: string): Promise<string> {
    this.guest.session.heardAt = this.#hall.clock.elapsed();
    this.#talk.receive(line);
    await this.#hall.endTurn();
    return await this.read();
  }

  /** Reads what has come since the last time. */
  async read(): Promise<string> {
    await this.#hall.endTurn();
    const { text } = this.guest.sink;
    const fresh = text.slice(this.#read);
    this.#read = text.length;
    return fresh;
  }
}
