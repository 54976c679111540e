/**
 * The flags of the commands that go into a room, and of those servers that they know.
 *
 * @module
 */

import { DEFAULT_HOST, DEFAULT_PORT, DEFAULT_ROOM } from "../../protocol/limits.ts";
import * as kinds from "../flag_values.ts";
import { flag, help, lang, toggle, version } from "./row.ts";

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
  file: flag("file", kinds.path, undefined),
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

/** The flags of `chat known`, in the order of its help. */
export const KNOWN_FLAGS = { lang, help, version };
