/**
 * The words that commands take: what is to be done, and for which shell.
 *
 * @module
 */

/** The shells that completions are made for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** What can be done with tokens. */
export const TOKEN_ACTIONS = ["new", "list", "revoke"] as const;

/** What can be done with a server's key besides showing it. */
export const IDENTITY_ACTIONS = ["new"] as const;

/** What can be done with invitations besides making one. */
export const INVITE_ACTIONS = ["list", "revoke"] as const;

/** What can be done with bans. */
export const BAN_ACTIONS = ["list", "add", "lift"] as const;
/** What can be done with claimed names. */
export const ACCOUNT_ACTIONS = ["list", "reset", "remove", "rename"] as const;

/** What can be done with known servers. */
export const KNOWN_ACTIONS = ["list", "forget"] as const;
/** What can be done with a file of settings. */
export const CONFIG_ACTIONS = ["check"] as const;
/** What `chat cluster` can do. */
export const CLUSTER_ACTIONS = ["config", "status", "renew"] as const;

/** One of them. */
export type ClusterAction = (typeof CLUSTER_ACTIONS)[number];

/** On how many NATS servers a cluster's stream may be kept. */
export const REPLICAS = ["1", "3"] as const;
/** What `chat service` can do. */
export const SERVICE_ACTIONS = ["print-unit"] as const;
