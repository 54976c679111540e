/**
 * What IRC knows of people besides their names: what they call themselves, and who was here lately.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Person } from "../../members.ts";
import type { MessageExtras, SourceDirectory } from "./events.ts";
import { toNick } from "./spelling.ts";

/** The host of everybody: nobody's address is told. */
const HOST = "chat";

/** The user of those who came in by another door, or did not say. */
const USER = "chat";

/** How many people who left, or had another name, are remembered. */
const REMEMBERED = 1_000;

/** What somebody calls themselves. */
export interface Identity {
  readonly user: string;
  readonly realName: string;
}

/** Somebody who was here under a name. */
export interface FormerPerson extends Identity {
  readonly name: string;
  /** When they were last here, in ms since 1970. */
  readonly at: number;
}

/** All people, as this door's clients are told of them. */
export class IrcPeople implements SourceDirectory {
  readonly #find: (name: string) => Person | undefined;
  readonly #identities = new WeakMap<Person, Identity>();
  readonly #extras = new WeakMap<object, MessageExtras>();
  /** Events that tell a room of somebody who has left the server, and not this room only. */
  readonly #quits = new WeakSet<object>();
  /** Who left last stands last. */
  #former: FormerPerson[] = [];

  /** @param find Finds the person who is in under a name. */
  constructor(find: (name: string) => Person | undefined) {
    this.#find = find;
  }

  /** Finds the person who is in under a name. */
  find(name: string): Person | undefined {
    return this.#find(name);
  }

  /** Notes events that tell rooms that somebody has left the server. */
  noteQuits(events: readonly (object | undefined)[]): void {
    for (const event of events) if (event !== undefined) this.#quits.add(event);
  }

  isQuit(event: object): boolean {
    return this.#quits.has(event);
  }

  isHere(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** Notes what somebody calls themselves. */
  identify(person: Person, identity: Identity): void {
    this.#identities.set(person, identity);
  }

  /** Gives what somebody calls themselves. */
  identityOf(person: Person): Identity {
    return this.#identities.get(person) ?? { user: USER, realName: person.name };
  }

  /** Remembers that somebody was here under a name. @param at In ms since 1970. */
  remember(person: Person, name: string, at: number): void {
    this.#former.push({ name, at, ...this.identityOf(person) });
    if (this.#former.length > 2 * REMEMBERED) this.#former = this.#former.slice(-REMEMBERED);
  }

  /** Lists who was here under a name, the last one first. */
  former(name: string): readonly FormerPerson[] {
    const key = nameKey(name);
    return this.#former.filter((one) => nameKey(one.name) === key).reverse();
  }

  sourceOf(name: string): string {
    const person = this.#find(name);
    const user = person === undefined ? this.#formerUser(name) : this.identityOf(person).user;
    return sourceFor(name, user);
  }

  realNameOf(name: string): string {
    const person = this.#find(name);
    return person === undefined ? name : this.identityOf(person).realName;
  }

  accountOf(_name: string): string | undefined {
    return undefined;
  }

  awayOf(name: string): string | undefined {
    return this.#find(name)?.away;
  }

  /** Notes what came with a message that the log does not keep. */
  keepExtras(message: object, extras: MessageExtras): void {
    this.#extras.set(message, extras);
  }

  extrasOf(message: object): MessageExtras | undefined {
    return this.#extras.get(message);
  }

  #formerUser(name: string): string {
    return this.#former.findLast((one) => one.name === name)?.user ?? USER;
  }
}

/** Writes what stands before a line of somebody. */
export function sourceFor(name: string, user: string): string {
  return `${toNick(name)}!${user}@${HOST}`;
}

/** The host that stands in `WHO` and `WHOIS`. */
export const SHOWN_HOST = HOST;
