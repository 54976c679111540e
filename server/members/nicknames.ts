/**
 * Who is who: everyone who is in or away, by name and by token.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { Session } from "./session.ts";

/** Everyone with a name. */
export class Nicknames {
  readonly #names = new Map<string, Session>();

  /** Who has the name with this key. */
  find(key: string): Session | undefined {
    return this.#names.get(key);
  }

  /** Gives a session a name that is free, in the place of one that it may have had. */
  assign(session: Session, name: string): void {
    if (this.#names.get(session.key) === session) this.#names.delete(session.key);
    session.name = name;
    session.key = nameKey(name);
    this.#names.set(session.key, session);
  }

  /** Everyone. */
  get all(): Iterable<Session> {
    return this.#names.values();
  }

  /** Makes the name of a session free. */
  release(session: Session): void {
    if (this.#names.get(session.key) === session) this.#names.delete(session.key);
  }
}
