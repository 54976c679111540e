/**
 * What a turn puts into the log, and what becomes of it there.
 *
 * @module
 */

import { type Draft, type History, type Stored, topicOf } from "./history.ts";
import type { Log } from "./log.ts";
import type { Room } from "./room.ts";
import type { Seats } from "./seats.ts";
import type { Session } from "./session.ts";

/** A message on its way into the log. */
interface Sending {
  readonly session: Session;
  readonly room: Room;
  readonly place: number;
  readonly draft: Draft;
}

/** Collects a turn's messages and seats, writes them together, and acknowledges what is written. */
export class Writer {
  readonly #history: History;
  readonly #seats: Seats;
  readonly #log: Log;
  #sending: Sending[] = [];
  #isFailing = false;

  constructor(history: History, seats: Seats, log: Log) {
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
  add(session: Session, room: Room, draft: Draft): void {
    this.#sending.push({ session, room, place: room.reserve(), draft });
  }

  /** Writes what waits, in one transaction. What cannot be kept is told to nobody but its author. */
  write(): void {
    if (this.#sending.length === 0 && !this.#seats.isChanged) return;
    const sending = this.#sending;
    this.#sending = [];
    const stored = this.#append(sending.map(({ draft }) => draft));
    sending.forEach(({ session, room, place, draft }, index) => {
      const result = stored?.[index];
      if (result === undefined) return session.problem({ code: "not-stored" }, draft.id);
      const { message, isRepeat } = result;
      if (!isRepeat) room.fill(place, message);
      if (!isRepeat && message.topic) room.topic = topicOf(message);
      const { id, seq, at } = message;
      if (id !== undefined) session.reply({ type: "ack", id, room: message.room, seq, at });
    });
  }

  #append(drafts: readonly Draft[]): readonly Stored[] | undefined {
    try {
      const stored = this.#history.append({ drafts, seats: this.#seats.changed, reads: this.#seats.reads });
      this.#seats.written();
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
