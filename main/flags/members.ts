/**
 * The flags of the commands that are about who may come in, and as whom.
 *
 * @module
 */

import { DEFAULT_PORT } from "../../protocol/limits.ts";
import * as kinds from "../flag_values.ts";
import { data, flag, help, lang, toggle, version } from "./row.ts";

/** The flags of `chat token`, in the order of its help. */
export const TOKEN_FLAGS = {
  data,
  lang,
  help,
  version,
};

/** What a ticket can make of somebody. */
const INVITED_ROLES = ["moderator", "owner"] as const;

/** The flags of `chat invite`, in the order of its help. */
export const INVITE_FLAGS = {
  room: flag("room", kinds.room, undefined, { help: "inviteRoom" }),
  uses: flag("uses", kinds.count, 1),
  expires: flag("expires", kinds.period, 86_400_000),
  for: flag("for", kinds.name, undefined),
  role: flag("role", kinds.oneOf(INVITED_ROLES), undefined),
  host: flag("host", kinds.host, undefined, { env: "CHAT_HOST", help: "inviteHost" }),
  port: flag("port", kinds.clientPort, DEFAULT_PORT, { short: "p", env: "CHAT_PORT", help: "clientPort" }),
  tlsCert: flag("tls-cert", kinds.path, undefined, { help: "inviteCert" }),
  noQr: toggle("no-qr"),
  data,
  lang,
  help,
  version,
};

/** The flags of `chat account`, in the order of its help. */
export const ACCOUNT_FLAGS = {
  host: flag("host", kinds.host, undefined, { env: "CHAT_HOST", help: "inviteHost" }),
  port: flag("port", kinds.clientPort, DEFAULT_PORT, { short: "p", env: "CHAT_PORT", help: "clientPort" }),
  tlsCert: flag("tls-cert", kinds.path, undefined, { help: "inviteCert" }),
  data,
  lang,
  help,
  version,
};

/** The flags of `chat owner`, in the order of its help. */
export const OWNER_FLAGS = {
  data,
  lang,
  help,
  version,
};

/** The flags of `chat ban`, in the order of its help. */
export const BAN_FLAGS = {
  for: flag("for", kinds.period, undefined, { help: "banFor" }),
  why: flag("why", kinds.title, undefined),
  data,
  lang,
  help,
  version,
};
