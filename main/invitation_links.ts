/**
 * The links that carry a ticket.
 *
 * @module
 */

import { formatAddress } from "../net/address.ts";
import { isPublicName } from "../net/hosts.ts";
import { kindOfAddress, ownNetworks } from "../net/network.ts";
import { invitationLink, pageFragment } from "../protocol/invitation.ts";
import { hasKeyFile, keyFileOf, readFingerprint } from "../server.ts";
import { reachableAddresses } from "./banner.ts";

/** Where a link leads: the machine's own address where no host was given. */
export interface LinkPlace {
  readonly host: string | undefined;
  readonly port: number;
}

/** What a link carries besides where it leads. */
export interface LinkContent {
  readonly room: string | undefined;
  readonly ticket: string;
  /** Whether the ticket proves who somebody is, so that a browser takes it to this machine or encrypted only. */
  readonly isPersonal: boolean;
}

/** The links for `chat client` and for browsers, and whether they carry the server's key. */
export interface Links {
  readonly link: string;
  readonly page: string;
  readonly hasKey: boolean;
}

/** Makes the links. @param path The log, beside which the server's key is. */
export async function linksFor(
  path: string,
  place: LinkPlace,
  { room, ticket, isPersonal }: LinkContent,
): Promise<Links> {
  const key = keyFileOf(path);
  const fingerprint = hasKeyFile(key) ? await readFingerprint(key) : undefined;
  const [reachable = "127.0.0.1"] = reachableAddresses("0.0.0.0", Deno.networkInterfaces);
  const { host = reachable, port } = place;
  const invitation = { host, port, room, fingerprint, ticket };
  const isPlain = isPersonal ? isHere(host) : isNear(host);
  return {
    link: invitationLink(invitation),
    page: `${isPlain ? "http" : "https"}://${formatAddress(host, port)}/${pageFragment(invitation)}`,
    hasKey: fingerprint !== undefined,
  };
}

function isHere(host: string): boolean {
  return host === "localhost" || kindOfAddress(host, []) === "loopback";
}

/**
 * Tells whether browsers come in unencrypted there: on a network of one's own nobody vouches for the server, and phones
 * do not let a page talk then; from elsewhere the server takes encrypted connections only.
 */
function isNear(host: string): boolean {
  const own = ownNetworks(Deno.networkInterfaces().map(({ cidr }) => cidr));
  return kindOfAddress(host, own) !== "public" || !isPublicName(host) && !/^[\d.:]/.test(host);
}
