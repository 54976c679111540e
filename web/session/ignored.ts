/**
 * Whose words this reader does not want to see. It is their own view, and nobody else learns of it.
 *
 * @module
 */

import { type Authored, type HiddenPerson, IgnoreList } from "../../conversation.ts";
import { isFields, isText, isTexts } from "../../protocol/fields.ts";
import type { ServerFrame } from "../../protocol.ts";
import { keep, parsed, recall } from "../storage.ts";

/** The names, as every earlier page wrote them. */
const NAMES = "chat.ignored";

/** Who these are, whatever they are called. */
const PERSONS = "chat.ignored.persons";

/** The ignored ones. */
export class Ignored {
  readonly #list: IgnoreList;

  constructor() {
    const names = parsed(recall("localStorage", NAMES));
    const persons = readPersons(parsed(recall("localStorage", PERSONS)));
    const hidden = (Array.isArray(names) ? names : []).map(String);
    this.#list = new IgnoreList(hidden.map((name) => persons.get(name) ?? { name }));
  }

  /** Returns the hidden names as they were written, or as they are now. */
  get names(): readonly string[] {
    return this.#list.names;
  }

  /** Tells whether what somebody says is hidden. */
  has(author: Authored): boolean {
    return this.#list.hides(author);
  }

  /** Hides what somebody says. @param person Their id, if it is known. */
  add(name: string, person: string | undefined): void {
    this.#list.add(name, person);
    this.#save();
  }

  /** Shows again what somebody says; `false` when it was not hidden. @param person The id of who has the name now. */
  remove(name: string, person: string | undefined): boolean {
    const wasHidden = this.#list.remove(name, person);
    if (wasHidden) this.#save();
    return wasHidden;
  }

  /** Learns from a frame what those who are hidden are called now; `true` when there was something to learn. */
  follow(frame: ServerFrame): boolean {
    const isChanged = this.#list.follow(frame);
    if (isChanged) this.#save();
    return isChanged;
  }

  #save(): void {
    keep("localStorage", NAMES, JSON.stringify(this.names));
    keep(
      "localStorage",
      PERSONS,
      JSON.stringify(this.#list.all.filter(({ person }) => person !== undefined)),
    );
  }
}

/** Reads who hidden persons are, by the names that they had last. */
function readPersons(stored: unknown): ReadonlyMap<string, HiddenPerson> {
  const persons = new Map<string, HiddenPerson>();
  for (const one of Array.isArray(stored) ? stored : []) {
    if (!isFields(one) || !isText(one.name) || !isText(one.person)) continue;
    const { name, person, before } = one;
    persons.set(name, { name, person, ...(isTexts(before) && { before }) });
  }
  return persons;
}
