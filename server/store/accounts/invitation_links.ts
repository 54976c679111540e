/**
 * The links that lead others to this server, some with a ticket. Pure.
 *
 * @module
 */

import { formatAddress } from "../../../net/address.ts";
import { isLoopback, isPublicName } from "../../../net/hosts.ts";
import { kindOfAddress, type Network } from "../../../net/network.ts";
import { invitationLink, pageFragment } from "../../../protocol/invitation.ts";

/** Where a link leads. */
export interface LinkPlace {
  /** A name or an address by which others reach the server. */
  readonly host: string;
  /** Its port, as others reach it. */
  readonly port: number;
  /** The fingerprint of the server's key; a link without it proves nothing at the first contact. */
  readonly fingerprint?: string | undefined;
  /** The networks that the server is on. */
  readonly networks: readonly Network[];
  /** Whether nobody comes in unencrypted. */
  readonly isEncryptedOnly?: boolean;
}

/** What a link carries besides where it leads. */
export interface LinkContent {
  /** The room to enter first; any without it. */
  readonly room?: string | undefined;
  /** The token of a ticket. */
  readonly ticket?: string | undefined;
  /** Whether the ticket proves who somebody is, so that a browser takes it to this machine or encrypted only. */
  readonly isPersonal?: boolean;
}

/** The links for `chat client` and for browsers. */
export interface InvitationLinks {
  /** For `chat client`: `chat://…`. */
  readonly link: string;
  /** For browsers: an address of the page. */
  readonly page: string;
}

/** Makes the links. */
export function invitationLinks(place: LinkPlace, content: LinkContent): InvitationLinks {
  const { host, port, fingerprint } = place;
  const { room, ticket, isPersonal = false } = content;
  const invitation = { host, port, room, fingerprint, ticket };
  const isPlain = isLoopback(host) || !isPersonal && place.isEncryptedOnly !== true && isNear(place);
  return {
    link: invitationLink(invitation),
    page: `${isPlain ? "http" : "https"}://${formatAddress(host, port)}/${pageFragment(invitation)}`,
  };
}

/**
 * Tells whether browsers come in unencrypted there: on a network of one's own nobody vouches for the server, and phones
 * do not let a page talk then; from elsewhere the server takes encrypted connections only.
 */
function isNear({ host, networks }: LinkPlace): boolean {
  return kindOfAddress(host, networks) !== "public" || !isPublicName(host) && !/^[\d.:]/.test(host);
}
