/**
 * `chat account` and `chat owner`: the claimed names in a log's file, whether a server has it open or not. What is changed
 * counts within a second.
 *
 * @module
 */

import { nameKey, parseName } from "../../../protocol/names.ts";
import type { Problem } from "../../../protocol.ts";
import { isSafe, Lookalikes, suggestName } from "../../names.ts";
import { badName, nameTaken } from "../../validation.ts";
import type { Account } from "./account.ts";
import type { AccountTable } from "./account_table.ts";
import { changeBeside } from "./change_beside.ts";
import type { TableChange } from "./changes.ts";
import { openAccounts, openBotTokens, withTable } from "./open_beside.ts";
import { createTicket } from "./ticket_admin.ts";

/** How long a ticket is good that lets somebody into an account that was reset, in ms. */
const RECOVERS_WITHIN = 86_400_000;

/** An account, and how many keys and passwords prove to be its holder. */
export interface ListedAccount extends Account {
  /** How many keys and passwords there are. */
  readonly proofs: number;
}

/** Lists the claimed names, the oldest first. @throws {CannotStore} */
export function listAccounts(path: string): readonly ListedAccount[] {
  return withTable(path, openAccounts, (accounts) =>
    [...accounts.all].map((account) => ({
      ...account,
      proofs: accounts.credentialsOf(account.id).filter(({ kind }) => kind !== "session").length,
    })));
}

/**
 * Takes back every proof of an account, and makes a ticket by which its holder gets in again.
 *
 * @param now In ms since 1970.
 * @returns The token of the ticket, shown only now; `undefined` when nobody has claimed the name, or there are too many tickets.
 * @throws {CannotStore}
 */
export function resetAccount(path: string, name: string, now: number): string | undefined {
  const account = withTable(path, openAccounts, (accounts) => accounts.named(name));
  if (account === undefined) return undefined;
  const wish = { kind: "recovery", account: account.id, uses: 1, expires: now + RECOVERS_WITHIN } as const;
  const made = createTicket(path, wish, now); // First: the other is no use without.
  if (made !== undefined) changeBeside(path, { do: "reset", account: account.id }, now);
  return made?.token;
}

/** Ends an account: its name is free. `false` when nobody has claimed it. @throws {CannotStore} */
export function removeAccount(path: string, name: string): boolean {
  return change(path, name, ({ id: account }) => ({ do: "unclaim", account }));
}

/** Makes an account the owner's. `false` when nobody has claimed the name. @throws {CannotStore} */
export function makeOwner(path: string, name: string): boolean {
  return change(path, name, ({ id: account }) => ({ do: "role", account, role: "owner" }));
}

/** What became of giving an account another name. */
export type RenamedAccount =
  | { readonly kind: "renamed"; readonly name: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "refused"; readonly problem: Problem };

/**
 * Gives an account another name, which must be free.
 *
 * @param guest The beginning of a suggested name when nothing of the wanted one can be used.
 * @param now In ms since 1970.
 * @throws {CannotStore}
 */
export function renameAccount(
  path: string,
  name: string,
  wanted: string,
  guest: string,
  now: number,
): RenamedAccount {
  const others = withTable(path, openBotTokens, (tokens) => [...tokens.names(), ...tokens.present(now)]);
  const checked = withTable(
    path,
    openAccounts,
    (accounts) => checkName(accounts, others, name, wanted, guest),
  );
  if (checked.kind !== "free") return checked;
  const { account, to } = checked;
  const { isMade } = changeBeside(path, { do: "rename", account, name: to, key: nameKey(to) }, now);
  return isMade ? { kind: "renamed", name: to } : { kind: "refused", problem: nameTaken(to, guest, to) };
}

function checkName(
  accounts: AccountTable,
  others: readonly string[],
  name: string,
  wanted: string,
  guest: string,
): Exclude<RenamedAccount, { readonly kind: "renamed" }> | {
  readonly kind: "free";
  readonly account: number;
  readonly to: string;
} {
  const account = accounts.named(name);
  if (account === undefined) return { kind: "unknown" };
  const taken = new Lookalikes<string>();
  for (const other of others) if (accounts.named(other)?.id !== account.id) taken.add(other, other);
  const find = (name: string): string | undefined =>
    taken.find(name) ?? accounts.inTheWay(name, account.id)?.name;
  const to = parseName(wanted);
  const suggestion = (): string => suggestName(wanted, guest, (name) => find(name) !== undefined);
  if (to === undefined || !isSafe(to)) {
    return { kind: "refused", problem: badName(wanted, suggestion(), find) };
  }
  const holder = find(to);
  if (holder !== undefined) return { kind: "refused", problem: nameTaken(to, suggestion(), holder) };
  return { kind: "free", account: account.id, to };
}

/** Changes the account with a name; `false` when nobody has claimed it. */
function change(path: string, name: string, make: (account: Account) => TableChange): boolean {
  const account = withTable(path, openAccounts, (accounts) => accounts.named(name));
  return account !== undefined && changeBeside(path, make(account), Date.now()).isMade;
}
