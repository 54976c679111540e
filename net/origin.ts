/**
 * Where a connection comes from, and what may be told over it. Pure.
 *
 * @module
 */

import { addressKey, parseIp } from "./address.ts";
import { type AddressKind, isIn, kindOfAddress, type Network } from "./network.ts";

/** Where a connection comes from. */
export interface Origin {
  /** The address of whoever is there, without a port. */
  readonly host: string;
  /** What limits by address count: `addressKey` of the host. */
  readonly key: string;
  /** Where that address is. */
  readonly kind: AddressKind;
  /** Whether a proxy that is trusted told the address: then `host` is not who the connection itself comes from. */
  readonly isForwarded: boolean;
  /** Whether it is inside TLS, ours or that of a proxy that is trusted. */
  readonly isEncrypted: boolean;
}

/** What a proxy tells of a connection that it passes on. */
export interface Forwarded {
  readonly host: string;
  /** Whether it is encrypted up to the proxy. */
  readonly isEncrypted: boolean;
}

/** Tells of addresses where they are, as this machine is on certain networks and trusts certain proxies. */
export class Origins {
  readonly #networks: readonly Network[];
  readonly #proxies: readonly Network[];

  /**
   * @param networks The networks that this machine is on.
   * @param proxies The proxies that are believed when they say whom they pass on.
   */
  constructor(networks: readonly Network[] = [], proxies: readonly Network[] = []) {
    this.#networks = networks;
    this.#proxies = proxies;
  }

  /** Makes the origin of a plain connection from an address. */
  of(host: string): Origin {
    const kind = kindOfAddress(host, this.#networks);
    return { host, key: addressKey(host), kind, isForwarded: false, isEncrypted: false };
  }

  /** Tells whether an address is that of a proxy that is believed. */
  isProxy(host: string): boolean {
    return this.#proxies.length > 0 && isIn(this.#proxies, host);
  }

  /** Makes the origin of a connection that a proxy that is believed passes on. */
  forwarded({ host, isEncrypted }: Forwarded): Origin {
    return { ...this.of(host), isForwarded: true, isEncrypted };
  }

  /**
   * Finds who a chain of proxies passes on: the last of the addresses that is not one of our own proxies, as what stands
   * before it may be made up. `undefined` when what stands there is no address.
   *
   * @param chain Addresses, the nearest last, each with or without a port and brackets.
   */
  lastStranger(chain: readonly string[]): string | undefined {
    for (const written of chain.toReversed()) {
      const host = withoutPort(written.trim());
      if (parseIp(host) === undefined) return undefined;
      if (!this.isProxy(host)) return host;
    }
    const first = withoutPort(chain[0]?.trim() ?? "");
    return first === "" ? undefined : first;
  }
}

/**
 * Tells whether nobody on the way can read along or change a byte, so that passwords, tokens and the like may be said:
 * it is encrypted, or does not leave this machine.
 */
export function isSecure({ isEncrypted, kind }: Origin): boolean {
  return isEncrypted || kind === "loopback";
}

/** Takes the port off `192.0.2.7:80`, and port and brackets off `[2001:db8::1]:80`. */
function withoutPort(written: string): string {
  const [, bracketed, ipv4] = /^(?:\[([^\]]*)\](?::\d{1,5})?|(\d+(?:\.\d+){3}):\d{1,5})$/.exec(written) ?? [];
  return bracketed ?? ipv4 ?? written;
}
