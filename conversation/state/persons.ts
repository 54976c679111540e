/**
 * Who is who: the ids that tell one person from another who takes their name, as far as the server has told. Pure.
 *
 * @module
 */

import type { Addressee } from "../../protocol/commands.ts";
import { nameKey } from "../../protocol/names.ts";
import type { State } from "./model.ts";

/** How many people are remembered by their names; of more those go of whom was heard first. */
const MOST_KNOWN = 20_000;

/** Somebody as frames tell of them: their name, and their id where the server gave it. */
export interface Known {
  readonly name: string;
  readonly person?: string | undefined;
}

/** Makes whom a private word goes to that is for this name now. */
export function addresseeOf({ persons }: Pick<State, "persons">, name: string): Addressee {
  const person = persons.get(nameKey(name));
  return { name, ...(person !== undefined && { person }) };
}

/** Makes the state after somebody was told of: who has this name now. Whoever I write to is followed to it. */
export function withPerson(state: State, { name, person }: Known): State {
  if (person === undefined || state.persons.get(nameKey(name)) === person) return state;
  const { target, correspondent } = state;
  return {
    ...state,
    persons: remembered(state.persons, [[name, person]]),
    target: target.kind === "person" ? { ...recognized(target, name, person), kind: "person" } : target,
    ...(correspondent !== undefined && { correspondent: recognized(correspondent, name, person) }),
  };
}

/** Makes the state after a list of people was told. @param persons Their ids, in the same order, if the server gave them. */
export function withPersons(
  state: State,
  { members, persons = [] }: { readonly members: readonly string[]; readonly persons?: readonly string[] },
): State {
  const told = members.flatMap((name, i): [string, string][] => {
    const person = persons[i];
    return person === undefined || state.persons.get(nameKey(name)) === person ? [] : [[name, person]];
  });
  if (told.length === 0) return state;
  const { target, correspondent } = state;
  const followed = told.reduce(
    (to, [name, person]) => ({
      target: to.target.kind === "person"
        ? { ...recognized(to.target, name, person), kind: "person" as const }
        : to.target,
      correspondent: to.correspondent && recognized(to.correspondent, name, person),
    }),
    { target, correspondent },
  );
  return {
    ...state,
    persons: remembered(state.persons, told),
    target: followed.target,
    ...(followed.correspondent !== undefined && { correspondent: followed.correspondent }),
  };
}

/** Makes the state after somebody took another name. */
export function withRename(state: State, from: string, to: Known): State {
  const { target, correspondent } = state;
  const persons = new Map(state.persons);
  const person = to.person ?? persons.get(nameKey(from));
  if (persons.get(nameKey(from)) === person) persons.delete(nameKey(from));
  if (person !== undefined) persons.set(nameKey(to.name), person);
  const follow = (one: Addressee): Addressee =>
    isThem(one, from, to.person) ? { ...one, name: to.name } : one;
  return {
    ...state,
    persons,
    target: target.kind === "person" ? { ...follow(target), kind: "person" } : target,
    ...(correspondent !== undefined && { correspondent: follow(correspondent) }),
  };
}

/**
 * Makes the state after a private word was refused, as who is called `name` is not whom it was for: who has that name is
 * not known any more, and whom I write to is followed if they are here under another.
 */
export function withStranger(state: State, name: string, now: string | undefined): State {
  const key = nameKey(name);
  const meant = state.persons.get(key);
  const persons = new Map(state.persons);
  persons.delete(key);
  const follow = (one: Addressee): Addressee =>
    now !== undefined && nameKey(one.name) === key && one.person !== undefined && one.person === meant
      ? { ...one, name: now }
      : one;
  const { target, correspondent } = state;
  return {
    ...state,
    persons,
    target: target.kind === "person" ? { ...follow(target), kind: "person" } : target,
    ...(correspondent !== undefined && { correspondent: follow(correspondent) }),
  };
}

/** Tells whether an addressee is who had this name, or has this id where both are known. */
function isThem(one: Addressee, name: string, person: string | undefined): boolean {
  if (one.person !== undefined && person !== undefined) return one.person === person;
  return nameKey(one.name) === nameKey(name);
}

/** Gives an addressee the name that they have now, or the id of who has the name that was all that is known of them. */
function recognized(one: Addressee, name: string, person: string): Addressee {
  if (one.person === person) return { ...one, name };
  return one.person === undefined && nameKey(one.name) === nameKey(name) ? { ...one, person } : one;
}

function remembered(
  known: ReadonlyMap<string, string>,
  told: readonly (readonly [name: string, person: string])[],
): ReadonlyMap<string, string> {
  const persons = new Map(known);
  for (const [name, person] of told) persons.set(nameKey(name), person);
  for (const oldest of persons.keys()) {
    if (persons.size <= MOST_KNOWN) break;
    persons.delete(oldest);
  }
  return persons;
}
