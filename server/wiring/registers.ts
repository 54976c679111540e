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
} from "../accounts.ts";
import type { ServeOptions } from "../options.ts";

/** The tables of who may come in and as whom. */
export interface Registers {
  readonly accounts: Accounts;
  /** None for a server that keeps nothing. */
  readonly botTokens: BotTokens | undefined;
  /** None where there can be none. */
  readonly tickets: Tickets | undefined;
  /** What proves that somebody is the owner. */
  readonly ownerSecret: Uint8Array<ArrayBuffer>;
  /** Closes the tables. */
  close(): void;
}

/** Opens the tables. @param isClustered Whether the server is one of several, which do not tell one another all yet. */
export function openRegisters({ data, ownerFile }: ServeOptions, isClustered: boolean): Registers {
  const botTokens = isClustered || data === undefined ? undefined : openBotTokens(data.path);
  const tickets = isClustered ? undefined : openTickets(data?.path);
  const accounts = openAccounts(data?.path);
  // Where there is no file of it nobody can read it, but this process.
  const ownerSecret = (ownerFile === undefined ? undefined : openOwnerSecret(ownerFile)) ?? newOwnerSecret();
  const close = (): void => {
    for (const table of [botTokens, tickets, accounts]) table?.close();
  };
  return { accounts, botTokens, tickets, ownerSecret, close };
}
