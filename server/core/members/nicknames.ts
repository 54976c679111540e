/**
 * Who has which name, and which names nobody can have.
 *
 * @module
 */

import { LOGIN_METHODS } from "../../../protocol/standing.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import type { Problem } from "../../../protocol.ts";
import type { Account, Accounts, ReservedNames } from "../../store/accounts.ts";
import { findService, isSafe, Lookalikes, suggestName } from "../../names.ts";
import type { TryRead } from "../rooms.ts";
import { badName, nameTaken } from "../../validation.ts";
import type { Person } from "./person.ts";

/** A name that somebody may have, or what is wrong with it. */
export type NameCheck =
  | { readonly isFree: true; readonly name: string; readonly key: string }
  | { readonly isFree: false; readonly problem: Problem };

/** What nicknames are made of. */
export interface NicknamesParts {
  /** The names of bots, which nobody else may have. */
  readonly reserved: ReservedNames;
  /** The names that are claimed. */
  readonly accounts: Pick<Accounts, "named" | "inTheWay" | "credentialsOf">;
  readonly tryRead: TryRead;
  /** What a name that is suggested begins with when nothing of the wanted one can be kept. */
  readonly guest: string;
}

/** The names of all persons who are in. */
export class Nicknames {
  readonly #parts: NicknamesParts;
  readonly #persons = new Map<string, Person>();
  readonly #byPublicId = new Map<string, Person>();
  readonly #lookalikes = new Lookalikes<Person>();

  constructor(parts: NicknamesParts) {
    this.#parts = parts;
  }

  /** Finds the person whose name has this key. */
  find(key: string): Person | undefined {
    return this.#persons.get(key);
  }

  /** Finds the person who is in and has this id, whatever they are called. */
  findPerson(publicId: string): Person | undefined {
    return this.#byPublicId.get(publicId);
  }

  /** How many are in. */
  get count(): number {
    return this.#persons.size;
  }

  /** Everybody who is in. */
  get all(): Iterable<Person> {
    return this.#persons.values();
  }

  /** Gives a person a name that is free, in the place of the one that they may have had. */
  assign(person: Person, name: string): void {
    this.release(person);
    person.rename(name);
    this.#persons.set(person.key, person);
    this.#byPublicId.set(person.publicId, person);
    this.#lookalikes.add(name, person);
  }

  /** Makes the name of a person free. */
  release(person: Person): void {
    if (this.#persons.get(person.key) !== person) return;
    this.#persons.delete(person.key);
    this.#byPublicId.delete(person.publicId);
    this.#lookalikes.remove(person.name, person);
  }

  /** Has the names of bots looked up again: a turn has ended, and another process may have made some. */
  endTurn(): void {
    this.#parts.reserved.endTurn();
  }

  /**
   * Checks whether a person may have a name; else suggests a free one.
   *
   * @param before The name that this person has already: it stays theirs, also where it could not be given out today.
   * @param account The account whose holder they have proved to be, if any.
   */
  check(wanted: string, person: Person, before: string | undefined, account = person.account?.id): NameCheck {
    const name = parseName(wanted);
    const key = name === undefined ? "" : nameKey(name);
    const isTheirs = before !== undefined && key === nameKey(before);
    if (name === undefined || (!isTheirs && !isSafe(name))) {
      const findLike = (name: string): string | undefined => this.#inTheWay(name, person, account);
      return { isFree: false, problem: badName(wanted, this.#suggest(wanted, person), findLike) };
    }
    const claimed = this.#parts.accounts.named(name);
    if (claimed !== undefined && claimed.id !== account) {
      return { isFree: false, problem: this.#claimed(claimed, person) };
    }
    const holder = this.#inTheWay(name, person, account);
    return holder === undefined
      ? { isFree: true, name, key }
      : { isFree: false, problem: nameTaken(name, this.#suggest(wanted, person), holder) };
  }

  /** Says that somebody else has a name, and suggests a free one. @param person The one who wants it. */
  taken(name: string, person?: Person): Problem {
    return nameTaken(name, this.#suggest(name, person));
  }

  /** Gives a name that nobody has: the wanted one, or one like it. */
  free(wanted: string): string {
    const name = parseName(wanted);
    const isFree = name !== undefined && isSafe(name) &&
      this.#inTheWay(name, undefined, undefined) === undefined;
    return isFree ? name : this.#suggest(wanted, undefined);
  }

  #claimed({ id, name }: Account, person: Person): Problem {
    const { accounts, tryRead } = this.#parts;
    const kinds = tryRead(() => accounts.credentialsOf(id)) ?? [];
    const methods = LOGIN_METHODS.filter((method) => kinds.some(({ kind }) => kind === method));
    return { code: "name-claimed", name, suggestion: this.#suggest(name, person), methods };
  }

  #suggest(wanted: string, person: Person | undefined): string {
    const isInUse = (name: string): boolean => this.#inTheWay(name, person, undefined) !== undefined;
    return suggestName(wanted, this.#parts.guest, isInUse);
  }

  /** Finds the name in the way of this one: the same, or one that looks like it, of somebody else, of a bot, claimed, or of a service. */
  #inTheWay(name: string, person: Person | undefined, account: number | undefined): string | undefined {
    const holder = this.#persons.get(nameKey(name));
    if (holder !== undefined && holder !== person) return holder.name;
    const { reserved, accounts, tryRead } = this.#parts;
    return this.#lookalikes.find(name, person)?.name ?? tryRead(() => reserved.find(name)) ??
      accounts.inTheWay(name, account)?.name ?? this.#findOffice(name, account);
  }

  /** Finds the service or office that has this name, or one like it; not for whoever had claimed it. */
  #findOffice(name: string, account: number | undefined): string | undefined {
    const isTheirs = account !== undefined && this.#parts.accounts.named(name)?.id === account;
    return isTheirs ? undefined : findService(name);
  }
}
