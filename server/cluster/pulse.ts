/**
 * Which servers of a cluster are alive. Who is not heard for long is declared gone by the eldest that is; and whoever has
 * lost the stream knows that it is they who are cut off.
 *
 * @module
 */

import type { Absence, Beat } from "./beat.ts";
import type { Item } from "./item.ts";
import { dropItem, leaveItem } from "./items.ts";
import type { ClusterState } from "./state.ts";

/** A server that is not heard for this long is gone, in ms. */
const SILENT_AFTER = 10_000;

/** Who does not even hear themselves, or gets nothing into the stream, for this long judges nobody, and has no stream, in ms. */
export const CUT_OFF_AFTER = 2_000;

/** Who was heard when. Times are of the clock that never jumps, in ms. */
export class Pulse {
  readonly #state: ClusterState;
  readonly #grace: number;
  readonly #heard = new Map<number, number>();
  /** Since when persons are without a server, by their epochs. */
  readonly #goneSince = new Map<number, number>();
  readonly #asked = new Set<string>();
  #ownHeardAt: number;

  /** @param grace How long somebody may be without a connection, in ms. */
  constructor(state: ClusterState, grace: number, now: number) {
    this.#state = state;
    this.#grace = grace;
    this.#ownHeardAt = now;
    this.trustAll(now);
  }

  /** Notes that a server was heard, and since when it knows people to be without one: it may have been up for longer than this one. */
  hear({ e, g }: Pick<Beat, "e" | "g">, own: number, now: number): void {
    this.#heard.set(e, now);
    if (e === own) this.#ownHeardAt = now;
    for (const [epoch, ms] of g) {
      this.#goneSince.set(epoch, Math.min(now - ms, this.#goneSince.get(epoch) ?? now));
    }
  }

  /** Lists for how long people have been without a server, for others, of which one may have to judge next. */
  absences(now: number): readonly Absence[] {
    return [...this.#goneSince].map(([epoch, since]) => [epoch, Math.round(now - since)]);
  }

  /** Counts everybody as heard just now. */
  trustAll(now: number): void {
    for (const { epoch } of this.#state.sources.values()) this.#heard.set(epoch, now);
  }

  /** Leaves out the time in which the stream was silent, and not they: who was silent before has been silent for as long as then. */
  passOver(now: number): void {
    const silence = now - this.#ownHeardAt;
    for (const [epoch, at] of this.#heard) this.#heard.set(epoch, Math.min(now, at + silence));
  }

  /** Since when this server has not heard itself, in ms; 0 while it does. */
  cutOffFor(now: number): number {
    const silence = now - this.#ownHeardAt;
    return silence < CUT_OFF_AFTER ? 0 : silence;
  }

  /** Lists what this server must propose now: that others are gone, and that people of servers that are gone are not coming back. */
  judge(own: number, now: number): readonly Item[] {
    if (this.cutOffFor(now) > 0) return [];
    const live = [...this.#state.sources.values()].filter(({ isGone }) => !isGone);
    const others = live.map(({ epoch }) => ({ epoch, silence: now - this.#heardAt(epoch, now) }))
      .filter(({ epoch }) => epoch !== own);
    const silent = others.filter(({ silence }) => silence > SILENT_AFTER);
    const isEldest = others.every(({ epoch, silence }) => epoch > own || silence > CUT_OFF_AFTER);
    const late = this.#late(now);
    if (!isEldest) return []; // Of two who both take themselves for it, as one was just killed, the first in the stream counts.
    return [
      ...silent.map(({ epoch }): Item => ({ k: "gone", epoch })),
      ...late,
    ].filter((item) => this.#isNew(item));
  }

  #heardAt(epoch: number, now: number): number {
    const at = this.#heard.get(epoch);
    if (at !== undefined) return at;
    this.#heard.set(epoch, now); // It has just said that it is up.
    return now;
  }

  /** Lists what takes the seats of those who have been without a server for longer than the grace; them at once who have none, and cannot come back. */
  #late(now: number): readonly Item[] {
    const seen = new Set<number>();
    const isGone = (epoch: number): boolean => this.#state.sources.get(epoch)?.isGone !== false;
    const isLate = (epoch: number): boolean => {
      if (!isGone(epoch)) return false;
      seen.add(epoch);
      const since = this.#goneSince.get(epoch) ?? now;
      this.#goneSince.set(epoch, since);
      return now - since >= this.#grace;
    };
    const late: Item[] = [];
    for (const person of this.#state.persons.values()) {
      const { seats } = person;
      if (seats.length === 0 && isGone(person.epoch)) late.push(leaveItem(person));
      for (const { id, epoch } of seats) if (isLate(epoch)) late.push(dropItem(person, id));
    }
    for (const epoch of this.#goneSince.keys()) if (!seen.has(epoch)) this.#goneSince.delete(epoch);
    return late;
  }

  #isNew(item: Item): boolean {
    const key = JSON.stringify(item);
    if (this.#asked.has(key)) return false;
    if (this.#asked.size > 10_000) this.#asked.clear();
    this.#asked.add(key);
    return true;
  }
}
