/**
 * `chat cluster`: what NATS is started with, how a cluster is doing, and making its stream anew.
 *
 * @module
 */

import {
  CannotIdentify,
  CannotStore,
  type ClusterOptions,
  clusterRenewal,
  clusterStatus,
  hasKeyFile,
  keyFileOf,
  readFingerprint,
} from "../server.ts";
import { type FileCommandContext, requireFile } from "./archive_command.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { clusterProblem, readClusterFiles } from "./cluster_problem.ts";
import { consent } from "./consent.ts";
import { ExitCode } from "./exit.ts";
import { CLUSTER_FLAGS, type ClusterAction } from "./flags.ts";
import { natsConfig, natsNodesConfig } from "./nats_config.ts";

/** Runs `chat cluster`. Resolves to the exit code. Throws a {@linkcode UsageError} for a certificate without its key. */
export async function runCluster(
  action: ClusterAction,
  given: FlagValues,
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  const { nodes, clusterName, data } = CLUSTER_FLAGS;
  if (action === "config") {
    const machines = given.value(nodes);
    stdout.print(
      machines === undefined ? natsConfig() : natsNodesConfig(given.value(clusterName), machines),
    );
    return ExitCode.ok;
  }
  const options = readClusterFiles(optionsOf(given, context), words);
  if (typeof options === "string") {
    stderr.print(`${options}\n`);
    return ExitCode.data;
  }
  const path = given.value(data) ?? dataFile;
  try {
    return action === "status" ? await status(options, context) : await renew(options, given, path, context);
  } catch (error) {
    const problem = problemOf(error, path, context);
    if (problem === undefined) throw error;
    stderr.print(`${problem}\n`);
    return ExitCode.data;
  }
}

async function status(options: ClusterOptions, { words, stdout }: FileCommandContext): Promise<number> {
  const { first, last, servers, agree, isOne } = await clusterStatus(options);
  stdout.print(`${words.cluster.stream(options.name, first, last)}\n`);
  for (const { address, applied } of servers) {
    stdout.print(`${words.cluster.server(address, applied, Math.max(0, last - applied))}\n`);
  }
  stdout.print(`${agree ? words.cluster.agree(servers.length) : words.cluster.differ}\n`);
  if (!isOne) stdout.print(`${words.cluster.otherKeys}\n`);
  return agree && isOne && servers.length > 0 ? ExitCode.ok : ExitCode.data;
}

/** Makes the stream anew, once somebody has said so: what it has, and the log lacks, is then lost. */
async function renew(
  options: ClusterOptions,
  given: FlagValues,
  path: string,
  { words, stdout, stderr }: FileCommandContext,
): Promise<number> {
  const { clusterReplicas, clusterKeep, yes } = CLUSTER_FLAGS;
  requireFile(path);
  const key = keyFileOf(path);
  const [replicas, keep] = [given.value(clusterReplicas), given.value(clusterKeep)];
  const renewal = await clusterRenewal({
    ...options,
    replicas: replicas === undefined ? undefined : Number(replicas),
    keep,
    fingerprint: hasKeyFile(key) ? await readFingerprint(key) : undefined,
  }, path);
  try {
    const { applied, stream, keeping } = renewal;
    stdout.print(`${words.cluster.renewal(path, applied, stream)}\n${words.cluster.renewalMeans(applied)}\n`);
    stdout.print(`${words.cluster.renewalMakes(keeping.replicas, keeping.keep)}\n`);
    const isKnown = stream !== undefined || (replicas !== undefined && keep !== undefined);
    if (!isKnown) stdout.print(`${words.cluster.renewalUnknown}\n`);
    const isMeant = given.isOn(yes) || await consent(words.cluster.askRenew, words.identity.yes, stdout);
    if (isMeant !== true) {
      stderr.print(`${isMeant === undefined ? words.cluster.needsYes : words.cluster.notRenewed}\n`);
      return isMeant === undefined ? ExitCode.usage : ExitCode.ok;
    }
    await renewal.renew();
    stdout.print(`${words.cluster.renewed}\n`);
    return ExitCode.ok;
  } finally {
    await renewal.close();
  }
}

function problemOf(error: unknown, path: string, { words }: FileCommandContext): string | undefined {
  if (error instanceof CannotStore) {
    return path === "" ? words.store.nowhere : words.store[error.kind](error.path || path, error.message);
  }
  if (error instanceof CannotIdentify) return words.identity.problem[error.kind](error.path);
  return clusterProblem(error, path, words);
}

function optionsOf(given: FlagValues, { words }: FileCommandContext): ClusterOptions {
  const flags = CLUSTER_FLAGS;
  const certificate = { cert: given.value(flags.clusterCert), key: given.value(flags.clusterKey) };
  if ((certificate.cert === undefined) !== (certificate.key === undefined)) {
    throw new UsageError(words.cluster.needCert);
  }
  return {
    servers: given.value(flags.cluster) ?? ["nats://127.0.0.1:4222"],
    name: given.value(flags.clusterName),
    creds: given.value(flags.clusterCreds),
    ca: given.value(flags.clusterCa),
    ...certificate,
    replicas: 1,
    keep: 1,
    advertise: [],
  };
}
