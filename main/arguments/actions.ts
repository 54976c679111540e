/**
 * What commands are asked to do: the words besides flags. Pure.
 *
 * @module
 */

import type { Words } from "../../words/en.ts";
import { parseAddress } from "../address_values.ts";
import {
  ACCOUNT_ACTIONS,
  BAN_ACTIONS,
  CLUSTER_ACTIONS,
  type ClusterAction,
  IDENTITY_ACTIONS,
  INVITE_ACTIONS,
  KNOWN_ACTIONS,
  SERVICE_ACTIONS,
  SHELLS,
  TOKEN_ACTIONS,
} from "../flags.ts";
import { SERVICE_MANAGERS, type ServiceManager } from "../service_units.ts";
import { UsageError, wrongChoice } from "./values.ts";

/** Parses the name of the shell that completions are for. Throws a {@linkcode UsageError} for none and for one that is not known. */
export function parseShell([given]: readonly string[], words: Words): (typeof SHELLS)[number] {
  const shell = SHELLS.find((known) => known === given);
  if (shell !== undefined) return shell;
  throw new UsageError(
    given === undefined
      ? words.cli.missingShell(SHELLS)
      : wrongChoice("chat completions", given, SHELLS, words),
  );
}

/** Parses what is to be done with tokens, and whose. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseTokenAction(
  [given, name]: readonly string[],
  words: Words,
): { readonly action: "list" } | { readonly action: "new" | "revoke"; readonly name: string } {
  const { cli } = words;
  const action = TOKEN_ACTIONS.find((known) => known === given);
  if (given === undefined) throw new UsageError(cli.missingTokenAction(TOKEN_ACTIONS));
  if (action === undefined) {
    throw new UsageError(wrongChoice("chat token", given, TOKEN_ACTIONS, words));
  }
  if (action === "list") {
    if (name !== undefined) throw new UsageError(cli.extraArgument(name));
    return { action };
  }
  if (name === undefined) throw new UsageError(cli.missingTokenName(action));
  return { action, name };
}

/** Parses what is to be done about a cluster. Throws a {@linkcode UsageError} when there is no such thing. */
export function parseClusterAction([given]: readonly string[], words: Words): ClusterAction {
  const action = CLUSTER_ACTIONS.find((known) => known === given);
  if (action !== undefined) return action;
  throw new UsageError(
    given === undefined
      ? words.cluster.missingAction(CLUSTER_ACTIONS)
      : wrongChoice("chat cluster", given, CLUSTER_ACTIONS, words),
  );
}

/** Parses what is to be done with a server's key. Throws a {@linkcode UsageError} when there is no such thing. */
export function parseIdentityAction([given]: readonly string[], words: Words): "show" | "new" {
  if (given === undefined) return "show";
  const action = IDENTITY_ACTIONS.find((known) => known === given);
  if (action === undefined) {
    throw new UsageError(wrongChoice("chat identity", given, IDENTITY_ACTIONS, words));
  }
  return action;
}

/** Parses what is to be done with invitations, and with which. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseInviteAction(
  [given, written]: readonly string[],
  words: Words,
): { readonly action: "new" | "list" } | { readonly action: "revoke"; readonly id: number } {
  const { cli } = words;
  const action = INVITE_ACTIONS.find((known) => known === given);
  if (given === undefined) return { action: "new" };
  if (action === undefined) throw new UsageError(wrongChoice("chat invite", given, INVITE_ACTIONS, words));
  if (action === "list") {
    if (written !== undefined) throw new UsageError(cli.extraArgument(written));
    return { action };
  }
  const id = /^\d{1,15}$/.test(written ?? "") ? Number(written) : undefined;
  if (id === undefined) throw new UsageError(cli.missingInvitation);
  return { action, id };
}

/** Parses what is to be done with bans, and with which. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseBanAction(
  [given, what]: readonly string[],
  words: Words,
):
  | { readonly action: "list" }
  | { readonly action: "add"; readonly whom: string }
  | { readonly action: "lift"; readonly n: number } {
  const { cli } = words;
  const action = BAN_ACTIONS.find((known) => known === given);
  if (given !== undefined && action === undefined) {
    throw new UsageError(wrongChoice("chat ban", given, BAN_ACTIONS, words));
  }
  if (action === "list" || action === undefined) {
    if (what !== undefined) throw new UsageError(cli.extraArgument(what));
    return { action: "list" };
  }
  if (action === "add") {
    if (what === undefined) throw new UsageError(cli.missingBanned);
    return { action, whom: what };
  }
  const n = /^\d{1,15}$/.test(what ?? "") ? Number(what) : undefined;
  if (n === undefined) throw new UsageError(cli.missingBan);
  return { action, n };
}

/** Parses what is to be done with claimed names, and with whose. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseAccountAction(
  [given, name, to]: readonly string[],
  words: Words,
):
  | { readonly action: "list" }
  | { readonly action: "reset" | "remove"; readonly name: string }
  | { readonly action: "rename"; readonly name: string; readonly to: string } {
  const { cli } = words;
  const action = ACCOUNT_ACTIONS.find((known) => known === given);
  if (given === undefined) throw new UsageError(cli.missingAccountAction(ACCOUNT_ACTIONS));
  if (action === undefined) {
    throw new UsageError(wrongChoice("chat account", given, ACCOUNT_ACTIONS, words));
  }
  const extra = action === "list" ? name : action === "rename" ? undefined : to;
  if (extra !== undefined) throw new UsageError(cli.extraArgument(extra));
  if (action === "list") return { action };
  if (name === undefined || (action === "rename" && to === undefined)) {
    throw new UsageError(cli.missingAccountName(action));
  }
  return action === "rename" ? { action, name, to: to ?? "" } : { action, name };
}

/** Parses whose account is to be the owner's. Throws a {@linkcode UsageError} for nobody's. */
export function parseOwner([name]: readonly string[], { cli }: Words): string {
  if (name === undefined) throw new UsageError(cli.missingOwner);
  return name;
}

/** Parses what is to be done with known servers, and with which. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseKnownAction(
  [given, where]: readonly string[],
  words: Words,
): { readonly action: "list" } | {
  readonly action: "forget";
  readonly host: string;
  readonly port?: number;
} {
  const { cli } = words;
  const action = KNOWN_ACTIONS.find((known) => known === given);
  if (given === undefined) throw new UsageError(cli.missingKnownAction(KNOWN_ACTIONS));
  if (action === undefined) throw new UsageError(wrongChoice("chat known", given, KNOWN_ACTIONS, words));
  if (action === "list") {
    if (where !== undefined) throw new UsageError(cli.extraArgument(where));
    return { action };
  }
  if (where === undefined) throw new UsageError(cli.missingKnownHost);
  const address = parseAddress(where);
  if (address === undefined || address.port === 0) throw new UsageError(cli.badHost(where));
  return { action, ...address };
}

/** Parses for what a unit is to be printed: `undefined` for this system's. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseServiceAction(
  [given, manager]: readonly string[],
  words: Words,
): ServiceManager | undefined {
  if (given === undefined) throw new UsageError(words.operating.missingServiceAction(SERVICE_MANAGERS));
  if (!SERVICE_ACTIONS.some((known) => known === given)) {
    throw new UsageError(wrongChoice("chat service", given, SERVICE_ACTIONS, words));
  }
  const found = SERVICE_MANAGERS.find((known) => known === manager);
  if (manager === undefined || found !== undefined) return found;
  throw new UsageError(wrongChoice(`chat service ${given}`, manager, SERVICE_MANAGERS, words));
}
