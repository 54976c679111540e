/**
 * What keeps this browser logged in to a claimed name, where its owner wants that: in the browser's storage, which no other
 * port of this host reads, and never in a cookie.
 *
 * @module
 */

import { isFields, isText } from "../../protocol/fields.ts";
import { nameKey } from "../../protocol/names.ts";
import { keep, parsed, recall } from "../storage.ts";

const KEY = "chat.login";

/** The login that this browser keeps. */
export class SavedLogin {
  #name = "";
  #token = "";

  constructor() {
    const stored = parsed(recall("localStorage", KEY));
    if (!isFields(stored) || !isText(stored.name) || !isText(stored.session)) return;
    this.#name = stored.name;
    this.#token = stored.session;
  }

  /** Whose it is; empty for nobody's. */
  get name(): string {
    return this.#name;
  }

  /** Returns what proves that a name is this person's, if it is the one that is kept. */
  sessionFor(name: string): string | undefined {
    return this.#token !== "" && nameKey(name) === nameKey(this.#name) ? this.#token : undefined;
  }

  /** Keeps a login. */
  set(name: string, token: string): void {
    this.#name = name;
    this.#token = token;
    keep("localStorage", KEY, JSON.stringify({ name, session: token }));
  }

  /** Forgets it. */
  forget(): void {
    this.#name = this.#token = "";
    keep("localStorage", KEY, undefined);
  }
}
