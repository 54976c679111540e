/**
 * Opens the tables of who may come in and as whom: claimed names, tokens of bots, tickets, and the owner's secret.
 *
 * @module
 */

import {
  type Accounts,
  type BotTokens,
  newOwnerSecret,
  openAccounts,
  openBotTokens,
  openOwnerSecret,
  openTickets,
  type Tickets,
} from "../store/accounts.ts";
import type { ServeOptions } from "../machine/options.ts";

/** The tables of who may come in and as whom. */
export interface Registers {
  readonly accounts: Accounts;
  /** None for a server that keeps nothing. */
  readonly botTokens: BotTokens | undefined;
  readonly tickets: Tickets;
  /** What proves that somebody is the owner. */
  readonly ownerSecret: Uint8Array<ArrayBuffer>;
  /** Closes the tables. */
  close(): void;
}

/** Opens the tables. */
export function openRegisters({ data, ownerFile }: ServeOptions): Registers {
  const botTokens = data === undefined ? undefined : openBotTokens(data.path);
  const tickets = openTickets(data?.path);
  const accounts = openAccounts(data?.path);
  // Where there is no file of it nobody can read it, but this process.
  const ownerSecret = (ownerFile === undefined ? undefined : openOwnerSecret(ownerFile)) ?? newOwnerSecret();
  const close = (): void => {
    for (const table of [botTokens, tickets, accounts]) table?.close();
  };
  return { accounts, botTokens, tickets, ownerSecret, close };
}
