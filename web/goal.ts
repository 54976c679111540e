/**
 * The room, or the message in it, that an address leads to: it is shown as soon as that can be.
 *
 * @module
 */

import type { Session } from "./session.ts";
import type { Destination, Places } from "./view.ts";

/** How long the messages of a room are waited for before one of them is looked for, in ms, and how often. */
const LOOK_AFTER = 100;
const MOST_LOOKS = 20;

/** Where somebody wants to be. */
export class Goal {
  readonly #places: Pick<Places, "current" | "find">;
  readonly #session: () => Pick<Session, "isIn" | "join" | "history">;
  #goal: Destination | undefined;
  #looks = 0;

  /** @param first Where the address of the page leads. */
  constructor(
    places: Pick<Places, "current" | "find">,
    session: () => Pick<Session, "isIn" | "join" | "history">,
    first: Destination | undefined,
  ) {
    this.#places = places;
    this.#session = session;
    this.#goal = first;
  }

  /** Goes there. */
  set(goal: Destination): void {
    this.#goal = goal;
    this.#looks = 0;
    this.enter();
  }

  /** Goes into the room that it is in, once somebody is in. */
  enter(): void {
    const session = this.#session();
    if (this.#goal !== undefined && session.isIn) session.join(this.#goal.room);
    this.reach();
  }

  /** Shows the message, once its room is in view. */
  reach(): void {
    const { current } = this.#places;
    const goal = this.#goal;
    if (goal === undefined || current === undefined || !this.#session().isIn) return;
    if (current !== this.#places.find("room", goal.room)) return;
    if (goal.seq !== undefined && current.live.last < current.quietUntil && this.#looks++ < MOST_LOOKS) {
      return void setTimeout(() => this.reach(), LOOK_AFTER); // What was said there is still coming.
    }
    this.#goal = undefined;
    if (goal.seq !== undefined) this.#session().history.around(current, goal.seq);
  }
}
