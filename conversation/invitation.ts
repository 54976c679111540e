/**
 * Links that a person passes on: they lead to where that person has found the server. Pure.
 *
 * @module
 */

import type { ServerAddress } from "../net/address.ts";
import { isLoopback, isPublicName } from "../net/hosts.ts";
import { kindOfAddress } from "../net/network.ts";
import type { InvitationFrame } from "../protocol.ts";
import { invitationLink, parseInvitation } from "../protocol/invitation.ts";

/**
 * Has the links of an invitation lead to where a client has come in: the server may not know by which of its names or
 * addresses others reach it. Where that is this machine, nobody else would find it there.
 */
export function leadingTo({ host, port }: ServerAddress, frame: InvitationFrame): InvitationFrame {
  const invitation = parseInvitation(frame.link);
  if (isLoopback(host) || invitation === undefined) return frame;
  const { here: _, ...reachable } = frame;
  const page = URL.parse(frame.page ?? "");
  if (page !== null) {
    page.hostname = host.includes(":") ? `[${host}]` : host;
    page.port = String(port);
    if (isFar(host)) page.protocol = "https:"; // From elsewhere nobody comes in unencrypted, unless the server says so.
  }
  return {
    ...reachable,
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
  const [from, page] = [URL.parse(origin), URL.parse(frame.page ?? "")];
  if (from === null || page === null || isLoopback(from.hostname)) return frame;
  const direct = from.port === ""
    ? frame
    : leadingTo({ host: from.hostname.replace(/^\[|\]$/g, ""), port: Number(from.port) }, frame);
  const { here: _, ...reachable } = direct;
  return { ...reachable, page: `${from.origin}/${page.hash}` };
}
