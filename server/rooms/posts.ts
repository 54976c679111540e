/**
 * What a turn puts into the log, and what becomes of it there.
 *
 * @module
 */

import type { MessageFrame, MessageId, Problem } from "../../protocol.ts";
import { type AppendResult, type Draft, type ServerLog, topicOf } from "../log.ts";
import type { Logger } from "../logger.ts";
import type { Room } from "./room.ts";
import type { ResumeTokens } from "../accounts.ts";

/** Who is told what became of a message. */
export interface Author {
  /** The log has it, as this; or had it before. */
  stored(message: MessageFrame): void;
  /** It cannot be kept. */
  problem(problem: Problem, id?: MessageId): void;
}

/** A message on its way into the log. */
interface PendingPost {
  readonly author: Author;
  readonly room: Room;
  readonly place: number;
  readonly draft: Draft;
}

/** Collects a turn's messages and seats, writes them together, and acknowledges what is written. */
export class Posts {
  readonly #history: ServerLog;
  readonly #seats: ResumeTokens;
  readonly #log: Logger;
  #sending: PendingPost[] = [];
  #isFailing = false;

  constructor(history: ServerLog, seats: ResumeTokens, log: Logger) {
    this.#history = history;
    this.#seats = seats;
    this.#log = log;
  }

  /** Whether a message waits to be written. */
  get isWaiting(): boolean {
    return this.#sending.length > 0;
  }

  /** Whether what was last to be written could not be. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Takes a message to be written at the end of this turn, and keeps its place among the room's events. */
  add(author: Author, room: Room, draft: Draft): void {
    this.#sending.push({ author, room, place: room.reserve(), draft });
  }

  /** Writes what waits, in one transaction. What cannot be kept is told to nobody but its author. */
  write(): void {
    if (this.#sending.length === 0 && !this.#seats.hasChanges) return;
    const sending = this.#sending;
    this.#sending = [];
    const stored = this.#append(sending.map(({ draft }) => draft));
    sending.forEach(({ author, room, place, draft }, index) => {
      const result = stored?.[index];
      if (result === undefined) return author.problem({ code: "not-stored" }, draft.id);
      const { message, isRepeat } = result;
      if (!isRepeat) room.fill(place, message);
      if (!isRepeat && message.topic) room.topic = topicOf(message);
      author.stored(message);
    });
  }

  #append(drafts: readonly Draft[]): readonly AppendResult[] | undefined {
    try {
      const stored = this.#history.commit({
        drafts,
        members: this.#seats.changedMembers,
        readMarks: this.#seats.changedReadMarks,
      });
      this.#seats.clearChanges();
      if (this.#isFailing) this.#log({ event: "storing-again" });
      this.#isFailing = false;
      return stored;
    } catch (cause) {
      if (!this.#isFailing) this.#log({ event: "failed", what: "storing", cause: String(cause) });
      this.#isFailing = true;
      return undefined;
    }
  }
}
