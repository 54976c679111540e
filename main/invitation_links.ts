/**
 * The links that carry a ticket for an account.
 *
 * @module
 */

import { formatAddress } from "../net/address.ts";
import { kindOfAddress } from "../net/network.ts";
import { invitationLink, pageFragment } from "../protocol/invitation.ts";
import { hasKeyFile, keyFileOf, readFingerprint } from "../server.ts";
import { reachableAddresses } from "./banner.ts";

/** Where a link leads: the machine's own address where no host was given. */
export interface LinkPlace {
  readonly host: string | undefined;
  readonly port: number;
}

/**
 * Makes the links for `chat client` and for browsers. What they carry is somebody's alone, so a browser comes in by https,
 * but on this machine.
 *
 * @param path The log, beside which the server's key is.
 */
export async function linksFor(
  path: string,
  place: LinkPlace,
  room: string | undefined,
  ticket: string,
): Promise<{ readonly link: string; readonly page: string }> {
  const key = keyFileOf(path);
  const fingerprint = hasKeyFile(key) ? await readFingerprint(key) : undefined;
  const [reachable = "127.0.0.1"] = reachableAddresses("0.0.0.0", Deno.networkInterfaces);
  const host = place.host ?? reachable;
  const invitation = { host, port: place.port, room, fingerprint, ticket };
  const scheme = kindOfAddress(host, []) === "loopback" || host === "localhost" ? "http" : "https";
  return {
    link: invitationLink(invitation),
    page: `${scheme}://${formatAddress(host, place.port)}/${pageFragment(invitation)}`,
  };
}
