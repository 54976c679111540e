/**
 * The links that carry a ticket, as commands on the server's machine make them.
 *
 * @module
 */

import { ownNetworks } from "../net/network.ts";
import {
  certificateFingerprint,
  hasKeyFile,
  type InvitationLinks,
  invitationLinks,
  keyFileOf,
  type LinkContent,
  readFingerprint,
} from "../server.ts";
import { reachableAddresses } from "./banner.ts";

/** Where a link leads: the machine's own address where no host was given. */
export interface LinkTarget {
  readonly host: string | undefined;
  readonly port: number;
}

/**
 * Finds the fingerprint of the key that the server shows: that of the certificate that it is started with, or of its own
 * key; `undefined` while it has none.
 *
 * @param path The log, beside which the server's own key is.
 * @throws {CannotIdentify}
 */
export async function shownKey(path: string, cert: string | undefined): Promise<string | undefined> {
  if (cert !== undefined) return await certificateFingerprint(cert);
  const key = keyFileOf(path);
  return hasKeyFile(key) ? await readFingerprint(key) : undefined;
}

/** Makes the links. @param fingerprint The key that the server shows. */
export function linksFor(
  fingerprint: string | undefined,
  { host, port }: LinkTarget,
  content: LinkContent,
): InvitationLinks {
  const [reachable = "127.0.0.1"] = reachableAddresses("0.0.0.0", Deno.networkInterfaces);
  const networks = ownNetworks(Deno.networkInterfaces().map(({ cidr }) => cidr));
  return invitationLinks({ host: host ?? reachable, port, fingerprint, networks }, content);
}
