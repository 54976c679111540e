/**
 * `chat invite`: the tickets in a log's file, whether a server has it open or not.
 *
 * @module
 */

import { openTickets, withTable } from "./open_beside.ts";
import type { Ticket, TicketWish } from "./tickets.ts";

/** Makes a ticket; `undefined` when too many are good already. The log is created if there is none. @param now In ms since 1970. @throws {CannotStore} */
export function createTicket(
  path: string,
  wish: TicketWish,
  now: number,
): { readonly token: string; readonly ticket: Ticket } | undefined {
  return withTable(path, openTickets, (tickets) => tickets.create(wish, now));
}

/** Lists the tickets that are good, the oldest first. @param now In ms since 1970. @throws {CannotStore} */
export function listTickets(path: string, now: number): readonly Ticket[] {
  return withTable(path, openTickets, (tickets) => tickets.list(now));
}

/** Revokes a ticket at once; `false` when there is none with that number. @param now In ms since 1970. @throws {CannotStore} */
export function revokeTicket(path: string, id: number, now: number): boolean {
  return withTable(path, openTickets, (tickets) => tickets.revoke(id, now));
}
