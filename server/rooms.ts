/**
 * The rooms of a server: which there are, and how many there may be.
 *
 * @module
 */

import { DEFAULT_ROOM, type Limits } from "../protocol/limits.ts";
import { nameKey, parseRoom } from "../protocol/names.ts";
import type { Problem } from "../protocol.ts";
import { isSafe, Lookalikes } from "./names.ts";
import { badRoom } from "./validation.ts";
import { RoomCreationLimit } from "./rooms/creation_limit.ts";
import type { ServerLog } from "./log.ts";
import { Room } from "./rooms/room.ts";

/** What a room is asked of in the log. */
type RoomRecords = Pick<ServerLog, "rooms" | "last" | "topic">;

type Bounds = Pick<Limits, "maxRooms" | "newRoomsPerHour">;

/** Whoever may begin a room: where they come from, as address and port. */
interface RoomCreator {
  readonly peer: { readonly address: string };
}

/**
 * All rooms, by the keys of their names. A room is there as long as somebody is in it or listens, or it has messages;
 * when there are as many as there may be, one that has only messages gives way to a new one.
 */
export class Rooms {
  readonly #shelves: RoomRecords;
  readonly #limits: Bounds;
  readonly #elapsed: () => number;
  readonly #beginnings: RoomCreationLimit;
  readonly #byKey = new Map<string, Room>();
  /** The names of all rooms, also of those that gave way. */
  readonly #lookalikes = new Lookalikes<string>();
  /** Rooms that nobody was in when they were last looked at; the one that was left last stands last. */
  readonly #quiet = new Set<Room>();
  /** The names of rooms that gave way to others, by their keys. What was said there is in the log. */
  readonly #aside = new Map<string, string>();

  /** @param elapsed The time by the clock that never jumps, in ms. */
  constructor(shelves: RoomRecords, limits: Bounds, elapsed: () => number) {
    this.#shelves = shelves;
    this.#limits = limits;
    this.#elapsed = elapsed;
    this.#beginnings = new RoomCreationLimit(limits.newRoomsPerHour);
    this.#add(DEFAULT_ROOM);
    for (const { name, topic } of shelves.rooms()) {
      const room = this.find(name) ?? this.#add(name);
      room.topic = topic;
      this.release(room);
    }
    while (this.count > limits.maxRooms && this.#quietest() !== undefined) this.#putAside();
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
  find(written: string): Room | undefined {
    const name = parseRoom(written);
    return name === undefined ? undefined : this.#byKey.get(nameKey(name));
  }

  /** The room of that name, made if there is none; else what is wrong. Who is let in must enter in this turn. */
  open(name: string, { peer: { address } }: RoomCreator): Room | Problem {
    const known = this.#byKey.get(nameKey(name));
    if (known !== undefined) return known;
    const { maxRooms, newRoomsPerHour } = this.#limits;
    const wasThere = this.#aside.has(nameKey(name));
    if (!wasThere && !isSafe(name)) return badRoom(name);
    const like = wasThere ? undefined : this.#lookalikes.find(name);
    if (like !== undefined) return { code: "bad-room", room: name, like };
    const hasSpace = this.count < maxRooms || this.#quietest() !== undefined;
    if (!hasSpace) return { code: "too-many-rooms", limit: maxRooms };
    const host = address.slice(0, address.lastIndexOf(":"));
    const mayBegin = wasThere || this.#beginnings.count(host, this.#elapsed());
    if (!mayBegin) return { code: "new-rooms", limit: newRoomsPerHour };
    if (this.count >= maxRooms) this.#putAside();
    return this.#add(name);
  }

  /** The room of that name, which was there a moment ago, or before the server was started again. */
  reopen(name: string): Room {
    return this.#byKey.get(nameKey(name)) ?? this.#add(name);
  }

  /** Forgets a room if nobody is in it or listens, and nothing was ever said there; else it may have to give way. */
  release(room: Room): void {
    const key = nameKey(room.name);
    if (!room.isEmpty || room.name === DEFAULT_ROOM || this.#byKey.get(key) !== room) return;
    this.#quiet.delete(room);
    if (this.#shelves.last(room.name) > 0) this.#quiet.add(room);
    else this.#forget(key, room);
  }

  #forget(key: string, { name }: Room): void {
    this.#byKey.delete(key);
    this.#lookalikes.remove(name, name);
  }

  /** The room that nobody has been in for the longest, if there is one that nobody is in. */
  #quietest(): Room | undefined {
    for (const room of this.#quiet) {
      if (room.isEmpty) return room;
      this.#quiet.delete(room); // Somebody has come in since.
    }
    return undefined;
  }

  #putAside(): void {
    const room = this.#quietest();
    if (room === undefined) return;
    const key = nameKey(room.name);
    this.#quiet.delete(room);
    this.#byKey.delete(key);
    this.#aside.set(key, room.name);
  }

  /** Makes a room, or has one there again that gave way: under the name that it has in the log. */
  #add(name: string): Room {
    const key = nameKey(name);
    const room = new Room(this.#aside.get(key) ?? name);
    room.topic = this.#shelves.topic(room.name);
    this.#aside.delete(key);
    this.#byKey.set(key, room);
    this.#lookalikes.add(room.name, room.name);
    return room;
  }
}

export { type Author, Posts } from "./rooms/posts.ts";
export { type Member, Membership, type Recipient, Room } from "./rooms/room.ts";
export { PublishSchedule } from "./rooms/schedule.ts";
