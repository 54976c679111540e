/**
 * Which rooms have something to publish, and when they do it.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Room } from "./room.ts";
import type { Turn } from "../delivery.ts";

/** A room of at most this size publishes at the turn's end who came or went; larger rooms do it less often. */
const SMALL_ROOM = 200;

/** The longest that a large room waits to publish who came or went, and its pause between two times, in ms. */
const PRESENCE_WITHIN = 500;

/** The bytes of one such event, more or less; and the part of an outbox that they may take at once. */
const PRESENCE_BYTES = 100;
const PRESENCE_PART = 4;

/** The rooms that have something to publish. */
export class PublishSchedule {
  readonly #clock: Clock;
  readonly #turn: Turn;
  /** This many waiting events are published at once, however short the pause was. */
  readonly #mostTogether: number;
  readonly #now = new Set<Room>();
  /** Large rooms in which a member came or went, and that wait for more. */
  readonly #later = new Set<Room>();
  /** When large rooms last published who came or went, by the clock that never jumps. */
  readonly #publishedAt = new WeakMap<Room, number>();

  /** @param outboxBytes How much may wait for one member. */
  constructor(clock: Clock, turn: Turn, outboxBytes: number) {
    this.#clock = clock;
    this.#turn = turn;
    this.#mostTogether = outboxBytes / PRESENCE_PART / PRESENCE_BYTES;
  }

  /** Has a room publish what waits in it at the end of this turn. */
  publishSoon(room: Room): void {
    this.#now.add(room);
    this.#turn.schedule();
  }

  /** Has a room publish who came or went: at once in a small room, several together in a large one. */
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

  /** Publishes. @param published Called with each room that has done so. @returns Whether there was any. */
  publish(published: (room: Room) => void): boolean {
    const hasAny = this.#now.size > 0;
    for (const room of this.#now) {
      room.publish();
      published(room);
    }
    this.#now.clear();
    return hasAny;
  }

  /** Computes how long a large room waits: the first of many is published soon, the next after a pause, as each is a write to every member. */
  #waitOf(room: Room): number {
    const since = this.#clock.elapsed() - (this.#publishedAt.get(room) ?? -Infinity);
    return Math.max(Math.min(PRESENCE_WITHIN, room.size / 10), PRESENCE_WITHIN - since);
  }
}
