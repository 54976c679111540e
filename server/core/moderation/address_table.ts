/**
 * Things by network, found by an address: one look-up for each length of prefix that there is.
 *
 * @module
 */

import { parseIp } from "../../../net/address.ts";
import { type Network, parseNetwork } from "../../../net/network.ts";

/** Values by network. */
export class AddressTable<Value> {
  /** By the number of bytes of an address, and the prefix in bits: the values by the prefix's own bytes as text. */
  readonly #byLength = new Map<number, Map<string, Set<Value>>>();
  #lengths: readonly number[] = [];

  /** Adds a value; what is no network is not added. */
  add(network: string, value: Value): void {
    const parsed = parseNetwork(network);
    if (parsed === undefined) return;
    const [length, key] = placeOf(parsed);
    const values = this.#byLength.get(length) ?? new Map<string, Set<Value>>();
    this.#byLength.set(length, values);
    values.set(key, (values.get(key) ?? new Set()).add(value));
    this.#lengths = [...this.#byLength.keys()];
  }

  /** Removes a value from a network. */
  remove(network: string, value: Value): void {
    const parsed = parseNetwork(network);
    if (parsed === undefined) return;
    const [length, key] = placeOf(parsed);
    const values = this.#byLength.get(length);
    const some = values?.get(key);
    if (some?.delete(value) && some.size === 0) values?.delete(key);
    if (values?.size === 0) this.#byLength.delete(length);
    this.#lengths = [...this.#byLength.keys()];
  }

  /** Lists the values of every network that has an address. */
  find(address: string): readonly Value[] {
    if (this.#lengths.length === 0) return [];
    const bytes = parseIp(address);
    if (bytes === undefined) return [];
    const found: Value[] = [];
    for (const length of this.#lengths) {
      if (length >> 8 !== bytes.length) continue;
      const some = this.#byLength.get(length)?.get(keyOf(bytes, length & 0xff));
      if (some !== undefined) found.push(...some);
    }
    return found;
  }
}

/** Gives where a network stands: the bytes of an address times 256 plus its prefix, and its key there. */
function placeOf({ bytes, prefix }: Network): readonly [length: number, key: string] {
  return [bytes.length << 8 | prefix, keyOf(bytes, prefix)];
}

/** Makes the first bits of an address a text. */
function keyOf(bytes: Uint8Array, prefix: number): string {
  const whole = prefix >> 3;
  let key = "";
  for (let at = 0; at < whole; at++) key += String.fromCharCode(bytes[at] ?? 0);
  const rest = prefix & 7;
  return rest === 0 ? key : key + String.fromCharCode((bytes[whole] ?? 0) & (0xff00 >> rest) & 0xff);
}
