/**
 * `chat server`: opens a room, says how to get in, and closes it on a signal.
 *
 * @module
 */

import { formatAddress } from "../net/address.ts";
import { hasNodeTls } from "../net/tls.ts";
import {
  CannotIdentify,
  CannotMeasure,
  CannotOpen,
  CannotStore,
  type EntryRule,
  type IdentityOptions,
  keyFileOf,
  NoPage,
  type RunningServer,
  serve,
} from "../server.ts";
import type { Words } from "../words/en.ts";
import { bannerText, pageUrl, reachableAddresses } from "./banner.ts";
import { certifiedHosts } from "./certified_hosts.ts";
import { attend, type ConsoleLook } from "./console.ts";
import { clusterProblem, readClusterFiles } from "./cluster_problem.ts";
import { growDescriptorTable, OTHER_DESCRIPTORS } from "./descriptors.ts";
import { ExitCode } from "./exit.ts";
import { isAttended } from "./foreground.ts";
import { LogLines } from "./log_lines.ts";
import { makeParentFolder } from "./make_folder.ts";
import type { ServerSettings } from "./options.ts";
import type { Output } from "./output.ts";
import { qrText } from "./qr.ts";
import { Reloading } from "./reloading.ts";
import type { Configuration } from "./rereading.ts";
import { nextStopSignal, SAME_PRESS } from "./signals.ts";

/** What the command needs besides its settings. */
export interface ServerContext {
  readonly words: Words;
  readonly stdout: Output;
  readonly stderr: Output;
  /** How the person started this program, for the banner. */
  readonly program: string;
  /** How the operator's console looks; `undefined` for a terminal that can show none. */
  readonly look: ConsoleLook | undefined;
}

/** The settings, and who may come in. */
type OpenSettings = ServerSettings & {
  readonly entry: EntryRule;
  readonly version: string;
  /** Where they can be read again, if they stand in a file. */
  readonly configuration: Configuration | undefined;
};

/** Runs `chat server` until a signal stops it. Resolves to the exit code. */
export async function runServer(settings: OpenSettings, context: ServerContext): Promise<number> {
  const { words, stdout, stderr, program } = context;
  const title = settings.title ?? words.server.defaultTitle;
  const lines = new LogLines(stderr);
  const reloading = new Reloading(settings.configuration, settings, words, (line) => lines.print(line));
  const opened = await open(settings, title, context, reloading);
  if (typeof opened === "string") {
    stderr.print(opened + "\n");
    return ExitCode.data;
  }
  const { hostname, port, fingerprint } = opened;
  const addresses = reachableAddresses(hostname, Deno.networkInterfaces);
  const noWeb = settings.web === undefined;
  // In a log that others read it would be anybody's.
  const ownerTicket = noWeb || !Deno.stdout.isTerminal() ? undefined : await opened.ownerTicket();
  const stop = nextStopSignal();
  reloading.attach(opened);
  // The window is the owner's, whom servers of a cluster do not know yet.
  const isAlone = settings.cluster === undefined;
  const look = settings.console && isAlone && await isAttended() ? context.look : undefined;
  revokePermissions(!isAlone);
  void growDescriptorTable(settings.limits.maxClients + OTHER_DESCRIPTORS);
  const { unencrypted } = settings;
  const operator = look && { operator: opened.freeName(words.server.operator) };
  const kept = { keep: settings.data && settings.keep, addresses: settings.logAddresses };
  const facts = { title, hostname, port, addresses, program, noWeb, unencrypted, fingerprint, ownerTicket };
  stdout.print(bannerText({ ...facts, kept, ...operator, isOfCluster: !isAlone }, words));
  const { metrics } = opened;
  if (metrics !== undefined) {
    stdout.print(`${words.server.metrics(formatAddress(metrics.hostname, metrics.port))}\n`);
  }
  stdout.print(qrOf(settings, hostname, addresses, port));
  let isEnding = false;
  const attended = look && operator &&
    attend({ ...operator, look, server: opened, lines, words, stdout, isEnding: () => isEnding });
  const why = await Promise.race([stop, opened.halted, ...(attended === undefined ? [] : [attended.closed])]);
  isEnding = true;
  attended?.console.close();
  if (typeof why === "string") {
    stderr.print(words.cluster.halted[why] + "\n");
    await opened.stop();
    return ExitCode.data;
  }
  const again = nextStopSignal(SAME_PRESS);
  const { restart } = reloading.settings;
  const back = restart === undefined ? undefined : Math.ceil(restart / 1000);
  const { closing, closed, closingOne, closedOne } = words.server;
  stdout.print(`${isAlone ? closing : closingOne}\n`);
  const code = await Promise.race([opened.stop(back).then(() => ExitCode.ok), again]);
  if (code === ExitCode.ok) stdout.print(`${isAlone ? closed : closedOne}\n`);
  return code;
}

