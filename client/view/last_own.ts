/**
 * What somebody said last in each of their rooms, as it reads now: that is what they can still change.
 *
 * @module
 */

import { changesAnother } from "../../protocol/second_thoughts.ts";
import type { MessageFrame } from "../../protocol.ts";
import { roomKey } from "../../conversation.ts";

/** Something that somebody said. */
export interface OwnMessage {
  readonly seq: number;
  readonly text: string;
  /** When, in ms since 1970, by the server's clock. */
  readonly at: number;
}

/** The last messages of one person. */
export class LastOwn {
  readonly #byRoom = new Map<string, OwnMessage>();

  /** Takes in a message of a room; `isMine` when this person said it. */
  receive(frame: MessageFrame, isMine: boolean): void {
    const key = roomKey(frame.room);
    const last = this.#byRoom.get(key);
    if (last !== undefined && frame.redacts?.includes(last.seq) === true) this.#byRoom.delete(key);
    if (last !== undefined && frame.edits === last.seq && frame.now !== undefined) {
      this.#byRoom.set(key, { ...last, text: frame.now });
    }
    const isText = frame.topic !== true && frame.action !== true && frame.redacted !== true &&
      frame.file === undefined && !changesAnother(frame);
    if (!isMine || !isText || frame.seq <= (last?.seq ?? 0)) return;
    const { seq, text, at } = frame;
    this.#byRoom.set(key, { seq, text, at });
  }

  /** Gives what this person said last in a room; `undefined` where they said nothing, or took it away. */
  in(room: string): OwnMessage | undefined {
    return this.#byRoom.get(roomKey(room));
  }
}
