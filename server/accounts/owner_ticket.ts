/**
 * The owner's link for a browser on the server's own machine.
 *
 * @module
 */

import type { Tickets } from "./tickets.ts";

/** For how long the link is good, in ms. */
const GOOD_FOR = 3_600_000;

/**
 * Makes a ticket by which whoever opens the page on this machine is owner, once and within an hour; those of earlier starts
 * are void.
 *
 * @param now In ms since 1970.
 * @returns Its token, which is kept nowhere; `undefined` when there are too many tickets.
 * @throws {Error} When the log cannot be written.
 */
export function makeOwnerTicket(tickets: Tickets, now: number): string | undefined {
  for (const { id, kind } of tickets.list(now)) if (kind === "here") tickets.revoke(id, now);
  return tickets.create({ kind: "here", uses: 1, expires: now + GOOD_FOR }, now)?.token;
}
