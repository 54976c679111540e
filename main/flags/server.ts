/**
 * The flags of `chat server`.
 *
 * @module
 */

import { DEFAULT_HOST, DEFAULT_LIMITS, DEFAULT_PORT } from "../../protocol/limits.ts";
import { endpoint } from "../address_values.ts";
import * as kinds from "../flag_values.ts";
import { data, flag, help, lang, toggle, version } from "./row.ts";
import { REPLICAS } from "./words.ts";

/** How many names can be claimed unless a flag says otherwise. */
const MOST_CLAIMS = 1000;

/** How long files are kept unless a flag says otherwise, in ms. */
const KEEP_FILES: number | null = 30 * 86_400_000;

const SWITCH = ["on", "off"] as const;
const DURABILITIES = ["process", "power"] as const;
const UNENCRYPTED = ["never", "local", "anywhere"] as const;
const LOG_ADDRESSES = ["full", "net", "none"] as const;
const LOG_STYLES = ["text", "json"] as const;

/** The messages a second, and the burst, of a server unless its flags say otherwise. */
const RATE = DEFAULT_LIMITS.rate ?? { perSecond: null, burst: 1 };

/** The flags of `chat server`, in the order of its help. */
export const SERVER_FLAGS = {
  config: flag("config", kinds.path, undefined),
  host: flag("host", kinds.host, DEFAULT_HOST, { env: "CHAT_HOST" }),
  port: flag("port", kinds.port, DEFAULT_PORT, { short: "p", env: "CHAT_PORT" }),
  title: flag("title", kinds.title, undefined),
  log: flag("log", kinds.oneOf(LOG_STYLES), "text" as const),
  logAddresses: flag("log-addresses", kinds.oneOf(LOG_ADDRESSES), "full" as const),
  quiet: toggle("quiet"),
  metrics: flag("metrics", endpoint, undefined),
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
  data,
  ephemeral: toggle("ephemeral"),
  durability: flag("durability", kinds.oneOf(DURABILITIES), "process" as const),
  keep: flag("keep", kinds.keep, { kind: "forever" } as const),
  noSearch: toggle("no-search"),
  maxFile: flag("max-file", kinds.sizeOrOff, DEFAULT_LIMITS.fileBytes),
  filesTotal: flag("files-total", kinds.size, DEFAULT_LIMITS.filesBytes),
  filesPerDay: flag("files-per-day", kinds.size, DEFAULT_LIMITS.filesPerDay),
  keepFiles: flag("keep-files", kinds.periodOrForever, KEEP_FILES),
  replay: flag("replay", kinds.countOrNone, DEFAULT_LIMITS.replay),
  grace: flag("grace", kinds.durationOrOff, DEFAULT_LIMITS.grace),
  restart: flag("restart", kinds.duration, undefined),
  noWeb: toggle("no-web"),
  webOrigin: flag("web-origin", kinds.origins, undefined),
  tlsCert: flag("tls-cert", kinds.path, undefined),
  tlsKey: flag("tls-key", kinds.path, undefined),
  sts: flag("sts", kinds.host, undefined),
  unencrypted: flag("unencrypted", kinds.oneOf(UNENCRYPTED), "local" as const, {
    help: "serverUnencrypted",
  }),
  trustProxy: flag("trust-proxy", kinds.networks, undefined),
  noConsole: toggle("no-console"),
  cluster: flag("cluster", kinds.natsServers, undefined, { env: "CHAT_CLUSTER" }),
  clusterName: flag("cluster-name", kinds.clusterName, "chat"),
  clusterCreds: flag("cluster-creds", kinds.path, undefined, { env: "CHAT_CLUSTER_CREDS" }),
  clusterCa: flag("cluster-ca", kinds.path, undefined),
  clusterCert: flag("cluster-cert", kinds.path, undefined),
  clusterKey: flag("cluster-key", kinds.path, undefined),
  clusterReplicas: flag("cluster-replicas", kinds.oneOf(REPLICAS), "1" as const),
  clusterKeep: flag("cluster-keep", kinds.period, 7 * 86_400_000),
  advertise: flag("advertise", kinds.places, undefined),
  leaveCluster: toggle("leave-cluster"),
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
