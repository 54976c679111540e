/**
 * The owner's link for a browser on the server's own machine.
 *
 * @module
 */

import type { ChangeOutcome, Changes, TableChange } from "./changes.ts";
import { hashOfTicket, newTicketToken } from "./ticket_table.ts";
import type { KnownTickets } from "./tickets.ts";

/** For how long the link is good, in ms. */
const GOOD_FOR = 3_600_000;

/**
 * Makes a ticket by which whoever opens the page on this machine is owner, once and within an hour; those of earlier starts
 * are void.
 *
 * @param now In ms since 1970.
 * @returns Its token, which is kept nowhere; `undefined` when there are too many tickets, or it cannot be stored.
 */
export async function makeOwnerTicket(
  tickets: Pick<KnownTickets, "list">,
  changes: Changes,
  now: number,
): Promise<string | undefined> {
  const make = (change: TableChange): Promise<ChangeOutcome> =>
    new Promise((resolve) => changes.make(change, resolve));
  for (const { id, kind } of tickets.list(now)) if (kind === "here") await make({ do: "revoke", ticket: id });
  const token = newTicketToken();
  const wish = { kind: "here", uses: 1, expires: now + GOOD_FOR } as const;
  const { kind } = await make({ do: "ticket", hash: hashOfTicket(token), wish });
  return kind === "made" ? token : undefined;
}
