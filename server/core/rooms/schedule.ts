/**
 * Which rooms have something to publish, and when they do it.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { Room } from "./room.ts";
import type { Turn } from "../delivery.ts";

/** A room of at most this size publishes at each turn's end who came or went. */
const TINY_ROOM = 20;

/** And one of at most this size the first of many at once; larger rooms wait for more. */
const SMALL_ROOM = 200;

/** The longest that a room waits to publish who came or went, and the longest pause between two times, in ms. */
const PRESENCE_WITHIN = 500;

/** The pause of a room for each of its members, as each time is a write to all of them, in ms. */
const PAUSE_A_MEMBER = PRESENCE_WITHIN / SMALL_ROOM;

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
  /** When rooms last published who came or went, by the clock that never jumps. */
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

  /**
   * Has a room publish who came or went: at once in a tiny room, several together in others.
   *
   * @param isAwaited Whether who leaves waits for an answer: they need not wait for the room.
   */
  publishPresence(room: Room, isAwaited = false): void {
    if (room.size <= TINY_ROOM || room.waiting >= this.#mostTogether) return this.publishSoon(room);
    const isAsked = this.#later.has(room);
    const wait = isAsked ? Infinity : this.#waitOf(room);
    if (wait <= 0 || isAwaited && !room.releaseLeaving()) return this.#publishPresenceNow(room);
    if (isAsked) return;
    this.#later.add(room);
    this.#clock.after(wait, () => {
      this.#later.delete(room);
      this.#publishPresenceNow(room);
    });
  }

  #publishPresenceNow(room: Room): void {
    this.#publishedAt.set(room, this.#clock.elapsed());
    this.publishSoon(room);
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

  /** Computes how long a room waits: the first of many is published soon, the next after a pause, as each is a write to every member. */
  #waitOf(room: Room): number {
    const since = this.#clock.elapsed() - (this.#publishedAt.get(room) ?? -Infinity);
    const least = room.size <= SMALL_ROOM ? 0 : Math.min(PRESENCE_WITHIN, room.size / 10);
    return Math.max(least, Math.min(PRESENCE_WITHIN, PAUSE_A_MEMBER * room.size) - since);
  }
}
