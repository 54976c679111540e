/**
 * Read marks: how far a person has read each room, so that their other devices know and `/catchup` begins there. Sent not
 * more often than is of use. No clock of its own: time, chance and storage are passed in.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ServerFrame } from "../protocol.ts";
import { isMe, roomKey, type State } from "./state.ts";

/** The time between two read marks at least, in ms. */
export const READ_INTERVAL = 2000;

/** Keeps what was read until the server knows it. */
export class ReadMarks {
  readonly #clock: Clock;
  readonly #send: (room: string, seq: number) => boolean;
  /** What was told last of each room, and what is to be told next. */
  readonly #sent = new Map<string, number>();
  readonly #wanted = new Map<string, { readonly room: string; readonly seq: number }>();
  #cancel: (() => void) | undefined;

  /** @param send Sends that all of a room up to this number was read; returns `false` when that cannot be sent now. */
  constructor(clock: Clock, send: (room: string, seq: number) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Records that the person has seen all of a room up to this number. */
  markSeen(room: string, seq: number): void {
    const key = roomKey(room);
    if (seq <= Math.max(this.#sent.get(key) ?? 0, this.#wanted.get(key)?.seq ?? 0)) return;
    this.#wanted.set(key, { room, seq });
    if (this.#cancel !== undefined) return;
    this.flush();
    this.#cancel = this.#clock.after(READ_INTERVAL, () => this.#due());
  }

  /** Records what the server says is read of a room that one enters: that is not sent again, and what it lacks is. */
  entered(room: string, seq: number): void {
    this.#sent.set(roomKey(room), seq);
  }

  /** Records what was read at another client, which the server knows. */
  readElsewhere(room: string, seq: number): void {
    const key = roomKey(room);
    this.#sent.set(key, Math.max(this.#sent.get(key) ?? 0, seq));
    if ((this.#wanted.get(key)?.seq ?? 0) <= seq) this.#wanted.delete(key);
  }

  /** Forgets a room that was left. */
  parted(room: string): void {
    this.#sent.delete(roomKey(room));
    this.#wanted.delete(roomKey(room));
  }

  /** Records a message of the person's own as read, and what they have read at another client. */
  receive(frame: ServerFrame, state: State | undefined): void {
    if (frame.type === "read") return this.readElsewhere(frame.room, frame.seq);
    if (state === undefined || frame.type !== "message" || frame.past === true) return;
    if (isMe(state, frame.from)) this.markSeen(frame.room, frame.seq);
  }

  /** Forgets all numbers, as they may be another log's from now on. */
  reset(): void {
    this.#sent.clear();
    this.#wanted.clear();
  }

  /** Sends at once what was not sent yet. */
  flush(): void {
    for (const [key, { room, seq }] of this.#wanted) {
      if (!this.#send(room, seq)) return;
      this.#sent.set(key, seq);
      this.#wanted.delete(key);
    }
  }

  /** Sends nothing more, and leaves no timer. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wanted.clear();
  }

  #due(): void {
    this.#cancel = undefined;
    if (this.#wanted.size === 0) return;
    this.flush();
    this.#cancel = this.#clock.after(READ_INTERVAL, () => this.#due());
  }
}
