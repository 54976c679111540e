/**
 * Limits how many connections are open at once.
 *
 * @module
 */

import type { Limits } from "../../../protocol/limits.ts";
import type { Problem } from "../../../protocol.ts";

/** Counts connections, in all and per address, by its key (`net/address.ts`). */
export class Admission {
  readonly #limits: Pick<Limits, "maxClients" | "maxPerAddress">;
  readonly #perAddress = new Map<string, number>();
  #all = 0;

  constructor(limits: Pick<Limits, "maxClients" | "maxPerAddress">) {
    this.#limits = limits;
  }

  /** Counts a connection in, or says why it cannot stay. */
  admit(key: string): Problem | undefined {
    const { maxClients, maxPerAddress } = this.#limits;
    const here = this.#perAddress.get(key) ?? 0;
    if (this.#all >= maxClients) return { code: "full", limit: maxClients };
    if (here >= maxPerAddress) return { code: "address-full", limit: maxPerAddress };
    this.#all++;
    this.#perAddress.set(key, here + 1);
    return undefined;
  }

  /** Counts a connection out that was counted in. */
  release(key: string): void {
    const here = this.#perAddress.get(key) ?? 0;
    this.#all--;
    if (here > 1) this.#perAddress.set(key, here - 1);
    else this.#perAddress.delete(key);
  }
}
