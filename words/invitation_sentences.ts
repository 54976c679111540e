/**
 * What an invitation says to whoever asked for it. Pure.
 *
 * @module
 */

import type { InvitationFrame } from "../protocol.ts";
import { cleanLine } from "../protocol/text.ts";
import type { Words } from "./en.ts";

/** Gives the sentences of an invitation. @param dateOf Formats a time in ms since 1970. */
export function invitationSentences(
  { room, link, page, here, closed, ticket }: InvitationFrame,
  { invitation }: Pick<Words, "invitation">,
  dateOf: (at: number) => string,
): readonly string[] {
  return [
    invitation.client(cleanLine(room), cleanLine(link)),
    ...(page === undefined ? [] : [invitation.page(cleanLine(page))]),
    ...(ticket === undefined ? [] : [invitation.ticket(ticket.uses, dateOf(ticket.until))]),
    ...(closed === true ? [invitation.closed] : []),
    ...(here === true ? [invitation.here] : []),
  ];
}
