/**
 * Finding names that look like another.
 *
 * @module
 */

import { skeletonsOf } from "./skeleton.ts";

/** Owners of names, by what the names look like. Old names may look like each other, so a form may have several owners. */
export class Lookalikes<Owner> {
  /** Most forms have one owner, and a set for each would cost 200 bytes a name. */
  readonly #owners = new Map<string, Owner | Set<Owner>>();

  /** Adds an owner under each form of a name. */
  add(name: string, owner: Owner): void {
    for (const form of skeletonsOf(name)) {
      const before = this.#owners.get(form);
      if (before === undefined) this.#owners.set(form, owner);
      else if (before instanceof Set) before.add(owner);
      else if (before !== owner) this.#owners.set(form, new Set([before, owner]));
    }
  }

  /** Removes an owner from under each form of a name that it was added with. */
  remove(name: string, owner: Owner): void {
    for (const form of skeletonsOf(name)) {
      const owners = this.#owners.get(form);
      if (owners === owner) this.#owners.delete(form);
      else if (owners instanceof Set && owners.delete(owner) && owners.size === 0) this.#owners.delete(form);
    }
  }

  /** Finds an owner, other than `except`, of a name that looks like this one; the same name is one of them. */
  find(name: string, except?: Owner): Owner | undefined {
    for (const form of skeletonsOf(name)) {
      const owners = this.#owners.get(form);
      if (owners === undefined) continue;
      if (!(owners instanceof Set)) {
        if (owners !== except) return owners;
        continue;
      }
      for (const owner of owners) if (owner !== except) return owner;
    }
    return undefined;
  }
}
