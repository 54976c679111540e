/**
 * Who is in as the holder of which account.
 *
 * @module
 */

import { type AccountRole, NO_CLAIM } from "../../store/accounts.ts";
import type { Person } from "./person.ts";

/** The persons who are in with an account, by its number: one account is one person, however many connections they have. */
export class AccountHolders {
  readonly #persons = new Map<number, Person>();

  /** Everybody who is in with an account. */
  get all(): Iterable<Person> {
    return this.#persons.values();
  }

  /** Finds the person who is in with an account. */
  find(account: number): Person | undefined {
    return this.#persons.get(account);
  }

  /** Notes that a person is the holder of an account, which nobody else may be at the same time, or its new rank. */
  assign(person: Person, account: AccountRole): void {
    this.release(person);
    person.setAccount(account);
    if (account.id !== NO_CLAIM) this.#persons.set(account.id, person);
  }

  /** Makes a person a guest. */
  release(person: Person): void {
    const { account } = person;
    if (account === undefined) return;
    if (this.#persons.get(account.id) === person) this.#persons.delete(account.id);
    person.setAccount(undefined);
  }
}