/** Opens the room, or gives the sentence that says why that cannot be. */
async function open(
  settings: OpenSettings,
  title: string,
  { words, stderr }: ServerContext,
  reloading: Reloading,
): Promise<RunningServer | string> {
  const {
    hostname,
    port,
    limits,
    data,
    keep,
    keepFiles,
    accounts,
    ownerFile,
    runFile,
    metrics,
    version,
    noSearch,
    entry,
    web,
    proxies,
    unencrypted,
    sts,
    approve,
  } = settings;
  if (data !== undefined) makeParentFolder(data.path);
  const identity = identityOf(settings);
  const where = formatAddress(hostname, port);
  const { logger } = reloading;
  const onPortBusy = (): void => stderr.print(words.server.portBusy(where) + "\n");
  try {
    const cluster = settings.cluster && readClusterFiles(settings.cluster, words);
    if (typeof cluster === "string") return cluster;
    return await serve({
      hostname,
      port,
      title,
      words,
      limits,
      logger,
      onPortBusy,
      keep,
      keepFiles,
      accounts,
      ...(ownerFile !== undefined && { ownerFile }),
      runFile,
      metrics,
      version,
      linesDropped: () => stderr.dropped,
      reload: () => reloading.reload(),
      noSearch,
      entry,
      approve,
      proxies,
      unencrypted,
      sts,
      networks: Deno.networkInterfaces().map(({ cidr }) => cidr),
      reachable: reachableAddresses(hostname, Deno.networkInterfaces),
      identity,
      ...(cluster !== undefined && { cluster }),
      leaveCluster: settings.leaveCluster,
      ...(data && { data }),
      ...(web && { web }),
    });
  } catch (error) {
    if (error instanceof CannotStore) {
      if (data?.path === "") return words.store.nowhere;
      return words.store[error.kind](error.path || data?.path || "", error.message);
    }
    const problem = clusterProblem(error, data?.path ?? "", words);
    if (problem !== undefined) return problem;
    if (error instanceof CannotIdentify) return words.identity.problem[error.kind](error.path);
    if (error instanceof CannotMeasure) {
      const { hostname = "", port = 0 } = metrics ?? {};
      return words.server.noMetrics(formatAddress(hostname, port), error.message);
    }
    if (error instanceof NoPage) return words.server.noPage;
    if (!(error instanceof CannotOpen)) throw error;
    return cannotOpen(error, hostname, port, words);
  }
}

/** Tells where the server's key and certificate are, and for which names and addresses a certificate of its own is made. */
function identityOf({ identity, web }: ServerSettings): IdentityOptions {
  if (identity.kind === "files") return identity;
  const { log, isOptional } = identity;
  const path = log === "" ? undefined : keyFileOf(log);
  if (path !== undefined) makeParentFolder(path);
  const origins = web?.origins ?? [];
  const addresses = Deno.networkInterfaces().map(({ address }) => address);
  return {
    kind: "own",
    ...(path !== undefined && { path }),
    isOptional,
    hosts: certifiedHosts(Deno.hostname(), origins, addresses),
  };
}

/** Draws a QR code of the page, for phones: at a terminal, when the room is open to the network. */
function qrOf(
  { qr, web }: ServerSettings,
  hostname: string,
  [address]: readonly string[],
  port: number,
): string {
  const isForOthers = hostname !== address && address !== undefined && !address.startsWith("127.");
  if (!qr || web === undefined || !isForOthers || !Deno.stdout.isTerminal()) return "";
  return qrText(pageUrl(address, port), Deno.consoleSize().columns);
}

/** Revokes permissions; what is open stays open. Reading stays, as the spare descriptor is opened anew each time that it was needed. */
export function revokePermissions(isInCluster = false): void {
  for (const name of ["write", "env", "run", "ffi", "import"] as const) {
    Deno.permissions.revokeSync({ name });
  }
  // How full the disk is may still be asked.
  for (const kind of ["networkInterfaces", "hostname"] as const) {
    Deno.permissions.revokeSync({ name: "sys", kind });
  }
  // A server of a cluster connects to the stream again. An old Deno relays what is encrypted to a listener of its own, and connects to that.
  if (hasNodeTls(Deno.version.deno) && !isInCluster) Deno.permissions.revokeSync({ name: "net" });
}

function cannotOpen(error: CannotOpen, hostname: string, port: number, { cli }: Words): string {
  const where = formatAddress(hostname, port);
  switch (error.kind) {
    case "in-use":
      return cli.portInUse(where);
    case "not-allowed":
      return cli.portNotAllowed(port);
    case "not-ours":
      return cli.notOurAddress(hostname);
    case "other":
      return cli.cannotListen(where, error.message);
  }
}
