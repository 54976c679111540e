/**
 * `chat ask`: asks a room, and waits for the first answer: one that mentions who asked, or is for them alone.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { ClientFrame, MessageFrame, PrivateFrame, ServerFrame } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";
import { cleanText } from "../../protocol/text.ts";
import { mentions } from "../../protocol/mentions.ts";

/** How long nobody answers until that is told, in milliseconds. */
const TOLD_AFTER = 5000;

/** What can be an answer. */
export type AskReply = MessageFrame | PrivateFrame;

/** One question. */
export class Question {
  readonly #text: string;
  readonly #room: string;
  readonly #clock: Clock;
  readonly #within: number;
  readonly #onLong: (left: number) => void;
  readonly #id = `ask-${crypto.randomUUID().slice(0, 8)}`;
  readonly #answered = Promise.withResolvers<AskReply | undefined>();
  #me = "";
  #isAsked = false;
  #timers: readonly (() => void)[] = [];
  /** The answer, once there is one. */
  answer: AskReply | undefined;

  /**
   * @param within How long to wait for an answer once the question is in the room, in milliseconds.
   * @param onLong Called once nobody has answered for a while, with the milliseconds that are left.
   */
  constructor(text: string, room: string, clock: Clock, within: number, onLong: (left: number) => void) {
    this.#text = text;
    this.#room = room;
    this.#clock = clock;
    this.#within = within;
    this.#onLong = onLong;
  }

  /** Gives the frame to send, the question, and ends when there is an answer, or none in time. */
  async *frames(): AsyncGenerator<ClientFrame, void, undefined> {
    yield { type: "say", room: this.#room, text: this.#text, id: this.#id };
    this.answer = await this.#answered.promise;
  }

  /** Looks at what the server says. */
  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.#me = frame.name;
        return;
      case "ack":
        if (frame.id !== this.#id || this.#isAsked) return;
        this.#isAsked = true;
        return this.#wait();
      case "error":
        if (frame.id === this.#id) this.#answered.resolve(undefined);
        return;
      case "message":
      case "private":
        if (!this.#isAnswer(frame)) return;
        this.#cancel();
        return this.#answered.resolve(frame);
      default:
        return;
    }
  }

  #wait(): void {
    const left = this.#within - TOLD_AFTER;
    this.#timers = [
      this.#clock.after(this.#within, () => this.#answered.resolve(undefined)),
      ...(left > 0 ? [this.#clock.after(TOLD_AFTER, () => this.#onLong(left))] : []),
    ];
  }

  #cancel(): void {
    for (const cancel of this.#timers) cancel();
  }

  /** Ends the waiting. */
  close(): void {
    this.#cancel();
    this.#answered.resolve(undefined);
  }

  /** Tells whether a message answers: none does that came before the question, or from the one who asked. */
  #isAnswer(frame: AskReply): boolean {
    if (!this.#isAsked || nameKey(frame.from) === nameKey(this.#me)) return false;
    return frame.type === "private" || mentions(cleanText(frame.text), this.#me);
  }
}
