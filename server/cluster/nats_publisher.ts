/// <reference types="./nats.d.ts" />

/**
 * Publishing turns into the stream. NATS' own client makes a timer and an Error for each request and its answer, and works the
 * answer out before it looks at the turn that came with it: of a server that sends a turn for each message that was a tenth.
 *
 * @module
 */

import { createInbox, headers, type Msg, type NatsConnection } from "@nats-io/nats-core";
import type { Clock } from "../../net/clock.ts";
import { isFields, parseObject } from "../../protocol/fields.ts";

/** How long an answer may take, and how often is looked whether one has taken longer, in ms. */
export const ANSWERED_WITHIN = 300;
export const LOOK_EVERY = 100;

/** What JetStream says of what was published: where it is, or a code of its own that tells why it is not there. */
export type Answer =
  | { readonly seq: number; readonly isRepeat: boolean }
  | { readonly code: number; readonly description: string };

/** What waits for its answer. */
interface Waiting {
  readonly since: number;
  answered(answer: Answer | undefined): void;
}

/** Publishes into one subject of one stream. */
export class NatsPublisher {
  readonly #connection: Pick<NatsConnection, "publish" | "subscribe">;
  readonly #stream: string;
  readonly #subject: string;
  readonly #clock: Pick<Clock, "after" | "elapsed">;
  readonly #inbox = createInbox();
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;
  /** Ends the looking; there is none while nothing waits. */
  #stopLooking: (() => void) | undefined;

  constructor(
    connection: Pick<NatsConnection, "publish" | "subscribe">,
    stream: string,
    subject: string,
    clock: Pick<Clock, "after" | "elapsed">,
  ) {
    this.#connection = connection;
    this.#stream = stream;
    this.#subject = subject;
    this.#clock = clock;
    connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.#settle(message.subject.slice(this.#inbox.length + 1), answerOf(message));
      },
    });
  }

  /**
   * Publishes once. @param id What has the same one is stored once, as far as the stream remembers.
   *
   * @returns Nothing where no answer came in time, or none that says anything. Never throws.
   */
  publish(bytes: Uint8Array, id: string): Promise<Answer | undefined> {
    const told = headers();
    told.set("Nats-Msg-Id", id);
    told.set("Nats-Expected-Stream", this.#stream);
    const token = String(++this.#count);
    return new Promise((answered) => {
      this.#waiting.set(token, { since: this.#clock.elapsed(), answered });
      try {
        this.#connection.publish(this.#subject, bytes, { reply: `${this.#inbox}.${token}`, headers: told });
      } catch {
        return this.#settle(token, undefined); // There is no connection any more, or it is more than NATS takes.
      }
      this.#stopLooking ??= this.#clock.after(LOOK_EVERY, () => this.#look());
    });
  }

  /** Waits for nothing any more. */
  close(): void {
    this.#stopLooking?.();
    this.#stopLooking = undefined;
    for (const token of this.#waiting.keys()) this.#settle(token, undefined);
  }

  #settle(token: string, answer: Answer | undefined): void {
    const waiting = this.#waiting.get(token);
    this.#waiting.delete(token);
    waiting?.answered(answer);
  }

  #look(): void {
    const now = this.#clock.elapsed();
    for (const [token, { since }] of this.#waiting) {
      if (now - since >= ANSWERED_WITHIN) this.#settle(token, undefined);
    }
    this.#stopLooking = this.#waiting.size === 0
      ? undefined
      : this.#clock.after(LOOK_EVERY, () => this.#look());
  }
}

/** Reads an answer; nothing for one that is none, as where nobody has the subject. */
function answerOf(message: Msg): Answer | undefined {
  const { seq, duplicate, error } = parseObject(message.string()) ?? {};
  if (isFields(error) && typeof error.err_code === "number") {
    return { code: error.err_code, description: String(error.description) };
  }
  return typeof seq === "number" ? { seq, isRepeat: duplicate === true } : undefined;
}
