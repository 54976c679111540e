/**
 * Every flag of the command line, in one table a subcommand: parsing, checking and help are all made from it.
 *
 * Owns: which commands, flags and operands there are.
 * Must not know: how a command is carried out.
 * Called by: what parses command lines, makes help, completions and the manual, and carries a command out.
 *
 * @module
 */

import { ASK_FLAGS, CLIENT_FLAGS, KNOWN_FLAGS, SEND_FLAGS, TAIL_FLAGS } from "./flags/client.ts";
import {
  AUDIT_FLAGS,
  BACKUP_FLAGS,
  ERASE_FLAGS,
  EXPORT_FLAGS,
  RESTORE_FLAGS,
  VERIFY_FLAGS,
} from "./flags/log_file.ts";
import {
  CLUSTER_FLAGS,
  COMPLETIONS_FLAGS,
  CONFIG_FLAGS,
  DOCTOR_FLAGS,
  IDENTITY_FLAGS,
  RELOAD_FLAGS,
  SERVICE_FLAGS,
  STATUS_FLAGS,
} from "./flags/machine.ts";
import { ACCOUNT_FLAGS, BAN_FLAGS, INVITE_FLAGS, OWNER_FLAGS, TOKEN_FLAGS } from "./flags/members.ts";
import type { AnyFlag } from "./flags/row.ts";
import { SERVER_FLAGS } from "./flags/server.ts";
import {
  ACCOUNT_ACTIONS,
  BAN_ACTIONS,
  CLUSTER_ACTIONS,
  CONFIG_ACTIONS,
  IDENTITY_ACTIONS,
  INVITE_ACTIONS,
  KNOWN_ACTIONS,
  SERVICE_ACTIONS,
  SHELLS,
  TOKEN_ACTIONS,
} from "./flags/words.ts";
import { SERVICE_MANAGERS } from "./service_units.ts";

export * from "./flags/client.ts";
export * from "./flags/log_file.ts";
export * from "./flags/machine.ts";
export * from "./flags/members.ts";
export type { AnyFlag, Flag, Switch } from "./flags/row.ts";
export { SERVER_FLAGS } from "./flags/server.ts";
export * from "./flags/words.ts";

/** Every subcommand, in the order of the help. */
export const COMMAND_NAMES = [
  "server",
  "client",
  "send",
  "tail",
  "ask",
  "status",
  "doctor",
  "config",
  "reload",
  "export",
  "backup",
  "verify",
  "restore",
  "erase",
  "token",
  "identity",
  "invite",
  "account",
  "owner",
  "known",
  "ban",
  "audit",
  "cluster",
  "service",
  "completions",
] as const;

/** The name of a subcommand. */
export type SubcommandName = (typeof COMMAND_NAMES)[number];

/** What each subcommand takes besides flags, as help shows it. What ends in `…` may be several words. */
export const OPERANDS: { readonly [Name in SubcommandName]: readonly string[] } = {
  server: [],
  client: ["[chat://…]"],
  send: ["[chat://…]", "[TEXT…]"],
  tail: ["[chat://…]"],
  ask: ["[chat://…]", "TEXT…"],
  status: [],
  doctor: [],
  config: [CONFIG_ACTIONS.join("|"), "FILE"],
  reload: [],
  export: [],
  backup: ["FILE"],
  verify: ["[FILE]"],
  restore: ["FILE"],
  erase: ["NAME"],
  token: [TOKEN_ACTIONS.join("|"), "[NAME]"],
  identity: [`[${IDENTITY_ACTIONS.join("|")}]`],
  invite: [`[${INVITE_ACTIONS.join("|")}]`, "[N]"],
  account: [ACCOUNT_ACTIONS.join("|"), "[NAME]", "[NEWNAME]"],
  owner: ["NAME"],
  known: [KNOWN_ACTIONS.join("|"), "[HOST[:PORT]]"],
  ban: [BAN_ACTIONS.join("|"), "[NAME|ADDRESS|PATTERN|N]"],
  audit: [],
  cluster: [CLUSTER_ACTIONS.join("|")],
  service: [SERVICE_ACTIONS.join("|"), `[${SERVICE_MANAGERS.join("|")}]`],
  completions: [SHELLS.join("|")],
};

/** The flags of each subcommand. */
export const FLAGS_OF: { readonly [Name in SubcommandName]: readonly AnyFlag[] } = {
  server: Object.values<AnyFlag>(SERVER_FLAGS),
  client: Object.values<AnyFlag>(CLIENT_FLAGS),
  send: Object.values<AnyFlag>(SEND_FLAGS),
  tail: Object.values<AnyFlag>(TAIL_FLAGS),
  ask: Object.values<AnyFlag>(ASK_FLAGS),
  completions: Object.values<AnyFlag>(COMPLETIONS_FLAGS),
  config: Object.values<AnyFlag>(CONFIG_FLAGS),
  reload: Object.values<AnyFlag>(RELOAD_FLAGS),
  doctor: Object.values<AnyFlag>(DOCTOR_FLAGS),
  status: Object.values<AnyFlag>(STATUS_FLAGS),
  export: Object.values<AnyFlag>(EXPORT_FLAGS),
  backup: Object.values<AnyFlag>(BACKUP_FLAGS),
  verify: Object.values<AnyFlag>(VERIFY_FLAGS),
  restore: Object.values<AnyFlag>(RESTORE_FLAGS),
  erase: Object.values<AnyFlag>(ERASE_FLAGS),
  cluster: Object.values<AnyFlag>(CLUSTER_FLAGS),
  service: Object.values<AnyFlag>(SERVICE_FLAGS),
  token: Object.values<AnyFlag>(TOKEN_FLAGS),
  identity: Object.values<AnyFlag>(IDENTITY_FLAGS),
  invite: Object.values<AnyFlag>(INVITE_FLAGS),
  account: Object.values<AnyFlag>(ACCOUNT_FLAGS),
  owner: Object.values<AnyFlag>(OWNER_FLAGS),
  known: Object.values<AnyFlag>(KNOWN_FLAGS),
  ban: Object.values<AnyFlag>(BAN_FLAGS),
  audit: Object.values<AnyFlag>(AUDIT_FLAGS),
};
