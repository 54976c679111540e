/**
 * Links that a person passes on: they lead to where that person has found the server.
 * Must not know who shows them.
 * Called by the terminal, the pipe, and the page's windows.
 * There is nothing to close: everything here is pure.
 *
 * @module
 */

import type { ServerAddress } from "./net/address.ts";
import { isLoopback, isPublicName } from "./net/hosts.ts";
import { kindOfAddress } from "./net/network.ts";
import type { AccountDoneFrame, InvitationFrame } from "./protocol.ts";
import { invitationLink, parseInvitation } from "./protocol/invitation.ts";

/** Links to the server, as frames have them. */
type Links = Pick<InvitationFrame, "link" | "page" | "here">;

/**
 * Has the links of an invitation lead to where a client has come in: the server may not know by which of its names or
 * addresses others reach it. Where that is this machine, nobody else would find it there.
 */
export function leadingTo(address: ServerAddress, frame: InvitationFrame): InvitationFrame {
  const { link, page, here, ...rest } = frame;
  return { ...rest, ...linksTo(address, linksOf(link, page, here)) };
}

/** The same for the links by which one more device comes in. */
export function deviceLeadingTo(address: ServerAddress, frame: AccountDoneFrame): AccountDoneFrame {
  const { link, page, here, ...rest } = frame;
  return link === undefined ? frame : { ...rest, ...linksTo(address, linksOf(link, page, here)) };
}

function linksOf(link: string, page: string | undefined, here: true | undefined): Links {
  return { link, ...(page !== undefined && { page }), ...(here && { here }) };
}

function linksTo({ host, port }: ServerAddress, links: Links): Links {
  const invitation = parseInvitation(links.link);
  if (isLoopback(host) || invitation === undefined) return links;
  const page = URL.parse(links.page ?? "");
  if (page !== null) {
    page.hostname = host.includes(":") ? `[${host}]` : host;
    page.port = String(port);
    if (isFar(host)) page.protocol = "https:"; // From elsewhere nobody comes in unencrypted, unless the server says so.
  }
  return {
    link: invitationLink({ ...invitation, host, port }),
    ...(page !== null && { page: page.href }),
  };
}

/** Tells whether others go there over the Internet. */
function isFar(host: string): boolean {
  return isPublicName(host) || /^[\d.:]/.test(host) && kindOfAddress(host, []) === "public";
}

/** The same for a page, which has come from an address of its own: perhaps through a proxy that nothing else goes through. */
export function leadingToPage(origin: string, frame: InvitationFrame): InvitationFrame {
  const { link, page, here, ...rest } = frame;
  return { ...rest, ...linksToPage(origin, linksOf(link, page, here)) };
}

/** The same for the links by which one more device comes in. */
export function deviceLeadingToPage(origin: string, frame: AccountDoneFrame): AccountDoneFrame {
  const { link, page, here, ...rest } = frame;
  return link === undefined ? frame : { ...rest, ...linksToPage(origin, linksOf(link, page, here)) };
}

function linksToPage(origin: string, links: Links): Links {
  const [from, page] = [URL.parse(origin), URL.parse(links.page ?? "")];
  if (from === null || page === null || isLoopback(from.hostname)) return links;
  const { link } = from.port === ""
    ? links
    : linksTo({ host: from.hostname.replace(/^\[|\]$/g, ""), port: Number(from.port) }, links);
  return { link, page: `${from.origin}/${page.hash}` };
}
