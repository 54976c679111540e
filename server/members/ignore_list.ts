/**
 * The people whose messages one person does not want to see.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";

/** How many people can be ignored; of more the first are forgotten, as what one person costs must stay bounded. */
const MOST_IGNORED = 200;

/** The names that one person ignores. They follow a rename. */
export class IgnoreList {
  readonly #names = new Map<string, string>();

  /** The names by their keys; `undefined` when there are none. */
  get names(): ReadonlyMap<string, string> | undefined {
    return this.#names.size === 0 ? undefined : this.#names;
  }

  /** Adds a name; when there are too many, the oldest goes. */
  add(name: string): void {
    this.#names.set(nameKey(name), name);
    const [oldest] = this.#names.keys();
    if (this.#names.size > MOST_IGNORED && oldest !== undefined) this.#names.delete(oldest);
  }

  /** Removes a name; `false` when it was not there. */
  remove(name: string): boolean {
    return this.#names.delete(nameKey(name));
  }

  /** Replaces a name if it is there. @param before The key of the old one. */
  rename(before: string, name: string): void {
    if (this.#names.delete(before)) this.#names.set(nameKey(name), name);
  }
}
