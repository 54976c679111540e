/**
 * Which rooms have something to tell, and when they tell it.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { Room } from "./room.ts";
import type { Turn } from "./turn.ts";

/** In a room of this size or less, coming and going is told at the turn's end; larger ones are told less often. */
const SMALL_ROOM = 200;

/** The longest that coming and going may wait to be told together, in ms. */
const PRESENCE_WITHIN = 500;

/** The rooms that have something to tell. */
export class Due {
  readonly #clock: Clock;
  readonly #turn: Turn;
  readonly #now = new Set<Room>();
  /** Large rooms in which somebody came or went, and that wait for more of it. */
  readonly #later = new Set<Room>();

  constructor(clock: Clock, turn: Turn) {
    this.#clock = clock;
    this.#turn = turn;
  }

  /** Has a room tell what waits in it at the end of this turn. */
  wake(room: Room): void {
    this.#now.add(room);
    this.#turn.wake();
  }

  /** Has a room hear of those who came and went: at once in a small one, several together in a large one. */
  wakeForPresence(room: Room): void {
    if (room.size <= SMALL_ROOM) return this.wake(room);
    if (this.#later.has(room)) return;
    this.#later.add(room);
    this.#clock.after(Math.min(PRESENCE_WITHIN, room.size / 10), () => {
      this.#later.delete(room);
      this.wake(room);
    });
  }

  /** Has these rooms tell what waits in them, whatever it is, with the next {@linkcode tell}. */
  add(rooms: Iterable<Room>): void {
    for (const room of rooms) this.#now.add(room);
  }

  /** Tells. @param told Called with each room that has told. */
  tell(told: (room: Room) => void): void {
    for (const room of this.#now) {
      room.tell();
      told(room);
    }
    this.#now.clear();
  }
}
