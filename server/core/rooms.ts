/**
 * The rooms of a server: which there are, how many there may be, and how what is said in them reaches its readers.
 *
 * Owns: rooms, memberships, feeds, the order of messages and claims, and the end of a turn.
 * Must not know: sessions, commands, doors, sockets, or what a person is besides a name.
 * Called by: members (coming and going), commands and bots (messages, lists), the hub (the end of a turn).
 * On close: nothing is left to write once the hub has ended its last turn.
 *
 * @module
 */

import { DEFAULT_ROOM, type Limits } from "../../protocol/limits.ts";
import { nameKey, parseRoom } from "../../protocol/names.ts";
import type { Problem } from "../../protocol.ts";
import { isSafe, Lookalikes } from "../names.ts";
import { badRoom } from "../validation.ts";
import { RoomCreationLimit, type RoomCreator } from "./rooms/creation_limit.ts";
import type { MessageLog } from "../store/log.ts";
import { Room } from "./rooms/room.ts";

/** What is read of rooms in the log. */
type RoomRecords = Pick<MessageLog, "rooms" | "last" | "topic">;

type Bounds = Pick<Limits, "maxRooms" | "newRoomsPerHour">;

/** The connection that wants to create a room: where it comes from, and whose it is. */
interface CreatingSession {
  readonly peer: { readonly origin: { readonly key: string } };
  readonly person: { readonly account: { readonly id: number } | undefined; readonly publicId: string };
}

/**
 * All rooms, by the keys of their names. A room exists as long as it has a member, a subscriber or messages; when there
 * are as many as there may be, one that has only messages gives way to a new one.
 */
export class Rooms {
  readonly #records: RoomRecords;
  readonly #limits: Bounds;
  readonly #elapsed: () => number;
  readonly #creations: RoomCreationLimit;
  readonly #isHeld: (room: string) => boolean;
  readonly #byKey = new Map<string, Room>();
  /** The names of all rooms, also of those that gave way. */
  readonly #lookalikes = new Lookalikes<string>();
  /** Rooms that were empty when they were last looked at; the one that became so last stands last. */
  readonly #quiet = new Set<Room>();
  /** The names of rooms that gave way to others, by their keys. What was said there is in the log. */
  readonly #aside = new Map<string, string>();

  /**
   * @param elapsed The time by the clock that never jumps, in ms.
   * @param isHeld Tells whether a room stays although it is empty and nothing was said: it is not like all others.
   */
  constructor(
    records: RoomRecords,
    limits: Bounds,
    elapsed: () => number,
    isHeld: (room: string) => boolean = () => false,
  ) {
    this.#isHeld = isHeld;
    this.#records = records;
    this.#limits = limits;
    this.#elapsed = elapsed;
    this.#creations = new RoomCreationLimit(limits.newRoomsPerHour);
    this.#add(DEFAULT_ROOM);
    for (const { name, topic } of records.rooms()) {
      const room = this.find(name) ?? this.#add(name);
      room.setTopic(topic);
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

  /** Finds the room of that name, written with or without `#` and in any case. */
  find(written: string): Room | undefined {
    const name = parseRoom(written);
    return name === undefined ? undefined : this.#byKey.get(nameKey(name));
  }

  /** Tells whether there is a room of that name, also one that gave way to others and only the log has. */
  isKnown(name: string): boolean {
    return this.#byKey.has(nameKey(name)) || this.#aside.has(nameKey(name));
  }

  /** Checks whether somebody may open the room of that name, and counts it if they would create it; else tells what is wrong. */
  check(name: string, { peer: { origin }, person }: CreatingSession): Problem | undefined {
    if (this.#byKey.has(nameKey(name))) return undefined;
    const { maxRooms, newRoomsPerHour } = this.#limits;
    const wasThere = this.#aside.has(nameKey(name));
    const like = wasThere ? undefined : this.#lookalikes.find(name);
    if (like !== undefined) return { code: "bad-room", room: name, like };
    if (!wasThere && !isSafe(name)) return badRoom(name);
    const hasSpace = this.count < maxRooms || this.#quietest() !== undefined;
    if (!hasSpace) return { code: "too-many-rooms", limit: maxRooms };
    const mayCreate = wasThere || this.#creations.count(creatorOf(origin.key, person), this.#elapsed());
    return mayCreate ? undefined : { code: "new-rooms", limit: newRoomsPerHour };
  }

  /** Gives the room of that name, made if there is none; a member must enter it in this turn. See {@linkcode check}. */
  open(name: string): Room {
    const known = this.#byKey.get(nameKey(name));
    if (known !== undefined) return known;
    if (this.count >= this.#limits.maxRooms) this.#putAside();
    return this.#add(name, this.isKnown(name));
  }

  /** Gives the room of that name, which was there a moment ago, or before the server was started again. */
  reopen(name: string): Room {
    return this.#byKey.get(nameKey(name)) ?? this.#add(name);
  }

  /** Has a room be about what the log says: its topic may have been taken away. */
  refreshTopic(room: Room): void {
    room.setTopic(this.#records.topic(room.name));
  }

  /** Forgets a room that is empty if nothing was ever said there; else it may have to give way. */
  release(room: Room): void {
    const key = nameKey(room.name);
    if (!room.isEmpty || room.name === DEFAULT_ROOM || this.#byKey.get(key) !== room) return;
    this.#quiet.delete(room);
    if (this.#records.last(room.name) > 0 || this.#isHeld(room.name)) this.#quiet.add(room);
    else this.#forget(key, room);
  }

  #forget(key: string, { name }: Room): void {
    this.#byKey.delete(key);
    this.#lookalikes.remove(name, name);
  }

  /** Finds the room that has been empty for the longest, if one is. */
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

  /** Makes a room, or brings back one that gave way: under the name that it has in the log. */
  #add(name: string, isKnown = true): Room {
    const key = nameKey(name);
    const original = this.#aside.get(key) ?? name;
    const room = new Room(original, this.#records.topic(original), isKnown);
    this.#aside.delete(key);
    this.#byKey.set(key, room);
    this.#lookalikes.add(room.name, room.name);
    return room;
  }
}

function creatorOf(address: string, { account, publicId }: CreatingSession["person"]): RoomCreator {
  const isClaimed = account !== undefined && account.id > 0;
  return { address, account: isClaimed ? account.id : undefined, person: publicId };
}

export { FanOut, type PostContent } from "./rooms/fan_out.ts";
export { LocalSequencer } from "./rooms/local_sequencer.ts";
export { LogPages, makeTryRead, type TryRead } from "./rooms/log_pages.ts";
export {
  type Departure,
  type Feed,
  type Member,
  type Membership,
  type PersonalEvents,
  type Recipient,
  Room,
  rosterOf,
} from "./rooms/room.ts";
export type {
  Author,
  Claim,
  Claimant,
  Decided,
  Entrance,
  Goodbye,
  Post,
  Question,
  Ruling,
  Sequencer,
  WantedSeat,
  Wish,
} from "./rooms/sequencer.ts";
export { PublishSchedule } from "./rooms/schedule.ts";
export { ServerClock } from "./rooms/server_clock.ts";
