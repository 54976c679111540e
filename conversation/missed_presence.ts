/**
 * Who joined and left the rooms that are not in view: shown when one looks there. Pure.
 *
 * @module
 */

import { nameKey } from "../protocol/names.ts";
import type { PresenceChange } from "./join_digest.ts";
import { roomKey } from "./state.ts";

/** What has changed in each room since one looked there. Who came and went again, or went and is back, has changed nothing. */
export class MissedPresence {
  /** By the keys of rooms, and in each by those of people, in the order in which it happened. */
  readonly #rooms = new Map<string, Map<string, PresenceChange>>();

  /** Adds a member who joined or left. */
  add(coming: PresenceChange): void {
    const room = roomKey(coming.room);
    const changes = this.#rooms.get(room) ?? new Map<string, PresenceChange>();
    this.#rooms.set(room, changes);
    const who = nameKey(coming.name);
    const before = changes.get(who);
    changes.delete(who);
    if (before === undefined || before.type === coming.type) changes.set(who, coming);
  }

  /** Records the new name of a member who joined. */
  renamed(from: string, to: string): void {
    for (const changes of this.#rooms.values()) {
      const coming = changes.get(nameKey(from));
      if (coming?.type !== "joined") continue;
      changes.delete(nameKey(from));
      changes.set(nameKey(to), { ...coming, name: to });
    }
  }

  /** Takes out what has changed in a room. */
  drain(room: string): readonly PresenceChange[] {
    const changes = [...this.#rooms.get(roomKey(room))?.values() ?? []];
    this.#rooms.delete(roomKey(room));
    return changes;
  }
}
