/**
 * Who came and went, as a room is told of it: in a large room not everyone by name, as each name would go to everyone.
 *
 * @module
 */

import type { RoomEvent } from "../../protocol.ts";
import { LARGE_ROOM, NAMED_PER_SECOND } from "../../protocol/limits.ts";

/** The second for which names are counted, in ms. */
const COUNTED_FOR = 1000;

/** One room's comings and goings. */
export class PresenceDigest {
  #since = 0;
  #named = 0;

  /**
   * These events as they are told in a room of `size` people. Those not told by name leave a gap in the list, so that
   * everything else keeps its place, and a `crowd` event is at the end.
   */
  digest(
    events: readonly (RoomEvent | undefined)[],
    room: string,
    size: number,
  ): readonly (RoomEvent | undefined)[] {
    if (size <= LARGE_ROOM) return events;
    let at: number | undefined;
    const told = events.map((event) => {
      if (event?.type !== "joined" && event?.type !== "left") return event;
      if (this.#hasName(event.at)) return event;
      at = event.at;
      return undefined;
    });
    return at === undefined ? events : [...told, { type: "crowd", room, count: size, at }];
  }

  /** Whether one more may be told by name. */
  #hasName(at: number): boolean {
    if (Math.abs(at - this.#since) >= COUNTED_FOR) {
      this.#since = at;
      this.#named = 0;
    }
    return ++this.#named <= NAMED_PER_SECOND;
  }
}
