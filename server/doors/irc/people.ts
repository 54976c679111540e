/**
 * What IRC knows of people besides their names: what they call themselves, and who was here lately.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Rank } from "../../../protocol/ranks.ts";
import { isAtLeast } from "../../../protocol/rights.ts";
import type { Words } from "../../../words/en.ts";
import type { Person } from "../../core/members.ts";
import type { ToldChanges } from "./deed_lines.ts";
import type { MessageExtras, RoomRank, SourceDirectory } from "./output.ts";
import { toNick } from "./spelling.ts";

/** The host of those of whom nothing more is known: nobody's address is told, so it is an id of the person where there is one. */
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
  /** Their name as names are compared. */
  readonly key: string;
  readonly name: string;
  readonly host: string;
  /** When they were last here, in ms since 1970. */
  readonly at: number;
}

/** All people, as this door's clients are told of them. */
export class IrcPeople implements SourceDirectory {
  readonly serverName: string;
  readonly #words: Words;
  readonly #rankOf: (person: Person, room: string) => Rank;
  readonly #find: (name: string) => Person | undefined;
  readonly #accountName: (id: number) => string | undefined;
  readonly #identities = new WeakMap<Person, Identity>();
  readonly #extras = new WeakMap<object, MessageExtras>();
  readonly #changes = new WeakMap<object, ToldChanges>();
  readonly #reasons = new WeakMap<object, string>();
  /** Events that tell a room of somebody who has left the server, and not this room only; and whether other rooms are told it too. */
  readonly #quits = new WeakMap<object, boolean>();
  /** Who left last stands last. */
  #former: FormerPerson[] = [];

  /**
   * @param about What the server says, what it is called, and what people are in rooms.
   * @param find Finds the person who is in under a name.
   * @param accountName Gives the name of the account with a number.
   */
  constructor(
    about: {
      readonly words: Words;
      readonly serverName: string;
      readonly rankOf: (person: Person, room: string) => Rank;
    },
    find: (name: string) => Person | undefined,
    accountName: (id: number) => string | undefined,
  ) {
    this.#words = about.words;
    this.serverName = about.serverName;
    this.#rankOf = about.rankOf;
    this.#find = find;
    this.#accountName = accountName;
  }

  /** Finds the person who is in under a name. */
  find(name: string): Person | undefined {
    return this.#find(name);
  }

  /** Notes events that tell rooms that somebody has left the server. */
  noteQuits(events: readonly (object | undefined)[]): void {
    const told = events.filter((event) => event !== undefined);
    for (const event of told) this.#quits.set(event, told.length > 1);
  }

  isQuit(event: object): boolean {
    return this.#quits.has(event);
  }

  isToldTwice(event: object): boolean {
    return this.#quits.get(event) === true;
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
    this.#former.push({ key: nameKey(name), name, at, host: hostOf(person), ...this.identityOf(person) });
    if (this.#former.length > 2 * REMEMBERED) this.#former = this.#former.slice(-REMEMBERED);
  }

  /** Lists who was here under a name, the last one first. */
  former(name: string): readonly FormerPerson[] {
    const key = nameKey(name);
    return this.#former.filter((one) => one.key === key).reverse();
  }

  sourceOf(name: string, id?: string): string {
    const person = this.#find(name);
    const user = person === undefined ? this.#formerUser(name) : this.identityOf(person).user;
    return `${toNick(name)}!${user}@${id ?? hostOf(person)}`;
  }

  realNameOf(name: string): string {
    const person = this.#find(name);
    return person === undefined ? name : this.identityOf(person).realName;
  }

  accountOf(name: string, id?: string): string | undefined {
    const person = this.#find(name);
    const account = person?.account?.id;
    if (account === undefined || (id !== undefined && id !== person?.publicId)) return undefined;
    return this.#accountName(account);
  }

  rankIn(room: string, name: string): RoomRank | undefined {
    const person = this.#find(name);
    const rank = person === undefined ? "guest" : this.#rankOf(person, room);
    return isAtLeast(rank, "operator") ? "operator" : rank === "voiced" ? "voiced" : undefined;
  }

  awayOf(name: string): string | undefined {
    return this.#find(name)?.away;
  }

  /** Notes the changes of modes that an event is. */
  noteChanges(event: object, told: ToldChanges): void {
    this.#changes.set(event, told);
  }

  changesOf(event: object): ToldChanges | undefined {
    return this.#changes.get(event);
  }

  sayMode({ room, by, mode = {} }: ToldChanges): string {
    return this.#words.deeds.modeChanged(room, toNick(by ?? this.serverName), mode).replace(/^-+ /, "");
  }

  /** Notes why a message takes the text of others away. */
  noteReason(message: object, why: string): void {
    this.#reasons.set(message, why);
  }

  reasonOf(message: object): string | undefined {
    return this.#reasons.get(message);
  }

  /** Notes what came with a message that the log does not keep; with most nothing does. */
  keepExtras(message: object, extras: MessageExtras): void {
    const { isNotice, tags, pieces } = extras;
    if (isNotice || tags.length > 0 || pieces !== undefined) this.#extras.set(message, extras);
  }

  extrasOf(message: object): MessageExtras | undefined {
    return this.#extras.get(message);
  }

  #formerUser(name: string): string {
    return this.#former.findLast((one) => one.name === name)?.user ?? USER;
  }
}

/** Gives the host that is shown of somebody. It is theirs for as long as they are known, whatever they are called, so masks can go by it. */
export function hostOf(person: Pick<Person, "publicId"> | undefined): string {
  return person?.publicId || HOST;
}
