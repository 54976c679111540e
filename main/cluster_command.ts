/**
 * `chat cluster`: what NATS is started with, and how a cluster is doing.
 *
 * @module
 */

import { type ClusterOptions, clusterStatus } from "../server.ts";
import type { Words } from "../words/en.ts";
import type { FlagValues } from "./arguments.ts";
import { clusterProblem, readClusterFiles } from "./cluster_problem.ts";
import { ExitCode } from "./exit.ts";
import { CLUSTER_FLAGS } from "./flags.ts";
import type { Output } from "./output.ts";

/** What the command needs besides its flags. */
export interface ClusterCommandContext {
  readonly words: Words;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** What NATS is started with: nobody but this machine reaches it, and what it has acknowledged is on the disk. */
const NATS_CONFIG = `# nats-server -c nats.conf
server_name: chat
listen: "127.0.0.1:4222"
jetstream {
  store_dir: "./nats"
  sync_interval: always
}
`;

/** Runs `chat cluster`. Resolves to the exit code. */
export async function runCluster(
  action: "config" | "status",
  given: FlagValues,
  { words, stdout, stderr }: ClusterCommandContext,
): Promise<number> {
  if (action === "config") {
    stdout.print(NATS_CONFIG);
    return ExitCode.ok;
  }
  const options = readClusterFiles(optionsOf(given), words);
  if (typeof options === "string") {
    stderr.print(`${options}\n`);
    return ExitCode.data;
  }
  try {
    const { first, last, servers, agree, isOne } = await clusterStatus(options);
    stdout.print(`${words.cluster.stream(options.name, first, last)}\n`);
    for (const { address, applied } of servers) {
      stdout.print(`${words.cluster.server(address, applied, Math.max(0, last - applied))}\n`);
    }
    stdout.print(`${agree ? words.cluster.agree(servers.length) : words.cluster.differ}\n`);
    if (!isOne) stdout.print(`${words.cluster.otherKeys}\n`);
    return agree && isOne && servers.length > 0 ? ExitCode.ok : ExitCode.data;
  } catch (error) {
    const problem = clusterProblem(error, "", words);
    if (problem === undefined) throw error;
    stderr.print(`${problem}\n`);
    return ExitCode.data;
  }
}

function optionsOf(given: FlagValues): ClusterOptions {
  const flags = CLUSTER_FLAGS;
  return {
    servers: given.value(flags.cluster) ?? ["nats://127.0.0.1:4222"],
    name: given.value(flags.clusterName),
    creds: given.value(flags.clusterCreds),
    ca: given.value(flags.clusterCa),
    replicas: 1,
    keep: 1,
    advertise: [],
  };
}
