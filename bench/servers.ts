/**
 * The servers that are measured and their commands: ours, the floor, and peers.
 *
 * @module
 */

import type { DialectName } from "./generator/dialects.ts";
import { markAllGone } from "./synthetic_log.ts";
import { ircConfig, natsConfig, ngircdConfig } from "./peer_configs.ts";
import { freePort, start } from "./processes.ts";

/** A server: its command and its protocols. */
export interface ServerKind {
  readonly name: string;
  readonly dialects: readonly DialectName[];
  /** The most members of a room. */
  readonly mostMembers: number;
  /** The most idle members of a room: an IRC server sends each new member the names of all. */
  readonly mostIdle: number;
  readonly isOurs: boolean;
  /** Whether each that is started is one of a cluster. */
  readonly isClustered?: true;
  /** The folder of its source, when that is not this checkout. */
  readonly checkout?: string;
  /** How many messages its largest room has at the start; none by default. */
  readonly messagesBefore?: number;
  /** How many servers more there are of its cluster, and whether members are spread over all. */
  readonly others?: { readonly count: number; readonly isSpread: boolean };
  /** Runs before each start. */
  prepare?(): void;
  readonly command: string;
  /** @param log The log of one of our servers, and flags for this start alone. */
  args(port: number, folder: string, log: string, flags: readonly string[]): readonly string[];
}

/** Starts a server; one of ours with a new log unless there is to be another. */
export function launch(
  kind: ServerKind,
  port: number,
  folder: string,
  log = `${folder}/${crypto.randomUUID()}.db`,
  flags: readonly string[] = [],
): Deno.ChildProcess {
  kind.prepare?.();
  return start(kind.command, kind.args(port, folder, log, flags), { silent: !kind.isOurs });
}

/** Starts the other servers of its cluster, with logs of their own. */
export function launchOthers(
  kind: ServerKind,
  folder: string,
  log: string,
  flags: readonly string[] = [],
): readonly { readonly port: number; readonly child: Deno.ChildProcess }[] {
  return Array.from({ length: kind.others?.count ?? 0 }, (_, index) => {
    const port = freePort();
    return { port, child: launch(kind, port, folder, `${log}-${index + 1}`, flags) };
  });
}

const ENTRY = new URL("../main.ts", import.meta.url).pathname;
const FLOOR = new URL("./floor_server.ts", import.meta.url).pathname;

/** The size of V8's young generation: the flag of our tasks and of the binary. */
const YOUNG = "--v8-flags=--max-semi-space-size=4";

/** Returns the command of our program: a binary, or the source of this checkout or of another. */
export function programCommand(
  binary: string | undefined,
  checkout?: string,
): { readonly command: string; readonly args: readonly string[] } {
  if (binary !== undefined) return { command: binary, args: [] };
  const source = checkout === undefined
    ? [ENTRY]
    : ["--config", `${checkout}/deno.json`, `${checkout}/main.ts`];
  return { command: Deno.execPath(), args: ["run", YOUNG, "--allow-all", "--no-prompt", ...source] };
}

/** A log file that a server continues. */
export interface ExistingLog {
  readonly name: string;
  readonly path: string;
  /** How many messages are in the room that is measured. */
  readonly kept: number;
}

/** How one of our servers differs from the one that is always measured. */
export interface ServerVariant {
  /** The compiled program that is run instead of the source. */
  readonly binary?: string | undefined;
  /** Another checkout whose source is run. */
  readonly checkout?: string;
  /** More flags, behind the others: `--ephemeral` is the server without a log. */
  readonly flags: readonly string[];
  readonly log?: ExistingLog;
}

/**
 * Describes our server with its log on, in a new file each time unless there is an existing one, and with every limit
 * out of the way that a benchmark would meet.
 */
export function chatServer({ binary, checkout, flags, log }: ServerVariant): ServerKind {
  const { command, args } = programCommand(binary, checkout);
  return {
    name: log?.name ?? (checkout === undefined ? "chat" : `chat in ${checkout}`),
    dialects: ["native", "tls", "plain", "irc", "irc-echo"],
    mostMembers: Infinity,
    mostIdle: Infinity,
    isOurs: true,
    ...(checkout !== undefined && { checkout }),
    ...(log !== undefined && { messagesBefore: log.kept, prepare: () => markAllGone(log.path) }),
    command,
    args: (port, _folder, data, more) => [
      ...args,
      "server",
      ...["--data", log?.path ?? data],
      ...["--port", String(port), "--max-clients", "1000000", "--max-per-address", "1000000"],
      ...["--rate", "off", "--quiet", "--lang", "en"],
      ...flags,
      ...more,
    ],
  };
}

/** The least that a fan-out in Deno can cost. */
export const floorServer: ServerKind = {
  name: "floor",
  dialects: ["floor"],
  mostMembers: Infinity,
  mostIdle: Infinity,
  isOurs: false,
  command: Deno.execPath(),
  args: (port) => ["run", "--allow-net", "--no-prompt", FLOOR, String(port)],
};

/** Other servers, measured if they are installed. */
export const peerServers: readonly ServerKind[] = [
  {
    name: "nats-server",
    dialects: ["nats"],
    mostMembers: Infinity,
    mostIdle: Infinity,
    isOurs: false,
    command: "nats-server",
    args: (port, folder) => ["-c", natsConfig(port, folder)],
  },
  {
    name: "ngircd",
    dialects: ["irc"],
    mostMembers: Infinity,
    mostIdle: 1000,
    isOurs: false,
    command: "ngircd",
    args: (port, folder) => ["-n", "-f", ngircdConfig(port, folder)],
  },
  {
    name: "inspircd",
    dialects: ["irc"],
    mostMembers: Infinity,
    mostIdle: 1000,
    isOurs: false,
    command: "inspircd",
    args: (port, folder) => ["--nofork", "--nopid", "--runasroot", "--config", ircConfig(port, folder)],
  },
  {
    name: "ncat --chat",
    dialects: ["ncat"],
    mostMembers: 100, // It accepts more only very slowly.
    mostIdle: 100,
    isOurs: false,
    command: "ncat",
    args: (port) => ["--chat", "-l", "127.0.0.1", String(port), "--max-conns", "1010"],
  },
];
