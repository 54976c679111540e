/**
 * Who is in a room, as far as this page was told.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";

/** `spoke` is when somebody last said something here, for completion; `presence` is as it was when it was asked for. */
export interface RosterEntry {
  name: string;
  spoke: number;
  presence?: Presence;
}

/** One room's people. */
export class Roster {
  #people: Map<string, RosterEntry> = new Map();
  /** Parts of a long list that have come so far. */
  #parts: RosterEntry[] = [];
  /** How many more there are whose names were not told. */
  #unnamed = 0;

  /** How many are there. */
  get size(): number {
    return this.#people.size + this.#unnamed;
  }

  /** Says how many are there, as very many came or went. */
  count(count: number): void {
    this.#unnamed = Math.max(0, count - this.#people.size);
  }

  /** Everyone, in the order in which they came. */
  get people(): RosterEntry[] {
    return [...this.#people.values()];
  }

  /** Everyone's names, those first who spoke last. */
  get names(): string[] {
    return this.people.toSorted((a, b) => b.spoke - a.spoke).map(({ name }) => name);
  }

  has(name: string): boolean {
    return this.#people.has(nameKey(name));
  }

  /** Takes a list, or the next part of one; tells whether it is whole now. */
  set(names: readonly string[], presence: readonly Presence[] | undefined, hasMore: boolean): boolean {
    for (const [i, name] of names.entries()) {
      const known = this.#people.get(nameKey(name));
      const now = presence?.[i] ?? known?.presence;
      this.#parts.push({ name, spoke: known?.spoke ?? 0, ...(now && { presence: now }) });
    }
    if (hasMore) return false;
    this.#people = new Map(this.#parts.map((person) => [nameKey(person.name), person]));
    this.#parts = [];
    this.#unnamed = 0;
    return true;
  }

  add(name: string): void {
    const person = { name, spoke: 0 };
    this.#people.set(nameKey(name), person);
    if (this.#parts.length > 0) this.#parts.push(person); // The list on its way may be from before.
  }

  remove(name: string): void {
    if (!this.#people.delete(nameKey(name))) this.#unnamed = Math.max(0, this.#unnamed - 1);
    this.#parts = this.#parts.filter((person) => nameKey(person.name) !== nameKey(name));
  }

  rename(from: string, to: string): void {
    const person = this.#people.get(nameKey(from));
    if (person === undefined) return;
    this.remove(from);
    this.#people.set(nameKey(to), { ...person, name: to });
  }

  /** Somebody said something: they are not idle. */
  spoke(name: string, at: number): void {
    const person = this.#people.get(nameKey(name));
    if (person === undefined) return;
    person.spoke = at;
    if (person.presence !== undefined) person.presence = { ...person.presence, idle: 0 };
  }
}
