/**
 * Where a connection comes from, and what may be told over it. Pure.
 *
 * @module
 */

import { addressKey } from "./address.ts";
import { type AddressKind, kindOfAddress, type Network } from "./network.ts";

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

/** Makes the origin of a plain connection. @param own The networks that this machine is on. */
export function originOf(host: string, own: readonly Network[]): Origin {
  return {
    host,
    key: addressKey(host),
    kind: kindOfAddress(host, own),
    isForwarded: false,
    isEncrypted: false,
  };
}

/**
 * Tells whether nobody on the way can read along or change a byte, so that passwords, tokens and the like may be said:
 * it is encrypted, or does not leave this machine.
 */
export function isSecure({ isEncrypted, kind }: Origin): boolean {
  return isEncrypted || kind === "loopback";
}
