/**
 * Whose words this reader does not want to see. It is their own view, and nobody else learns of it.
 *
 * @module
 */

import { keep, parsed, recall } from "../storage.ts";
import { nameKey } from "../../protocol/names.ts";

const KEY = "chat.ignored";

/** The ignored ones. */
export class Ignored {
  /** Names by their keys. */
  readonly #names: Map<string, string> = new Map();

  constructor() {
    const stored = parsed(recall("localStorage", KEY));
    for (const name of Array.isArray(stored) ? stored : []) {
      this.#names.set(nameKey(String(name)), String(name));
    }
  }

  /** Returns the hidden names as they were written. */
  get names(): string[] {
    return [...this.#names.values()];
  }

  /** Tells whether what somebody says is hidden. */
  has(name: string): boolean {
    return this.#names.has(nameKey(name));
  }

  /** Hides what somebody says, or shows it again. */
  set(name: string, isIgnored: boolean): void {
    if (isIgnored) this.#names.set(nameKey(name), name);
    else this.#names.delete(nameKey(name));
    keep("localStorage", KEY, JSON.stringify(this.names));
  }
}
