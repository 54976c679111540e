/**
 * The links that carry a ticket, as commands on the server's machine make them.
 *
 * @module
 */

import { ownNetworks } from "../net/network.ts";
import {
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

/** Makes the links, and tells whether they carry the server's key. @param path The log, beside which the key is. */
export async function linksFor(
  path: string,
  target: LinkTarget,
  content: LinkContent,
): Promise<InvitationLinks & { readonly hasKey: boolean }> {
  const key = keyFileOf(path);
  const fingerprint = hasKeyFile(key) ? await readFingerprint(key) : undefined;
  const [reachable = "127.0.0.1"] = reachableAddresses("0.0.0.0", Deno.networkInterfaces);
  const networks = ownNetworks(Deno.networkInterfaces().map(({ cidr }) => cidr));
  const { host = reachable, port } = target;
  return {
    ...invitationLinks({ host, port, fingerprint, networks }, content),
    hasKey: fingerprint !== undefined,
  };
}
