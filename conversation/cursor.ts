/**
 * Which messages have been shown, so that none is shown twice and none is missed; and with that, which rooms we are in. Pure.
 *
 * @module
 */

import type { MessageFrame, RoomSnapshot } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";

/** New to us; asked for by `history`, so to be shown whether new or not; or shown already. */
export type Novelty = "new" | "asked" | "again";

/** A room that we are in. */
interface Mark {
  readonly room: string;
  /** The last message that was shown here. */
  readonly last: number | undefined;
  /** Where the room stood when we came in: what was said until then is not missed, even if nothing of it was shown. */
  readonly base: number;
  /** Pages of the history that were asked for and have not all come. */
  readonly asked: number;
}

/** The last message of each room that was shown here. */
export class Cursor {
  readonly #marks: Map<string, Mark>;

  /** @param last The number of each room's last message that an earlier run has shown. */
  constructor(last: Readonly<Record<string, number>> = {}) {
    this.#marks = new Map(
      Object.entries(last).map(([room, seq]) => [nameKey(room), { room, last: seq, base: seq, asked: 0 }]),
    );
  }

  /** What to tell the server when we come back: the rooms that we are in, and how far we are in each. */
  get after(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#marks.values()].map(({ room, last, base }) => [room, last ?? base]));
  }

  /** One of the rooms that we are in, `undefined` when there is none. */
  get room(): string | undefined {
    return this.#marks.values().next().value?.room;
  }

  /**
   * Records that we are in, perhaps again; {@linkcode entered} records the other rooms.
   *
   * @param isKnown Whether the server knew our token. Another log has other messages under the same numbers.
   */
  enter(view: Pick<RoomSnapshot, "room" | "seq">, isKnown: boolean): void {
    for (const [key, mark] of this.#marks) {
      this.#marks.set(key, isKnown ? { ...mark, asked: 0 } : { ...mark, last: undefined, base: 0, asked: 0 });
    }
    if (view.room === "") return this.#marks.clear();
    if (!isKnown) this.#marks.delete(nameKey(view.room));
    this.entered(view);
  }

  /** Records that we are in this room, perhaps again. A room with fewer messages than were shown is another one. */
  entered({ room, seq }: Pick<RoomSnapshot, "room" | "seq">): void {
    const mark = this.#marks.get(nameKey(room));
    const isSame = mark !== undefined && seq >= (mark.last ?? mark.base);
    this.#marks.set(nameKey(room), { last: undefined, base: seq, asked: 0, ...(isSame && mark), room });
  }

  /** Records that we are no longer in this room. */
  parted(room: string): void {
    this.#marks.delete(nameKey(room));
  }

  /** Records that a page of the history was asked for. */
  pageRequested(room: string): void {
    this.#count(room, 1);
  }

  /** Records that all of a page has come. */
  pageReceived(room: string): void {
    this.#count(room, -1);
  }

  /** Records a message that came, and tells whether it is new. */
  record({ room, seq, past }: MessageFrame): Novelty {
    const key = nameKey(room);
    const mark = this.#marks.get(key);
    if (mark === undefined) return "new"; // On its way while we left.
    const { last, base, asked } = mark;
    if (past === true && asked > 0 && seq <= (last ?? base)) return "asked";
    if (last !== undefined && seq <= last) return "again";
    this.#marks.set(key, { ...mark, last: seq });
    return "new";
  }

  #count(room: string, by: number): void {
    const mark = this.#marks.get(nameKey(room));
    if (mark !== undefined) this.#marks.set(nameKey(room), { ...mark, asked: Math.max(0, mark.asked + by) });
  }
}
