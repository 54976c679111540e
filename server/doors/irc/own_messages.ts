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
  #direct: MessageExtras | undefined;

  /** Whether one of them is published next. */
  get areWaiting(): boolean {
    return (this.#stored?.size ?? 0) > 0;
  }

  /** What goes along with the direct message that is being sent. */
  get direct(): MessageExtras | undefined {
    return this.#direct;
  }

  /** Sends a message to a room; `false` when it was refused at once. */
  send(message: SentMessage, send: () => void): boolean {
    const before = this.#refusals;
    this.#sent.push(message);
    send();
    if (this.#refusals === before) return true;
    const index = this.#sent.lastIndexOf(message);
    if (index >= 0) this.#sent.splice(index, 1);
    return false;
  }

  /** Sends a direct message. */
  sendDirect(extras: MessageExtras, send: () => void): void {
    this.#direct = extras;
    send();
    this.#direct = undefined;
  }

  /** Notes that something was refused. @param isUnstored Whether that is the oldest message, which could not be stored. */
  noteRefusal(isUnstored: boolean): void {
    if (isUnstored) this.#sent.shift();
    else this.#refusals++;
  }

  /** Notes that the oldest message is in the log, as this; gives what was sent. */
  stored(message: MessageFrame): SentMessage | undefined {
    const sent = this.#sent.shift();
    if (sent !== undefined) (this.#stored ??= new Map()).set(message, sent);
    return sent;
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
