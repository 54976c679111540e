/**
 * Which rooms have something to tell, and when they tell it.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Room } from "./room.ts";
import type { Turn } from "../delivery.ts";

/** In a room of this size or less, coming and going is told at the turn's end; larger ones are told less often. */
const SMALL_ROOM = 200;

/** The longest that coming and going may wait to be told together, and how often a large room is told while many come, in ms. */
const PRESENCE_WITHIN = 500;

/** What is told of somebody who came or went, in bytes, more or less; and the part of an outbox that it may take at once. */
const PRESENCE_BYTES = 100;
const PRESENCE_PART = 4;

/** The rooms that have something to tell. */
export class PublishSchedule {
  readonly #clock: Clock;
  readonly #turn: Turn;
  /** So many who came and went are told at once, however short a while ago others were. */
  readonly #mostTogether: number;
  readonly #now = new Set<Room>();
  /** Large rooms in which somebody came or went, and that wait for more of it. */
  readonly #later = new Set<Room>();
  /** When large rooms were last told who came and went, by the clock that never jumps. */
  readonly #publishedAt = new WeakMap<Room, number>();

  /** @param outboxBytes How much may wait for one member. */
  constructor(clock: Clock, turn: Turn, outboxBytes: number) {
    this.#clock = clock;
    this.#turn = turn;
    this.#mostTogether = outboxBytes / PRESENCE_PART / PRESENCE_BYTES;
  }

  /** Has a room tell what waits in it at the end of this turn. */
  publishSoon(room: Room): void {
    this.#now.add(room);
    this.#turn.schedule();
  }

  /** Has a room hear of those who came and went: at once in a small one, several together in a large one. */
  publishPresence(room: Room): void {
    if (room.size <= SMALL_ROOM || room.waiting >= this.#mostTogether) return this.publishSoon(room);
    if (this.#later.has(room)) return;
    this.#later.add(room);
    this.#clock.after(this.#waitOf(room), () => {
      this.#later.delete(room);
      this.#publishedAt.set(room, this.#clock.elapsed());
      this.publishSoon(room);
    });
  }

  /** Adds a room to the next {@linkcode publish}, without asking for the end of the turn. */
  add(room: Room): void {
    this.#now.add(room);
  }

  /** Tells. @param told Called with each room that has told. */
  publish(told: (room: Room) => void): void {
    for (const room of this.#now) {
      room.publish();
      told(room);
    }
    this.#now.clear();
  }

  /** The first of many is told soon, what comes then not before the room had its pause: each time is a write to everyone. */
  #waitOf(room: Room): number {
    const since = this.#clock.elapsed() - (this.#publishedAt.get(room) ?? -Infinity);
    return Math.max(Math.min(PRESENCE_WITHIN, room.size / 10), PRESENCE_WITHIN - since);
  }
}
