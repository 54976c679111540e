/**
 * Every flag of the command line, in one table a subcommand: parsing, checking and help are all made from it.
 *
 * @module
 */

import { DEFAULT_HOST, DEFAULT_LIMITS, DEFAULT_PORT, DEFAULT_ROOM } from "../protocol/limits.ts";
import type { Words } from "../words/en.ts";
import type { EnvVariable } from "./environment.ts";
import * as kinds from "./flag_values.ts";
import type { ValueKind } from "./flag_values.ts";
import { SERVICE_MANAGERS } from "./service_units.ts";

/** What every flag has. */
interface Row {
  /** As it is written after `--`. */
  readonly name: string;
  /** The letter that it is written with after `-`. */
  readonly short?: string;
  /** The sentence of the catalogue that explains it. */
  readonly help: keyof Words["help"]["flag"];
}

/** A flag that is there or not. */
export interface Switch extends Row {
  readonly kind: "switch";
}

/** A flag with a value. `fallback` counts when none is given. */
export interface Flag<Value, Fallback = Value> extends Row {
  readonly kind: ValueKind<Value>;
  readonly fallback: Fallback;
  /** The environment variable that counts when the flag is not there. */
  readonly env?: EnvVariable;
}

/** Any flag, for what needs no value of its own type. */
export type AnyFlag = Switch | Flag<unknown>;

/** The name of a subcommand. */
export type SubcommandName =
  | "server"
  | "client"
  | "send"
  | "tail"
  | "ask"
  | "export"
  | "backup"
  | "verify"
  | "restore"
  | "token"
  | "identity"
  | "known"
  | "ban"
  | "audit"
  | "invite"
  | "account"
  | "owner"
  | "service"
  | "completions";

/** How many names can be claimed unless a flag says otherwise. */
const MOST_CLAIMS = 1000;

const LANGUAGES = ["en", "it"] as const;
const SWITCH = ["on", "off"] as const;
const DURABILITIES = ["process", "power"] as const;
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
/** What `chat service` can do. */
export const SERVICE_ACTIONS = ["print-unit"] as const;

const EXPORT_FORMATS = ["text", "jsonl"] as const;
const UNENCRYPTED = ["never", "local", "anywhere"] as const;
const LOG_STYLES = ["text", "json"] as const;

/** The messages a second, and the burst, of a server unless its flags say otherwise. */
const RATE = DEFAULT_LIMITS.rate ?? { perSecond: null, burst: 1 };

const help: Switch = { name: "help", short: "h", kind: "switch", help: "help" };
const version: Switch = { name: "version", kind: "switch", help: "version" };

const lang: Flag<(typeof LANGUAGES)[number], undefined> = {
  name: "lang",
  kind: kinds.oneOf(LANGUAGES),
  fallback: undefined,
  env: "CHAT_LANG",
  help: "lang",
};

function flag<Value, Fallback>(
  name: keyof Words["help"]["flag"],
  kind: ValueKind<Value>,
  fallback: Fallback,
  more: Partial<Pick<Flag<Value>, "short" | "env" | "help">> = {},
): Flag<Value, Fallback> {
  return { name, kind, fallback, help: name, ...more };
}

function toggle(name: keyof Words["help"]["flag"]): Switch {
  return { name, kind: "switch", help: name };
}

/** Whom a client trusts. */
const TRUST = {
  fingerprint: flag("fingerprint", kinds.fingerprint, undefined),
  ca: flag("ca", kinds.path, undefined),
  unencrypted: toggle("unencrypted"),
  doorFile: flag("door-file", kinds.path, undefined, { help: "clientDoorFile" }),
};

/** Where the room is, and as whom an errand goes there. */
const ERRAND = {
  host: flag("host", kinds.host, DEFAULT_HOST, { env: "CHAT_HOST", help: "clientHost" }),
  port: flag("port", kinds.clientPort, DEFAULT_PORT, { short: "p", env: "CHAT_PORT", help: "clientPort" }),
  as: flag("as", kinds.name, undefined, { short: "n", env: "CHAT_NAME" }),
  room: flag("room", kinds.room, DEFAULT_ROOM),
  create: toggle("create"),
  noKey: toggle("no-key"),
  ...TRUST,
};

/** The flags of `chat` itself. */
export const CHAT_FLAGS = { lang, help, version };

