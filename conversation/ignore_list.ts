/**
 * The people whom one reader does not want to see: by the name that they had last, and by the id that stays theirs under
 * every name. Pure.
 *
 * @module
 */

import type { MessageFrame, ServerFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";

/** What tells who said something. */
export type Authored = Pick<MessageFrame, "from" | "person">;

/** Somebody who is hidden. */
export interface HiddenPerson {
  /** What they were called last. */
  readonly name: string;
  /** Their id, once the server has told it. */
  readonly person?: string;
  /** The names that they had before while they were hidden: what guests said long ago has no ids. */
  readonly before?: readonly string[];
}

/** So many earlier names of one person are remembered. */
const MOST_NAMES = 8;

/** People who are hidden, in the order in which they were. */
export class IgnoreList {
  #hidden: readonly HiddenPerson[];

  constructor(hidden: readonly HiddenPerson[] = []) {
    this.#hidden = hidden;
  }

  /** Everybody who is hidden. */
  get all(): readonly HiddenPerson[] {
    return this.#hidden;
  }

  /** What they are called, as far as that is known. */
  get names(): readonly string[] {
    return this.#hidden.map(({ name }) => name);
  }

  /** Tells whether something is by somebody who is hidden: a person, or whoever has the name of one. */
  hides({ from, person }: Authored): boolean {
    if (this.#hidden.length === 0) return false;
    const key = nameKey(from);
    return this.#hidden.some((one) =>
      (person !== undefined && one.person === person) || nameKey(one.name) === key ||
      (person === undefined && one.before?.some((name) => nameKey(name) === key) === true)
    );
  }

  /** Hides somebody. @param person Their id, if it is known. */
  add(name: string, person?: string): void {
    if (this.#hidden.some((one) => isThem(one, name, person))) return;
    this.#hidden = [...this.#hidden, { name, ...(person !== undefined && { person }) }];
  }

  /** Shows somebody again; `false` when they were not hidden. @param person The id of who has the name now, if it is known. */
  remove(name: string, person?: string): boolean {
    const left = this.#hidden.filter((one) => !isThem(one, name, person));
    const wasHidden = left.length < this.#hidden.length;
    this.#hidden = left;
    return wasHidden;
  }

  /** Learns from a frame who has which name now; `true` when somebody who is hidden is known better than before. */
  follow(frame: ServerFrame): boolean {
    if (this.#hidden.length === 0) return false;
    switch (frame.type) {
      case "renamed":
        return this.#rename(frame.from, frame.to, frame.person);
      case "joined":
      case "whois":
        return this.#learn(frame.name, frame.person);
      case "message":
        return frame.past !== true && this.#learn(frame.from, frame.person);
      case "private":
        return this.#learn(frame.from, frame.person);
      case "welcome":
      case "entered":
      case "members": {
        const { members, persons = [] } = frame;
        return members.map((name, i) => this.#learn(name, persons[i])).includes(true);
      }
      default:
        return false;
    }
  }

  #learn(name: string, person: string | undefined): boolean {
    if (person === undefined) return false;
    const key = nameKey(name);
    const learned = this.#hidden.map((one) => {
      if (one.person === person) return nameKey(one.name) === key ? one : renamed(one, name);
      return one.person === undefined && nameKey(one.name) === key ? { ...one, person } : one;
    });
    return this.#change(learned);
  }

  #rename(from: string, to: string, person: string | undefined): boolean {
    return this.#change(this.#hidden.map((one) => {
      const isKnown = one.person !== undefined && person !== undefined;
      const isThey = isKnown ? one.person === person : nameKey(one.name) === nameKey(from);
      return isThey ? { ...renamed(one, to), ...(person !== undefined && { person }) } : one;
    }));
  }

  #change(hidden: readonly HiddenPerson[]): boolean {
    const isChanged = hidden.some((one, i) => one !== this.#hidden[i]);
    if (isChanged) this.#hidden = hidden;
    return isChanged;
  }
}

function isThem(one: HiddenPerson, name: string, person: string | undefined): boolean {
  return nameKey(one.name) === nameKey(name) || (person !== undefined && one.person === person);
}

function renamed(one: HiddenPerson, name: string): HiddenPerson {
  const before = [...one.before ?? [], one.name].slice(-MOST_NAMES);
  return { ...one, name, before };
}
