/**
 * The rooms of a server: which there are, and how many there may be.
 *
 * @module
 */

import { DEFAULT_ROOM, type Limits } from "../protocol/limits.ts";
import { nameKey, parseRoom } from "../protocol/names.ts";
import type { Problem } from "../protocol.ts";
import type { History } from "./history.ts";
import { Room } from "./room.ts";

/** What a room is asked of in the log. */
type Shelves = Pick<History, "rooms" | "last">;

/** All rooms, by the keys of their names. A room is there as long as somebody is in it or listens, or it has messages. */
export class Rooms {
  readonly #shelves: Shelves;
  readonly #limits: Pick<Limits, "maxRooms">;
  readonly #byKey = new Map<string, Room>();

  constructor(shelves: Shelves, limits: Pick<Limits, "maxRooms">) {
    this.#shelves = shelves;
    this.#limits = limits;
    this.#add(DEFAULT_ROOM);
    for (const { name, topic } of shelves.rooms()) (this.named(name) ?? this.#add(name)).topic = topic;
  }

  /** Every room, in the order in which they were made. */
  get all(): Iterable<Room> {
    return this.#byKey.values();
  }

  /** How many there are. */
  get count(): number {
    return this.#byKey.size;
  }

  /** The room of that name, with or without `#` and in any case. */
  named(written: string): Room | undefined {
    const name = parseRoom(written);
    return name === undefined ? undefined : this.#byKey.get(nameKey(name));
  }

  /** The room of that name, made if there is none; else what is wrong. Who is let in must enter in this turn. */
  open(name: string): Room | Problem {
    const known = this.#byKey.get(nameKey(name));
    if (known !== undefined) return known;
    const { maxRooms } = this.#limits;
    return this.count >= maxRooms ? { code: "too-many-rooms", limit: maxRooms } : this.#add(name);
  }

  /** The room of that name, which was there a moment ago, or before the server was started again. */
  reopen(name: string): Room {
    return this.#byKey.get(nameKey(name)) ?? this.#add(name);
  }

  /** Forgets a room if nobody is in it or listens, and nothing was ever said there. */
  letGo(room: Room): void {
    if (!room.isEmpty || room.name === DEFAULT_ROOM || this.#shelves.last(room.name) > 0) return;
    this.#byKey.delete(nameKey(room.name));
  }

  #add(name: string): Room {
    const room = new Room(name);
    this.#byKey.set(nameKey(name), room);
    return room;
  }
}
