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

  /** Counts a connection in, or says why it cannot stay. @param key Nothing where whom it is for is not known yet. */
  admit(key: string | undefined): Problem | undefined {
    const { maxClients } = this.#limits;
    if (this.#all >= maxClients) return { code: "full", limit: maxClients };
    const problem = key === undefined ? undefined : this.admitFrom(key);
    if (problem === undefined) this.#all++;
    return problem;
  }

  /** Counts one that is in as coming from an address, or says why it cannot stay. */
  admitFrom(key: string): Problem | undefined {
    const { maxPerAddress } = this.#limits;
    const here = this.#perAddress.get(key) ?? 0;
    if (here >= maxPerAddress) return { code: "address-full", limit: maxPerAddress };
    this.#perAddress.set(key, here + 1);
    return undefined;
  }

  /** Counts a connection out that was counted in, with what it was counted as. */
  release(key: string | undefined): void {
    this.#all--;
    if (key !== undefined) this.releaseFrom(key);
  }

  /** Counts one that stays in out from an address. */
  releaseFrom(key: string): void {
    const here = this.#perAddress.get(key) ?? 0;
    if (here > 1) this.#perAddress.set(key, here - 1);
    else this.#perAddress.delete(key);
  }
}
