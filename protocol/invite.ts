/**
 * Asking for an invitation that can be passed on. Pure.
 *
 * @module
 */

import { type Fields, isCount, isFields, isText } from "./fields.ts";
import type { EventReaders, RequestFields, RequestKind } from "./frames.ts";

/** Asks for a link that leads others here. */
export interface InviteRequest {
  /** What this frame is. */
  readonly type: "invite";
  /** The room that the link leads to. */
  readonly room: string;
  /** How many people a ticket is to let in, where one is needed and the sender may give it; one without it. */
  readonly uses?: number;
}

/** A link that leads others here. It is secret when it has a ticket in it. */
export interface InvitationFrame {
  /** What this frame is. */
  readonly type: "invitation";
  /** The room that it leads to. */
  readonly room: string;
  /** The link for `chat client`, which the server can be reached by as far as it knows itself. */
  readonly link: string;
  /** The same for browsers; none where no browser is let in. */
  readonly page?: string;
  /** Set when only this machine can reach the server. */
  readonly here?: true;
  /** Set when not everybody may come in there, and there is no ticket in the link as the sender may give none. */
  readonly closed?: true;
  /** The ticket in the link: its number, how often it lets in, and until when, in ms since 1970. */
  readonly ticket?: { readonly n: number; readonly uses: number; readonly until: number };
}

/** `invite`. */
export const INVITE: RequestKind<InviteRequest> = { type: "invite", read: readInvite };

/** The readers of what the server sends about invitations. */
export const INVITE_EVENTS: EventReaders<InvitationFrame> = { invitation: readInvitation };

function readInvite({ room, uses }: RequestFields): InviteRequest | string {
  if (uses !== undefined && (!isCount(uses) || uses === 0)) return "uses";
  return { type: "invite", room, ...(uses !== undefined && { uses }) };
}

function readInvitation({ room, link, page, here, closed, ticket }: Fields): InvitationFrame | undefined {
  const known = readTicket(ticket);
  if (!isText(room) || !isText(link) || (page !== undefined && !isText(page))) return undefined;
  if (ticket !== undefined && known === undefined) return undefined;
  return {
    type: "invitation",
    room,
    link,
    ...(page !== undefined && { page }),
    ...(here === true && { here }),
    ...(closed === true && { closed }),
    ...(known !== undefined && { ticket: known }),
  };
}

function readTicket(value: unknown): InvitationFrame["ticket"] {
  if (!isFields(value)) return undefined;
  const { n, uses, until } = value;
  return isCount(n) && isCount(uses) && isCount(until) ? { n, uses, until } : undefined;
}
