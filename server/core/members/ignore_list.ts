/**
 * The people whose messages one person does not want to see.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { MessageFrame } from "../../../protocol.ts";

/** How many people can be ignored; of more the first are forgotten, as what one person costs must stay bounded. */
const MOST_IGNORED = 200;

/** What tells who said something. */
export type Authored = Pick<MessageFrame, "from" | "person">;

/** Somebody who is ignored: by the name that they had last, and by their id if they were here. */
interface Ignored {
  readonly name: string;
  readonly person: string | undefined;
}

/** The people whom one person ignores, by the keys of their names. They stay ignored under another name. */
export class IgnoreList {
  readonly #ignored = new Map<string, Ignored>();
  readonly #persons = new Set<string>();

  /** Whether nobody is ignored. */
  get isEmpty(): boolean {
    return this.#ignored.size === 0;
  }

  /** The names of those who are ignored, as they had them last. */
  get names(): readonly string[] {
    return Array.from(this.#ignored.values(), ({ name }) => name);
  }

  /** Tells whether something is not to be shown: it is by somebody who is ignored, or under such a name. */
  hides({ from, person }: Authored): boolean {
    return (person !== undefined && this.#persons.has(person)) || this.#ignored.has(nameKey(from));
  }

  /** Adds somebody; when there are too many, the oldest goes. @param person Their id, if they are known. */
  add(name: string, person?: string): void {
    this.remove(name, person);
    this.#put({ name, person });
    const [oldest] = this.#ignored.keys();
    if (this.#ignored.size > MOST_IGNORED && oldest !== undefined) this.#remove(oldest);
  }

  /** Removes who has, or had last, this name; `false` when nobody has. @param person The id of who has it now. */
  remove(name: string, person?: string): boolean {
    const isNamed = this.#remove(nameKey(name));
    if (person === undefined || !this.#persons.has(person)) return isNamed;
    for (const [key, known] of this.#ignored) if (known.person === person) return this.#remove(key);
    return isNamed;
  }

  /** Goes on ignoring somebody under another name. @param before The key of the old one. */
  rename(before: string, name: string): void {
    const known = this.#ignored.get(before);
    if (known === undefined) return;
    this.#remove(before);
    this.#put({ ...known, name });
  }

  #put(one: Ignored): void {
    this.#ignored.set(nameKey(one.name), one);
    if (one.person !== undefined) this.#persons.add(one.person);
  }

  #remove(key: string): boolean {
    const person = this.#ignored.get(key)?.person;
    if (person !== undefined) this.#persons.delete(person);
    return this.#ignored.delete(key);
  }
}
