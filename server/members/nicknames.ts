/**
 * Who is who: everyone who is in or away, by name and by token.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import { Lookalikes } from "../names.ts";
import type { Session } from "./session.ts";

/** Everyone with a name. */
export class Nicknames {
  readonly #names = new Map<string, Session>();
  readonly #lookalikes = new Lookalikes<Session>();

  /** Who has the name with this key. */
  find(key: string): Session | undefined {
    return this.#names.get(key);
  }

  /** Finds somebody other than `except` whose name is this one or looks like it. */
  findLike(name: string, except?: Session): Session | undefined {
    return this.#lookalikes.find(name, except);
  }

  /** Gives a session a name that is free, in the place of one that it may have had. */
  assign(session: Session, name: string): void {
    this.release(session);
    session.name = name;
    session.key = nameKey(name);
    const before = this.#names.get(session.key);
    if (before !== undefined) this.#lookalikes.remove(before.name, before);
    this.#names.set(session.key, session);
    this.#lookalikes.add(name, session);
  }

  /** Everyone. */
  get all(): Iterable<Session> {
    return this.#names.values();
  }

  /** Makes the name of a session free. */
  release(session: Session): void {
    if (this.#names.get(session.key) !== session) return;
    this.#names.delete(session.key);
    this.#lookalikes.remove(session.name, session);
  }
}