/** The flags of `chat server`, in the order of its help. */
export const SERVER_FLAGS = {
  host: flag("host", kinds.host, DEFAULT_HOST, { env: "CHAT_HOST" }),
  port: flag("port", kinds.port, DEFAULT_PORT, { short: "p", env: "CHAT_PORT" }),
  title: flag("title", kinds.title, undefined),
  log: flag("log", kinds.oneOf(LOG_STYLES), "text" as const),
  quiet: toggle("quiet"),
  maxClients: flag("max-clients", kinds.count, DEFAULT_LIMITS.maxClients),
  maxPerAddress: flag("max-per-address", kinds.count, DEFAULT_LIMITS.maxPerAddress),
  maxRooms: flag("max-rooms", kinds.count, DEFAULT_LIMITS.maxRooms),
  newRooms: flag("new-rooms", kinds.count, DEFAULT_LIMITS.newRoomsPerHour),
  maxLine: flag("max-line", kinds.lineSize, DEFAULT_LIMITS.lineBytes),
  maxMessage: flag("max-message", kinds.messageChars, DEFAULT_LIMITS.messageChars),
  nameTimeout: flag("name-timeout", kinds.duration, DEFAULT_LIMITS.nameTimeout),
  rate: flag("rate", kinds.rate, RATE.perSecond),
  burst: flag("burst", kinds.count, RATE.burst),
  flood: flag("flood", kinds.oneOf(SWITCH), "on" as const),
  outbox: flag("outbox", kinds.size, DEFAULT_LIMITS.outboxBytes),
  pingAfter: flag("ping-after", kinds.duration, DEFAULT_LIMITS.pingAfter),
  pingTimeout: flag("ping-timeout", kinds.duration, DEFAULT_LIMITS.pongWithin),
  idle: flag("idle", kinds.durationOrOff, DEFAULT_LIMITS.idle),
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  ephemeral: toggle("ephemeral"),
  durability: flag("durability", kinds.oneOf(DURABILITIES), "process" as const),
  keep: flag("keep", kinds.keep, { kind: "forever" } as const),
  noSearch: toggle("no-search"),
  replay: flag("replay", kinds.countOrNone, DEFAULT_LIMITS.replay),
  grace: flag("grace", kinds.durationOrOff, DEFAULT_LIMITS.grace),
  restart: flag("restart", kinds.duration, undefined),
  noWeb: toggle("no-web"),
  webOrigin: flag("web-origin", kinds.origins, undefined),
  tlsCert: flag("tls-cert", kinds.path, undefined),
  tlsKey: flag("tls-key", kinds.path, undefined),
  unencrypted: flag("unencrypted", kinds.oneOf(UNENCRYPTED), "local" as const, {
    help: "serverUnencrypted",
  }),
  trustProxy: flag("trust-proxy", kinds.networks, undefined),
  noQr: toggle("no-qr"),
  doorFile: flag("door-file", kinds.path, undefined),
  door: toggle("door"),
  closed: toggle("closed"),
  approve: toggle("approve"),
  claims: flag("claims", kinds.count, MOST_CLAIMS),
  accountIdle: flag("account-idle", kinds.period, 365 * 86_400_000),
  lang,
  help,
  version,
};

/** The flags of `chat client`, in the order of its help. */
export const CLIENT_FLAGS = {
  host: flag("host", kinds.host, DEFAULT_HOST, { env: "CHAT_HOST", help: "clientHost" }),
  port: flag("port", kinds.clientPort, DEFAULT_PORT, { short: "p", env: "CHAT_PORT", help: "clientPort" }),
  name: flag("name", kinds.name, undefined, { short: "n", env: "CHAT_NAME" }),
  room: flag("room", kinds.room, DEFAULT_ROOM),
  ...TRUST,
  json: toggle("json"),
  plain: toggle("plain"),
  bell: toggle("bell"),
  timeout: flag("timeout", kinds.duration, 2000),
  noReconnect: toggle("no-reconnect"),
  noOutbox: toggle("no-outbox"),
  noKey: toggle("no-key"),
  noColor: toggle("no-color"),
  lang,
  help,
  version,
};

/** The flags of `chat send`, in the order of its help. */
export const SEND_FLAGS = {
  ...ERRAND,
  block: toggle("block"),
  timeout: flag("timeout", kinds.duration, 2000),
  lang,
  help,
  version,
};

/** The flags of `chat tail`, in the order of its help. */
export const TAIL_FLAGS = {
  ...ERRAND,
  since: flag("since", kinds.since, undefined, { help: "tailSince" }),
  follow: { name: "follow", short: "f", kind: "switch", help: "follow" },
  json: { name: "json", kind: "switch", help: "tailJson" },
  timeout: flag("timeout", kinds.duration, 2000),
  lang,
  help,
  version,
} as const;

