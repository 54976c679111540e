/**
 * What was said earlier, set apart from what is said now: where it begins, and where it ends. Pure.
 *
 * @module
 */

import type { MessageFrame, RoomSnapshot } from "../protocol.ts";
import { isSameRoom, roomKey } from "./state.ts";

/** What is known of a room's earlier messages. */
interface Replay {
  /** The highest number of a message that came. */
  readonly last: number;
  /** The number of the last message that comes by itself, 0 once they have come. */
  readonly until: number;
  /** Whether we were there before, so that something may have been missed. */
  readonly isBack: boolean;
}

const NOTHING: Replay = { last: 0, until: 0, isBack: false };

/** A stretch of earlier messages: of which room, and of which number the last is, where that is known. */
interface Stretch {
  readonly room: string;
  readonly until: number;
}

/** What the next message begins: a stretch of what was missed or of what is only earlier, or nothing. */
export type DividerKind = "missed" | "earlier" | undefined;

/** Keeps apart what was and what is. */
export class HistoryDivider {
  readonly #rooms = new Map<string, Replay>();
  #now: Stretch | undefined;

  /** Records that we entered a room, again or for the first time: what comes by itself goes up to its last message. */
  enter({ room, seq }: Pick<RoomSnapshot, "room" | "seq">, isBack: boolean): void {
    this.#rooms.set(roomKey(room), { ...this.#replay(room), until: seq, isBack });
  }

  /** Tells whether this message was missed by somebody who was there before. */
  isMissed({ room, seq }: MessageFrame): boolean {
    const { isBack, last } = this.#replay(room);
    return isBack && seq > last;
  }

  /** Tells whether what is shown now ends before this message, or anything else that is not from earlier. */
  endsBefore(frame: { readonly past?: true; readonly room?: string }): boolean {
    if (this.#now === undefined) return false;
    return frame.past !== true || !isSameRoom(this.#now.room, frame.room ?? "");
  }

  /** Begins what is from earlier with a message, unless it has begun; tells what begins. */
  begin(frame: MessageFrame): DividerKind {
    if (this.#now !== undefined) return undefined;
    const replay = this.#replay(frame.room);
    this.#now = { room: frame.room, until: replay.until === 0 ? Infinity : replay.until };
    this.#rooms.set(roomKey(frame.room), { ...replay, until: 0 });
    return this.isMissed(frame) ? "missed" : "earlier";
  }

  /** Records a message that came; tells whether it was the last of those from earlier. */
  record({ room, seq, past }: MessageFrame): boolean {
    const replay = this.#replay(room);
    const until = past === true ? replay.until : 0;
    this.#rooms.set(roomKey(room), { ...replay, last: Math.max(replay.last, seq), until });
    return this.#now !== undefined && seq >= this.#now.until;
  }

  /** Ends what is from earlier; tells whether there was anything to end. */
  end(): boolean {
    const had = this.#now !== undefined;
    this.#now = undefined;
    return had;
  }

  #replay(room: string): Replay {
    return this.#rooms.get(roomKey(room)) ?? NOTHING;
  }
}
