/**
 * The bans and mutes in force, and whom they hit. In memory: whoever comes, speaks or is renamed is compared with them.
 *
 * @module
 */

import type { BanEffect, Mark, StoredBan } from "../../store/log.ts";
import { skeletonsOf } from "../../names.ts";
import { AddressTable } from "./address_table.ts";
import { fits, formsOf } from "./pattern.ts";
import { hasOwnName, type Subject } from "./subject.ts";

/** How many bans there may be, and how many of them of patterns, each of which is compared with every name. */
export const MOST_BANS = 10_000;
export const MOST_PATTERNS = 200;

/** A ban in force, and the time by the clock that never jumps at which it has lasted for as long as it was to. */
export interface Ban extends StoredBan {
  readonly endsAt: number;
}

/** What is looked for: bans of the whole server and of this room, which do one of these things. */
export interface BanQuery {
  readonly effects: readonly BanEffect[];
  /** A room's name; without it, only what counts on the whole server. */
  readonly room?: string | undefined;
}

/** Every ban in force. */
export class BanList {
  readonly #bans = new Map<number, Ban>();
  readonly #exact = new Map<string, Set<Ban>>();
  readonly #patterns = new Set<Ban>();
  readonly #patternForms = new WeakMap<Mark, readonly string[]>();
  readonly #networks = new AddressTable<Ban>();
  /** Bans that end, so that no sweep looks at all of them. */
  readonly #ending = new Set<Ban>();
  #version = 0;

  /** Counts the changes: what was found before the last one may be out of date. */
  get version(): number {
    return this.#version;
  }

  /** How many there are. */
  get size(): number {
    return this.#bans.size;
  }

  /** How many of them are of a pattern of names. */
  get patterns(): number {
    return this.#patterns.size;
  }

  /** Every ban, the oldest first. */
  get all(): Iterable<Ban> {
    return this.#bans.values();
  }

  /** Finds a ban by its number. */
  get(n: number): Ban | undefined {
    return this.#bans.get(n);
  }

  /** Adds a ban. */
  add(ban: Ban): void {
    this.remove(ban.n);
    this.#version++;
    this.#bans.set(ban.n, ban);
    if (ban.until !== undefined) this.#ending.add(ban);
    for (const mark of ban.marks) this.#index(mark, ban);
  }

  /** Removes a ban, and returns it if there was one. */
  remove(n: number): Ban | undefined {
    const ban = this.#bans.get(n);
    if (ban === undefined) return undefined;
    this.#version++;
    this.#bans.delete(n);
    this.#ending.delete(ban);
    this.#patterns.delete(ban);
    for (const { kind, value } of ban.marks) {
      if (kind === "net") this.#networks.remove(value, ban);
      for (const key of keysOf({ kind, value })) {
        const some = this.#exact.get(key);
        if (some?.delete(ban) && some.size === 0) this.#exact.delete(key);
      }
    }
    return ban;
  }

  /** Finds the bans that hit a person; an effect on guests alone hits nobody who has an account. */
  find(subject: Subject, { effects, room }: BanQuery): readonly Ban[] {
    return this.findAnywhere(subject, effects).filter((ban) => ban.room === undefined || ban.room === room);
  }

  /** Finds the bans that hit a person in whichever room. */
  findAnywhere(subject: Subject, effects: readonly BanEffect[]): readonly Ban[] {
    if (this.#bans.size === 0) return [];
    const found = new Set<Ban>();
    const add = (bans: Iterable<Ban>): void => {
      for (const ban of bans) if (effects.includes(ban.effect)) found.add(ban);
    };
    for (const key of keysOfSubject(subject)) add(this.#exact.get(key) ?? []);
    if (this.#patterns.size > 0) {
      const names = formsOf(subject.name);
      for (const ban of this.#patterns) {
        const isMeant = ban.marks.some((mark) => mark.kind === "pattern" && fits(this.#formsOf(mark), names));
        if (isMeant) add([ban]);
      }
    }
    for (const { host } of subject.sessions) add(this.#networks.find(host));
    return [...found].filter(({ effect }) => effect !== "accounts" || !hasOwnName(subject));
  }

  /** Gives the forms of a pattern, which are found once: it is compared with every name. */
  #formsOf(mark: Mark): readonly string[] {
    const known = this.#patternForms.get(mark) ?? formsOf(mark.value);
    this.#patternForms.set(mark, known);
    return known;
  }

  /** Finds a ban of the whole server that hits everybody who comes from an address. */
  findAddress(host: string): Ban | undefined {
    return this.#networks.find(host).find(({ effect, room }) =>
      room === undefined && (effect === "ban" || effect === "kick")
    );
  }

  /**
   * Removes the bans that are over, and returns them.
   *
   * @param elapsed By the clock that never jumps, in ms.
   * @param believed Up to when bans may end, in ms since 1970; `undefined` while no clock is believed.
   */
  end(elapsed: number, believed: number | undefined): readonly Ban[] {
    const over = [...this.#ending].filter(({ until = Infinity, endsAt }) =>
      elapsed >= endsAt || (believed !== undefined && until <= believed)
    );
    for (const { n } of over) this.remove(n);
    return over;
  }

  /** Returns when the first ban ends by the wall clock, if one does. */
  firstEnd(): number | undefined {
    const ends = Array.from(this.#ending, ({ until = Infinity }) => until);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  #index(mark: Mark, ban: Ban): void {
    if (mark.kind === "net") return this.#networks.add(mark.value, ban);
    if (mark.kind === "pattern") return void this.#patterns.add(ban);
    for (const key of keysOf(mark)) this.#exact.set(key, (this.#exact.get(key) ?? new Set()).add(ban));
  }
}

/** Lists the keys under which a mark is found: a name stands for all that look like it. */
function keysOf({ kind, value }: Mark): readonly string[] {
  if (kind === "name") return skeletonsOf(value).map((form) => `name ${form}`);
  return kind === "net" || kind === "pattern" ? [] : [`${kind} ${value}`];
}

function keysOfSubject({ account, id, name }: Subject): readonly string[] {
  return [
    ...(account === undefined ? [] : keysOf({ kind: "account", value: String(account.id) })),
    ...(id > 0 ? keysOf({ kind: "seat", value: String(id) }) : []),
    ...keysOf({ kind: "name", value: name }),
  ];
}
