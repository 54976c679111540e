/** A member with `nc` in a {@linkcode TestCore}, without a socket: sends lines, reads sentences. */

import { PlainConversation } from "../../server/doors/plain/conversation.ts";
import type { TestClient, TestCore } from "./test_core.ts";

const encoder = new TextEncoder();

/** A member at the plain door. */
export class PlainClient {
  readonly guest: TestClient;
  readonly #core: TestCore;
  readonly #talk: PlainConversation;
  #read = 0;

  /** @param client A client of this core's plain door, named or not. */
  constructor(core: TestCore, client: TestClient) {
    this.#core = core;
    this.guest = client;
    const { session } = client;
    this.#talk = new PlainConversation(
      core.hub,
      session,
      (text) => session.outbox.offer(encoder.encode(text)),
    );
  }

  /** Sends a line, and returns what was received since the last time. */
  async sendLine(line: string): Promise<string> {
    this.guest.session.noteHeard(this.#core.clock.elapsed());
    this.#talk.receive(line);
    await this.#core.endTurn();
    return await this.readNew();
  }

  /** Returns what was received since the last time. */
  async readNew(): Promise<string> {
    await this.#core.endTurn();
    const { text } = this.guest.sink;
    const fresh = text.slice(this.#read);
    this.#read = text.length;
    return fresh;
  }
}
