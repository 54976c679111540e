/**
 * Messages of one IRC client between its line and its sight: IRC shows nobody their own messages, or shows them with a
 * label, so they must be known among those of others. Pure.
 *
 * @module
 */

import type { MessageFrame } from "../../../protocol.ts";
import type { MessageExtras } from "./output.ts";

/** A message that the client sent. */
export interface SentMessage {
  readonly label: string | undefined;
  readonly extras: MessageExtras | undefined;
}

/** The messages of one client. */
export class OwnMessages {
  /** Sent, and not decided yet: in the order in which they were sent, which is that of the log. */
  readonly #sent: SentMessage[] = [];
  /** Stored, and not published yet. */
  #stored: Map<MessageFrame, SentMessage> | undefined;
  #refusals = 0;
  /** The message that is being sent. */
  #sending: SentMessage | undefined;
  /** The name of the request that is being sent, if it is one that may change nothing. */
  #request: number | undefined;
  #requests = 0;
  #direct: MessageExtras | undefined;

  /** Whether one of them is published next. */
  get areWaiting(): boolean {
    return (this.#stored?.size ?? 0) > 0;
  }

  /** What goes along with the direct message that is being sent. */
  get direct(): MessageExtras | undefined {
    return this.#direct;
  }

  /** The last that was sent and is not decided yet. */
  get lastUndecided(): SentMessage | undefined {
    return this.#sent.at(-1);
  }

  /** Tells whether a message was sent and is not decided yet. */
  isUndecided(message: SentMessage): boolean {
    return this.#sent.includes(message);
  }

  /** Sends a message to a room; `false` when it was refused at once. */
  send(message: SentMessage, send: () => void): boolean {
    return this.sendInTurn(message, send)();
  }

  /** Sends a message that may have to wait for its turn. @returns What is asked, once, when that was: `false` when it was refused then. */
  sendInTurn(message: SentMessage, send: () => void): () => boolean {
    const before = this.#refusals;
    this.#sent.push(message);
    this.#sending = message;
    send();
    this.#sending = undefined;
    return () => {
      if (this.#refusals === before) return true;
      const index = this.#sent.lastIndexOf(message);
      if (index >= 0) this.#sent.splice(index, 1);
      return index < 0; // Else it was decided meanwhile.
    };
  }

  /** Sends a request whose outcome may be that nothing is said, which is told by its name; `false` then, and when it was refused at once. */
  request(message: SentMessage, send: (id: number) => void): boolean {
    const id = this.#request = ++this.#requests;
    const isSent = this.send(message, () => send(id));
    this.#request = undefined;
    return isSent;
  }

  /** Notes that a request is answered. While it is being sent, that is because it has changed nothing, or is decided already. */
  noteAnswer(id: unknown): void {
    if (id === this.#request) this.#refusals++;
  }

  /** Sends a direct message. */
  sendDirect(extras: MessageExtras, send: () => void): void {
    this.#direct = extras;
    send();
    this.#direct = undefined;
  }

  /** Notes that something was refused. */
  noteRefusal(): void {
    this.#refusals++;
  }

  /** Notes that a message is not stored: the one that is being sent, else the oldest. */
  refused(): void {
    if (this.#sending === undefined) this.#sent.shift();
    else this.#sent.pop();
  }

  /** Notes that the oldest message is in the log; gives what was sent. */
  stored(): SentMessage | undefined {
    return this.#sent.shift();
  }

  /** Keeps what was sent as a message until that is published. */
  keep(message: MessageFrame, sent: SentMessage): void {
    (this.#stored ??= new Map()).set(message, sent);
  }

  /** Tells whether a message is one of them. */
  has(message: MessageFrame): boolean {
    return this.#stored?.has(message) === true;
  }

  /** Gives what was sent as this message, once; `undefined` for a message of somebody else. */
  take(message: MessageFrame): SentMessage | undefined {
    const sent = this.#stored?.get(message);
    this.#stored?.delete(message);
    return sent;
  }

  /** Forgets what will not be shown, as the room was left before. */
  forget(room: string): void {
    for (const message of this.#stored?.keys() ?? []) {
      if (message.room === room) this.#stored?.delete(message);
    }
  }
}
