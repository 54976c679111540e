/**
 * Who wants to know of whom whether they are in (https://ircv3.net/specs/extensions/monitor). Pure.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";

/** The lists of all clients, found from both sides: many come and go whom nobody asked for. */
export class Monitors<Client> {
  readonly #lists = new Map<Client, Map<string, string>>();
  readonly #watching = new Map<string, Set<Client>>();

  /** Lists the names that a client asked for. */
  listOf(client: Client): readonly string[] {
    return [...this.#lists.get(client)?.values() ?? []];
  }

  /** Adds a name to a client's list; `false` when it has as many as it may. */
  add(client: Client, name: string, most: number): boolean {
    const key = nameKey(name);
    const list = this.#lists.get(client) ?? new Map<string, string>();
    if (!list.has(key) && list.size >= most) return false;
    list.set(key, name);
    this.#lists.set(client, list);
    const watching = this.#watching.get(key) ?? new Set();
    watching.add(client);
    this.#watching.set(key, watching);
    return true;
  }

  /** Takes a name from a client's list. */
  remove(client: Client, name: string): void {
    const key = nameKey(name);
    this.#lists.get(client)?.delete(key);
    const watching = this.#watching.get(key);
    watching?.delete(client);
    if (watching?.size === 0) this.#watching.delete(key);
  }

  /** Empties a client's list. */
  clear(client: Client): void {
    for (const name of this.listOf(client)) this.remove(client, name);
    this.#lists.delete(client);
  }

  /** Collects the clients that asked for a name. */
  watching(name: string): Iterable<Client> {
    return this.#watching.get(nameKey(name)) ?? [];
  }
}