/** The flags of `chat ask`, in the order of its help. Its `--timeout` is for the answer, and the server's has its own. */
export const ASK_FLAGS = {
  ...ERRAND,
  timeout: flag("timeout", kinds.duration, 60_000, { help: "askTimeout" }),
  json: { name: "json", kind: "switch", help: "tailJson" },
  lang,
  help,
  version,
} as const;

/** The flags of `chat completions`. */
export const COMPLETIONS_FLAGS = { lang, help, version };

/** The flags of `chat export`, in the order of its help. */
export const EXPORT_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  room: flag("room", kinds.room, undefined, { help: "exportRoom" }),
  since: flag("since", kinds.since, undefined),
  format: flag("format", kinds.oneOf(EXPORT_FORMATS), "text" as const),
  lang,
  help,
  version,
};

/** The flags of `chat backup`, in the order of its help. */
export const BACKUP_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  verify: toggle("verify"),
  lang,
  help,
  version,
};

/** The flags of `chat verify`, in the order of its help. */
export const VERIFY_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat token`, in the order of its help. */
export const TOKEN_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat identity`, in the order of its help. */
export const IDENTITY_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA", help: "identityData" }),
  tlsCert: flag("tls-cert", kinds.path, undefined, { help: "identityCert" }),
  yes: toggle("yes"),
  lang,
  help,
  version,
};

/** The flags of `chat invite`, in the order of its help. */
export const INVITE_FLAGS = {
  room: flag("room", kinds.room, undefined, { help: "inviteRoom" }),
  uses: flag("uses", kinds.count, 1),
  expires: flag("expires", kinds.period, 86_400_000),
  for: flag("for", kinds.name, undefined),
  host: flag("host", kinds.host, undefined, { env: "CHAT_HOST", help: "inviteHost" }),
  port: flag("port", kinds.clientPort, DEFAULT_PORT, { short: "p", env: "CHAT_PORT", help: "clientPort" }),
  noQr: toggle("no-qr"),
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat account`, in the order of its help. */
export const ACCOUNT_FLAGS = {
  host: flag("host", kinds.host, undefined, { env: "CHAT_HOST", help: "inviteHost" }),
  port: flag("port", kinds.clientPort, DEFAULT_PORT, { short: "p", env: "CHAT_PORT", help: "clientPort" }),
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat owner`, in the order of its help. */
export const OWNER_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat known`, in the order of its help. */
export const KNOWN_FLAGS = { lang, help, version };

/** The flags of `chat ban`, in the order of its help. */
export const BAN_FLAGS = {
  for: flag("for", kinds.period, undefined, { help: "banFor" }),
  why: flag("why", kinds.title, undefined),
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat audit`, in the order of its help. */
export const AUDIT_FLAGS = {
  since: flag("since", kinds.since, undefined),
  json: { name: "json", kind: "switch", help: "auditJson" } as const,
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat restore`, in the order of its help. */
export const RESTORE_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA" }),
  lang,
  help,
  version,
};

/** The flags of `chat service`, in the order of its help. */
export const SERVICE_FLAGS = {
  program: flag("program", kinds.path, undefined),
  data: flag("data", kinds.path, undefined, { help: "serviceData" }),
  lang,
  help,
  version,
};

/** What each subcommand takes besides flags, as help shows it. What ends in `…` may be several words. */
export const OPERANDS: { readonly [Name in SubcommandName]: readonly string[] } = {
  server: [],
  client: ["[chat://…]"],
  send: ["[chat://…]", "[TEXT…]"],
  tail: ["[chat://…]"],
  ask: ["[chat://…]", "TEXT…"],
  export: [],
  backup: ["FILE"],
  verify: ["[FILE]"],
  restore: ["FILE"],
  token: [TOKEN_ACTIONS.join("|"), "[NAME]"],
  identity: [`[${IDENTITY_ACTIONS.join("|")}]`],
  invite: [`[${INVITE_ACTIONS.join("|")}]`, "[N]"],
  account: [ACCOUNT_ACTIONS.join("|"), "[NAME]", "[NEW]"],
  owner: ["NAME"],
  known: [KNOWN_ACTIONS.join("|"), "[HOST[:PORT]]"],
  ban: [BAN_ACTIONS.join("|"), "[NAME|ADDRESS|PATTERN|N]"],
  audit: [],
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
  export: Object.values<AnyFlag>(EXPORT_FLAGS),
  backup: Object.values<AnyFlag>(BACKUP_FLAGS),
  verify: Object.values<AnyFlag>(VERIFY_FLAGS),
  restore: Object.values<AnyFlag>(RESTORE_FLAGS),
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
