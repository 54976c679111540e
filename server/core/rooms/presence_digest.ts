/**
 * What a room publishes of members who come and go: in a large room not every name, as each would go to every member.
 *
 * @module
 */

import type { RoomEvent } from "../../../protocol.ts";
import { LARGE_ROOM, NAMED_PER_SECOND } from "../../../protocol/limits.ts";

/** The time for which names are counted, in ms. */
const COUNTED_FOR = 1000;

/** Limits the names of one room's members who come and go. */
export class PresenceDigest {
  #since = 0;
  #named = 0;

  /**
   * Gives the events as a room of `size` members publishes them. An event without its name leaves a gap in the list, so
   * that every other event keeps its place, and a `crowd` event is at the end.
   */
  digest(
    events: readonly (RoomEvent | undefined)[],
    room: string,
    size: number,
  ): readonly (RoomEvent | undefined)[] {
    if (size <= LARGE_ROOM) return events;
    let at: number | undefined;
    const named = events.map((event) => {
      if (event?.type !== "joined" && event?.type !== "left") return event;
      if (this.#takeName(event.at)) return event;
      at = event.at;
      return undefined;
    });
    return at === undefined ? events : [...named, { type: "crowd", room, count: size, at }];
  }

  /** Counts one more name; `false` when it is one too many. */
  #takeName(at: number): boolean {
    if (Math.abs(at - this.#since) >= COUNTED_FOR) {
      this.#since = at;
      this.#named = 0;
    }
    return ++this.#named <= NAMED_PER_SECOND;
  }
}
