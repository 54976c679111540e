/**
 * `chat invite`: the tickets in a log's file, whether a server has it open or not.
 *
 * @module
 */

import { changeBeside } from "./change_beside.ts";
import { openTickets, withTable } from "./open_beside.ts";
import { hashOfTicket, newTicketToken } from "./ticket_table.ts";
import type { Ticket, TicketWish } from "./tickets.ts";

/** Makes a ticket; `undefined` when too many are good already. The log is created if there is none. @param now In ms since 1970. @throws {CannotStore} */
export function createTicket(
  path: string,
  wish: TicketWish,
  now: number,
): { readonly token: string; readonly ticket: Ticket } | undefined {
  const token = newTicketToken();
  const made = changeBeside(path, { do: "ticket", hash: hashOfTicket(token), wish }, now);
  if (!made.isMade) return undefined;
  return { token, ticket: { ...wish, id: made.ticket ?? 0, left: wish.uses, created: now } };
}

/** Lists the tickets that are good, the oldest first. @param now In ms since 1970. @throws {CannotStore} */
export function listTickets(path: string, now: number): readonly Ticket[] {
  return withTable(path, openTickets, (tickets) => tickets.list(now));
}

/** Revokes a ticket at once; `false` when there is none with that number. @param now In ms since 1970. @throws {CannotStore} */
export function revokeTicket(path: string, id: number, now: number): boolean {
  return changeBeside(path, { do: "revoke", ticket: id }, now).isMade;
}
