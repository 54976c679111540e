/**
 * The flags of the commands that are about the machine that a server runs on, and of `chat` itself.
 *
 * @module
 */

import { DEFAULT_HOST, DEFAULT_LIMITS, DEFAULT_PORT } from "../../protocol/limits.ts";
import * as kinds from "../flag_values.ts";
import { REPLICAS } from "./words.ts";
import { data, flag, help, lang, toggle, version } from "./row.ts";

/** The flags of `chat` itself. */
export const CHAT_FLAGS = { lang, help, version };

/** The flags of `chat identity`, in the order of its help. */
export const IDENTITY_FLAGS = {
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA", help: "identityData" }),
  tlsCert: flag("tls-cert", kinds.path, undefined, { help: "identityCert" }),
  yes: toggle("yes"),
  lang,
  help,
  version,
};

/** The flags of `chat status`, in the order of its help. */
export const STATUS_FLAGS = {
  data,
  json: { name: "json", kind: "switch", help: "statusJson" } as const,
  quiet: { name: "quiet", kind: "switch", help: "statusQuiet" } as const,
  timeout: flag("timeout", kinds.duration, 5000, { help: "statusTimeout" }),
  lang,
  help,
  version,
};

/** The flags of `chat cluster`, in the order of its help. */
export const CLUSTER_FLAGS = {
  cluster: flag("cluster", kinds.natsServers, undefined, { env: "CHAT_CLUSTER", help: "clusterServers" }),
  clusterName: flag("cluster-name", kinds.clusterName, "chat"),
  clusterCreds: flag("cluster-creds", kinds.path, undefined, { env: "CHAT_CLUSTER_CREDS" }),
  clusterCa: flag("cluster-ca", kinds.path, undefined),
  clusterCert: flag("cluster-cert", kinds.path, undefined),
  clusterKey: flag("cluster-key", kinds.path, undefined),
  nodes: flag("nodes", kinds.nodes, undefined),
  data: flag("data", kinds.path, undefined, { env: "CHAT_DATA", help: "renewData" }),
  clusterReplicas: flag("cluster-replicas", kinds.oneOf(REPLICAS), undefined, { help: "renewReplicas" }),
  clusterKeep: flag("cluster-keep", kinds.period, undefined, { help: "renewKeep" }),
  yes: { name: "yes", kind: "switch", help: "renewYes" } as const,
  lang,
  help,
  version,
};

/** The flags of `chat config`. */
export const CONFIG_FLAGS = { lang, help, version };

/** The flags of `chat reload`, in the order of its help. */
export const RELOAD_FLAGS = {
  data,
  timeout: flag("timeout", kinds.duration, 5000, { help: "statusTimeout" }),
  lang,
  help,
  version,
};

/** The flags of `chat doctor`, in the order of its help. */
export const DOCTOR_FLAGS = {
  data,
  host: flag("host", kinds.host, DEFAULT_HOST, { env: "CHAT_HOST" }),
  port: flag("port", kinds.port, DEFAULT_PORT, { short: "p", env: "CHAT_PORT" }),
  maxClients: flag("max-clients", kinds.count, DEFAULT_LIMITS.maxClients),
  webOrigin: flag("web-origin", kinds.origins, undefined, { help: "doctorOrigin" }),
  json: { name: "json", kind: "switch", help: "statusJson" } as const,
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

/** The flags of `chat completions`. */
export const COMPLETIONS_FLAGS = { lang, help, version };
