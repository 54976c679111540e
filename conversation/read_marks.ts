/**
 * Tells the server what a person has read, so that their other devices know and `/catchup` begins there: not more often
 * than it is of use to anyone.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ServerFrame } from "../protocol.ts";
import { isMe, roomKey, type State } from "./state.ts";

/** The time between two tellings at least, in ms. */
export const READ_EVERY = 2000;

/** Keeps what was read until it is told. */
export class Reading {
  readonly #clock: Clock;
  readonly #tell: (room: string, seq: number) => boolean;
  /** What was told last of each room, and what is to be told next. */
  readonly #told = new Map<string, number>();
  readonly #wanted = new Map<string, { readonly room: string; readonly seq: number }>();
  #cancel: (() => void) | undefined;

  /** @param tell Tells that all of a room up to this number was read; `false` when that cannot be told now. */
  constructor(clock: Clock, tell: (room: string, seq: number) => boolean) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The person has seen all of a room up to this number. */
  seen(room: string, seq: number): void {
    const key = roomKey(room);
    if (seq <= Math.max(this.#told.get(key) ?? 0, this.#wanted.get(key)?.seq ?? 0)) return;
    this.#wanted.set(key, { room, seq });
    if (this.#cancel !== undefined) return;
    this.flush();
    this.#cancel = this.#clock.after(READ_EVERY, () => this.#due());
  }

  /** What somebody says themselves they have read. */
  hear(frame: ServerFrame, state: State | undefined): void {
    if (state === undefined || frame.type !== "message" || frame.past === true) return;
    if (isMe(state, frame.from)) this.seen(frame.room, frame.seq);
  }

  /** Numbers of another log mean nothing any more. */
  forget(): void {
    this.#told.clear();
    this.#wanted.clear();
  }

  /** Tells at once what was not told yet. */
  flush(): void {
    for (const [key, { room, seq }] of this.#wanted) {
      if (!this.#tell(room, seq)) return;
      this.#told.set(key, seq);
      this.#wanted.delete(key);
    }
  }

  /** Tells nothing more. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wanted.clear();
  }

  #due(): void {
    this.#cancel = undefined;
    if (this.#wanted.size === 0) return;
    this.flush();
    this.#cancel = this.#clock.after(READ_EVERY, () => this.#due());
  }
}
