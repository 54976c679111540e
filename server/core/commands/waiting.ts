/**
 * Who waits to be let in, while whoever comes is let in one by one.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { ModLine } from "../../../protocol.ts";
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

/** Somebody who waits, as their server tells the others of its cluster. */
export interface KnownWaiting {
  /** Their number at that server. */
  readonly n: number;
  readonly name: string;
  /** The kind of their door. */
  readonly door: string;
  /** When they came, in ms since 1970. */
  readonly at: number;
}

/** Somebody who waits at another server, with the epoch of that. */
interface FarWaiting extends KnownWaiting {
  readonly server: number;
}

/** Who is meant of those who wait: a number, or a name, `*` for all. */
interface Which {
  readonly n?: number | undefined;
  readonly name?: string | undefined;
}

/** Everybody who waits, by number: here, and at the other servers of a cluster. */
export class WaitingRoom {
  readonly #all = new Map<number, Waiting>();
  readonly #far = new Map<number, FarWaiting>();
  #last = 0;

  /** Whether nobody more may wait. */
  get isFull(): boolean {
    return this.#all.size >= MOST;
  }

  /** Everybody who waits here. */
  get here(): readonly KnownWaiting[] {
    return [...this.#all].filter(([, { session }]) => !hasGone(session))
      .map(([n, { session, name, at }]) => ({ n, name, door: session.format.door, at }));
  }

  /** Everybody who waits, as a list shows them. */
  get lines(): readonly ModLine[] {
    const far = [...this.#far].map(([n, { name, door, at }]) => ({ n, name, door, at }));
    return [...this.here, ...far].toSorted((one, other) => one.n - other.n)
      .map(({ n, name, door, at }) => ({ n, do: "waiting", subject: name, by: door, at }));
  }

  /** Gives the names of those with a number or a name who wait now, here and elsewhere, by their numbers here. */
  meant(which: Which): ReadonlyMap<number, string> {
    const meant = this.lines.filter(({ n, subject }) => isMeant(which, n, subject));
    return new Map(meant.map(({ n, subject }) => [n, subject]));
  }

  /** Notes all who wait at another server by now; gives those who came, by their numbers here, and those who wait no longer. */
  note(
    server: number,
    those: readonly KnownWaiting[],
  ): { readonly came: readonly KnownWaiting[]; readonly gone: readonly KnownWaiting[] } {
    const known = [...this.#far].filter(([, one]) => one.server === server);
    if (known.length === 0 && those.length === 0) return { came: [], gone: [] };
    const gone = known.filter(([, { n }]) => !those.some((one) => one.n === n));
    for (const [n] of gone) this.#far.delete(n);
    const came = those.filter(({ n }) => !known.some(([, one]) => one.n === n));
    return {
      came: came.map((one) => {
        this.#far.set(++this.#last, { ...one, server });
        return { ...one, n: this.#last };
      }),
      gone: gone.map(([, one]) => one),
    };
  }

  /** Forgets those with these numbers there who waited at another server. */
  forget(server: number, numbers: readonly number[]): void {
    for (const [n, one] of this.#far) {
      if (one.server === server && numbers.includes(one.n)) this.#far.delete(n);
    }
  }

  /** Gives the numbers there of those who wait at other servers, by these. @param numbers Theirs here. */
  elsewhere(numbers: readonly number[]): ReadonlyMap<number, readonly number[]> {
    const meant = numbers.flatMap((n) => this.#far.get(n) ?? []);
    const all = Map.groupBy(meant, ({ server }) => server);
    return new Map([...all].map(([server, some]) => [server, some.map(({ n }) => n)]));
  }

  /** Gives the name under which somebody waits here; `undefined` when they do not. */
  nameOf(session: Session): string | undefined {
    return this.#all.values().find((waiting) => waiting.session === session)?.name;
  }

  /** Has somebody wait, and gives their number. */
  add(waiting: Waiting): number {
    waiting.session.entrance = "waiting";
    this.#all.set(++this.#last, waiting);
    return this.#last;
  }

  /** Lets in those with these numbers who wait here; gives their names. */
  admit(numbers: readonly number[]): readonly string[] {
    const meant = this.#take(numbers);
    for (const { session, enter } of meant) {
      session.entrance = "admitted";
      enter();
    }
    return meant.map(({ name }) => name);
  }

  /** Lets in everybody who waits here. */
  admitAll(): void {
    this.admit([...this.#all.keys()]);
  }

  /** Has those with these numbers wait no longer, who are not let in; gives their sessions and names. */
  turnAway(numbers: readonly number[]): readonly Pick<Waiting, "session" | "name">[] {
    return this.#take(numbers);
  }

  #take(numbers: readonly number[]): readonly Waiting[] {
    const meant = numbers.flatMap((n) => this.#all.get(n) ?? []);
    for (const n of numbers) this.#all.delete(n);
    return meant.filter(({ session }) => !hasGone(session));
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

function isMeant({ n: number, name: wanted }: Which, n: number, name: string): boolean {
  return wanted === "*" || n === number || (wanted !== undefined && nameKey(name) === nameKey(wanted));
}

/** Tells whether nobody is there any more. */
function hasGone({ isOver, hasHungUp }: Session): boolean {
  return isOver || hasHungUp;
}
