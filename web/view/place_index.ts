/**
 * Which place is meant by a name: of two people who had it one after the other, each keeps a place of their own. Pure.
 *
 * @module
 */

import { roomKey } from "../../conversation.ts";
import { nameKey } from "../../protocol/names.ts";

/** What a place is. */
export type Kind = "room" | "person";

/** A place, as far as it is found by. */
export interface IndexedPlace {
  readonly kind: Kind;
  readonly name: string;
  /** Tells it from all others. */
  readonly key: string;
  /** The id of its person, once that is known. */
  person: string | undefined;
  /** Whether somebody else has the name of its person by now. */
  isFormer: boolean;
  /** Gives it another name. */
  rename(name: string): void;
}

/** Returns the key of a room or a person: places with the same key are the same. */
export function placeKey(kind: Kind, name: string): string {
  return kind === "room" ? `#${roomKey(name)}` : `@${nameKey(name)}`;
}

/** Returns the key of a place, of which there may be several with one name. */
export function keyOf({ kind, name, person, isFormer }: Omit<IndexedPlace, "key" | "rename">): string {
  const key = placeKey(kind, name);
  return isFormer ? `${key} ${person ?? ""}` : key;
}

/** Places by their keys, in the order in which they were opened. */
export class PlaceIndex<Indexed extends IndexedPlace> {
  #all = new Map<string, Indexed>();

  /** Returns all places. */
  get all(): readonly Indexed[] {
    return [...this.#all.values()];
  }

  /** Returns the place with this key. */
  at(key: string): Indexed | undefined {
    return this.#all.get(key);
  }

  /** Finds the place of a room; or of a person: of this one, if their id is known, whatever they are called there. */
  find(kind: Kind, name: string, person?: string): Indexed | undefined {
    const named = this.#all.get(placeKey(kind, name));
    if (kind === "room" || person === undefined) return named;
    const known = this.all.find((place) => place.person === person);
    return known ?? (named?.person === undefined ? named : undefined);
  }

  /** Adds a place. Who had the name of its person before keeps theirs as a former one. */
  add(place: Indexed): void {
    const before = this.#all.get(place.key);
    if (before !== undefined && before !== place) this.#change(before, () => before.isFormer = true);
    this.#all.set(place.key, place);
  }

  /** Removes a place. */
  delete(place: Indexed): void {
    this.#all.delete(place.key);
  }

  /** Removes all places. */
  clear(): void {
    this.#all.clear();
  }

  /** Gives a place its person's new name. */
  rename(place: Indexed, name: string): void {
    this.#all.delete(place.key);
    place.isFormer = false;
    place.rename(name);
    this.add(place);
  }

  #change(place: Indexed, change: () => void): void {
    this.#all.delete(place.key);
    change();
    this.#all.set(place.key, place);
  }
}
