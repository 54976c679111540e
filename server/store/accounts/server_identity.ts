/**
 * What a server is to those who prove something to it.
 *
 * @module
 */

import type { Network } from "../../../net/network.ts";
import { plainServer } from "../../../protocol/accounts.ts";

/** What a server is to those who prove something to it. */
export interface ServerIdentity {
  /** The port that it listens on. */
  readonly port: number;
  /** The fingerprint of its key; none of a server that cannot encrypt. */
  readonly fingerprint?: string | undefined;
  /** The names that its certificate has. */
  readonly names?: readonly string[];
  /** What only those know who can read the server's files. */
  readonly ownerSecret?: Uint8Array | undefined;
  /** How others reach it, as far as it knows: nothing of a server that only this machine reaches. */
  readonly reach?: ServerReach | undefined;
}

/** How others reach a server. */
export interface ServerReach {
  /** Its addresses, the best first. */
  readonly hosts: readonly string[];
  /** Other addresses that its page has, as `https://chat.example`. */
  readonly origins?: readonly string[];
  /** The networks that it is on. */
  readonly networks: readonly Network[];
  /** Whether browsers are let in. */
  readonly hasPage: boolean;
  /** Whether nobody comes in unencrypted. */
  readonly isEncryptedOnly: boolean;
}

/**
 * Gives what a key may sign of a server: its fingerprint, or a name for which an authority vouches, as whoever signs has
 * checked it; where nothing is encrypted, its port.
 */
export function signedServers(
  { port, fingerprint, names = [] }: ServerIdentity,
  isEncrypted: boolean,
): readonly string[] {
  if (!isEncrypted) return [plainServer(port)];
  const byName = names.map((name) => `host//${name.toLowerCase()}`);
  return fingerprint === undefined ? byName : [fingerprint, ...byName];
}
