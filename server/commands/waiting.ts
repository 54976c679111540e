/**
 * Who waits to be let in, while whoever comes is let in one by one.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { ModLine } from "../../protocol.ts";
import type { Session } from "../members.ts";

/** The most who wait at once, and for how long, in ms. */
const MOST = 200;
const LONGEST = 600_000;

/** Somebody who waits. */
interface Waiting {
  readonly session: Session;
  readonly name: string;
  /** When they came, in ms since 1970, and by the clock that never jumps. */
  readonly at: number;
  readonly since: number;
  /** Has them come in. */
  readonly enter: () => void;
}

/** Who is meant of those who wait: a number, or a name, `*` for all. */
interface Which {
  readonly n?: number | undefined;
  readonly name?: string | undefined;
}

/** Everybody who waits, by number. */
export class WaitingRoom {
  readonly #all = new Map<number, Waiting>();
  #last = 0;

  /** Whether nobody more may wait. */
  get isFull(): boolean {
    return this.#all.size >= MOST;
  }

  /** Everybody who waits, as a list shows them. */
  get lines(): readonly ModLine[] {
    const here = [...this.#all].filter(([, { session }]) => !hasGone(session));
    return here.map(([n, { session, name, at }]) => ({
      n,
      do: "waiting",
      subject: name,
      by: session.format.door,
      at,
    }));
  }

  /** Has somebody wait, and gives their number. */
  add(waiting: Waiting): number {
    waiting.session.entrance = "waiting";
    this.#all.set(++this.#last, waiting);
    return this.#last;
  }

  /** Lets in those with a number or a name, `*` for all; gives their names. */
  admit(which: Which): readonly string[] {
    const meant = this.#take(which);
    for (const { session, enter } of meant) {
      session.entrance = "admitted";
      enter();
    }
    return meant.map(({ name }) => name);
  }

  /** Has those with a number or a name wait no longer, who are not let in; gives their sessions and names. */
  turnAway(which: Which): readonly Pick<Waiting, "session" | "name">[] {
    return this.#take(which);
  }

  #take(which: Which): readonly Waiting[] {
    const meant = [...this.#all].filter(([n, { name }]) =>
      which.name === "*" || n === which.n ||
      (which.name !== undefined && nameKey(name) === nameKey(which.name))
    );
    for (const [n] of meant) this.#all.delete(n);
    return meant.map(([, waiting]) => waiting).filter(({ session }) => !hasGone(session));
  }

  /** Takes out those who have gone, and those who have waited for too long. @param now By the clock that never jumps. */
  sweep(now: number): readonly Pick<Waiting, "session" | "name">[] {
    const over: Waiting[] = [];
    for (const [n, waiting] of this.#all) {
      if (!hasGone(waiting.session) && now - waiting.since < LONGEST) continue;
      this.#all.delete(n);
      over.push(waiting);
    }
    return over;
  }
}

/** Tells whether nobody is there any more. */
function hasGone({ isOver, hasHungUp }: Session): boolean {
  return isOver || hasHungUp;
}
