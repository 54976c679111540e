/**
 * The past of rooms, as far as it can be read.
 *
 * @module
 */

import type { MessageFrame, Reply } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import type { BulkQueue, PageSource } from "../delivery.ts";
import type { MessageLog, MessageRange } from "../../store/log.ts";
import type { Logger } from "../../machine/logger.ts";
import type { FanOut } from "./fan_out.ts";

/** Reads something; gives nothing where it cannot be read, as the room goes on without its past. */
export type TryRead = <Found>(read: () => Found) => Found | undefined;

/** Makes a {@linkcode TryRead} that logs what could not be read. */
export function makeTryRead(logger: Logger): TryRead {
  return (read) => {
    try {
      return read();
    } catch (cause) {
      logger({ event: "failed", what: "reading", cause: String(cause) });
      return undefined;
    }
  };
}

/** What the pages of a log are made of. */
export interface LogPagesParts {
  readonly bulk: BulkQueue;
  readonly messages: MessageLog;
  readonly fanOut: FanOut;
  readonly words: Words;
  readonly tryRead: TryRead;
}

/** The messages of the log, read after all that was said until now is stored. */
export class LogPages implements PageSource {
  readonly #parts: LogPagesParts;

  constructor(parts: LogPagesParts) {
    this.#parts = parts;
  }

  get bulk(): BulkQueue {
    return this.#parts.bulk;
  }

  commitPending(): void {
    this.#parts.fanOut.commitPending();
  }

  last(room: string): number {
    return this.#parts.messages.last(room);
  }

  /** Gives the number of the oldest message that is kept, `last + 1` when there is none. */
  first(room: string): number {
    const { tryRead, messages } = this.#parts;
    return tryRead(() => messages.first(room)) ?? this.last(room) + 1;
  }

  read(room: string, range: MessageRange): readonly MessageFrame[] {
    const { tryRead, messages } = this.#parts;
    return tryRead(() => messages.read(room, range)) ?? [];
  }

  /** Gives the number of a message's author: 0 for somebody without a token, below 0 for a bot. */
  personOf(room: string, seq: number): number | undefined {
    const { tryRead, messages } = this.#parts;
    return tryRead(() => messages.personOf(room, seq));
  }

  /** Tells whether somebody has reacted to a message with an emoji. @param who Their number in the log, and their name. */
  hasReacted(room: string, seq: number, emoji: string, who: readonly [number, string]): boolean {
    const { tryRead, messages } = this.#parts;
    return tryRead(() => messages.hasReacted(room, seq, emoji, who)) ?? false;
  }

  gap(room: string, from: number, to: number): Reply {
    return { type: "notice", code: "gap", text: this.#parts.words.gap(from, to), room, from, to };
  }
}
