/**
 * Those who speak without being in a room: programs with a token.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { MessageFrame, MessageId, Problem } from "../../protocol.ts";
import { type BotToken, personIdOf } from "../accounts.ts";
import { RateLimiter } from "../delivery.ts";
import type { BotContext } from "./context.ts";
import { noRoom, validateMessage } from "../validation.ts";

/** What a program wants to say. */
export interface BotPost {
  readonly room: string;
  readonly text: string;
  readonly id: MessageId | undefined;
  readonly action: true | undefined;
}

/** What became of it. `wait` is in ms: so long nothing more is taken. */
export type PostOutcome =
  | { readonly kind: "stored"; readonly message: MessageFrame }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "too-fast"; readonly wait: number };

/** Everyone with a token, and how fast each may speak: as fast as a person, over all their connections. */
export class BotPosting {
  readonly #context: BotContext;
  readonly #buckets = new Map<number, RateLimiter>();

  constructor(context: BotContext) {
    this.#context = context;
  }

  /** Whether this server can have tokens at all. */
  get hasKeys(): boolean {
    return this.#context.tokens !== undefined;
  }

  /** Whose token this is, if it is good now. */
  find(token: string): BotToken | undefined {
    const { tokens, tryRead, clock } = this.#context;
    const key = tokens && tryRead(() => tokens.find(token));
    if (key !== undefined) tokens?.noteUse(key, clock.now());
    return key;
  }

  /** For how many ms nothing is taken from this token; 0 when something was taken now, and counts. */
  mayIn(key: BotToken, now: number): number {
    const { rate } = this.#context.limits;
    if (rate === null) return 0;
    const bucket = this.#buckets.get(key.id) ?? new RateLimiter(rate, now);
    this.#buckets.set(key.id, bucket);
    return bucket.tryTake(now);
  }

  /** Says something; settled when it is in the log, or is not going to be. */
  say(key: BotToken, { room: wanted, text: written, id, action }: BotPost): Promise<PostOutcome> {
    const refused = (problem: Problem): Promise<PostOutcome> => Promise.resolve({ kind: "refused", problem });
    const { rooms, nicknames, limits, fanOut } = this.#context;
    const room = rooms.find(wanted);
    if (room === undefined) return refused(noRoom(wanted));
    // Somebody may have come in under that name before the token was made.
    const holder = nicknames.find(nameKey(key.name));
    if (holder !== undefined) return refused(nicknames.taken(key.name));
    const ready = validateMessage(written, limits.messageChars);
    if (!ready.ok) return refused(ready.problem);
    return new Promise((resolve) =>
      fanOut.say(
        {
          stored: (message) => resolve({ kind: "stored", message }),
          problem: (problem) => resolve({ kind: "refused", problem }),
        },
        room,
        { from: key.name, personId: personIdOf(key), text: ready.text, id, action, topic: undefined },
      )
    );
  }
}
