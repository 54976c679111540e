/**
 * Which servers of a cluster are alive: each says so twice a second, beside the log. Who is not heard for long is declared
 * gone by the eldest that is; and whoever has lost the stream knows that it is they who are cut off.
 *
 * @module
 */

import { parseObject } from "../../protocol/fields.ts";
import type { Item } from "./item.ts";
import { dropItem, leaveItem } from "./items.ts";
import type { ClusterState } from "./state.ts";

/** How often a server says that it is alive, in ms. */
export const BEAT_EVERY = 500;

/** A server that is not heard for this long is gone, in ms. */
const SILENT_AFTER = 10_000;

/** Who does not even hear themselves, or gets nothing into the stream, for this long judges nobody, and has no stream, in ms. */
export const CUT_OFF_AFTER = 2_000;

/** What a server says of itself. */
export interface Beat {
  /** Its epoch, how far it has come, the digest of all up to there, and where clients find it. */
  readonly e: number;
  readonly s: number;
  readonly d: string;
  readonly a: string;
  /** What its key proves it to be; empty where others cannot know. */
  readonly f: string;
  /** Who waits at its door. */
  readonly w: unknown;
}

/** Parses what was heard; `undefined` when it is not one of ours. */
export function parseBeat(text: string): Beat | undefined {
  const { e, s, d, a, f, w } = parseObject(text) ?? {};
  if (typeof e !== "number" || typeof s !== "number" || typeof d !== "string") return undefined;
  return { e, s, d, a: typeof a === "string" ? a : "", f: typeof f === "string" ? f : "", w };
}

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

  /** Notes that a server was heard. */
  hear(epoch: number, own: number, now: number): void {
    this.#heard.set(epoch, now);
    if (epoch === own) this.#ownHeardAt = now;
  }

  /** Counts everybody as heard just now: the stream was silent, and not they. */
  trustAll(now: number): void {
    for (const { epoch } of this.#state.sources.values()) this.#heard.set(epoch, now);
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
    const silent = live.filter(({ epoch }) =>
      epoch !== own && now - this.#heardAt(epoch, now) > SILENT_AFTER
    );
    const [eldest] = live.filter((source) => !silent.includes(source)).sort((one, other) =>
      one.epoch - other.epoch
    );
    const late = this.#late(now);
    if (eldest?.epoch !== own) return [];
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

  /** Lists what takes the seats of those who have been without a server for longer than the grace, or them who have none. */
  #late(now: number): readonly Item[] {
    const seen = new Set<number>();
    const isLate = (epoch: number): boolean => {
      const source = this.#state.sources.get(epoch);
      if (source !== undefined && !source.isGone) return false;
      seen.add(epoch);
      const since = this.#goneSince.get(epoch) ?? now;
      this.#goneSince.set(epoch, since);
      return now - since >= this.#grace;
    };
    const late: Item[] = [];
    for (const person of this.#state.persons.values()) {
      const { seats } = person;
      if (seats.length === 0 && isLate(person.epoch)) late.push(leaveItem(person));
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
