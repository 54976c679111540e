/**
 * The server: opens its port and its log, and keeps them until it is stopped. Wiring only.
 *
 * Owns: which parts a server has, the order in which they open and close, and the regular sweeps.
 * Must not know: what any part does.
 * Called by: `main` and tests.
 * On close: members are told goodbye, what waits is written within 2 s, and the port and the files are free.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { formatAddress } from "./net/address.ts";
import { isCertified } from "./net/certified_name.ts";
import { type Clock, systemClock, within } from "./net/clock.ts";
import { ownNetworks, parseNetwork } from "./net/network.ts";
import { Origins } from "./net/origin.ts";
import { openTls } from "./net/tls.ts";
import { cleanLine } from "./protocol/text.ts";
import { listen, openSite, Port } from "./server/doors.ts";
import {
  CannotStore,
  CHECKPOINT_AT_LAST,
  fileIdentity,
  lockFile,
  MemoryLog,
  openLog,
  type ServerLog,
  type SqliteLog,
} from "./server/log.ts";
import { FileFinder, type Finder, MemoryFinder } from "./server/search.ts";
import {
  type Accounts,
  makeOwnerTicket,
  newOwnerSecret,
  openAccounts,
  openBotTokens,
  openOwnerSecret,
  openTickets,
  Passwords,
  randomSecrets,
  type Tickets,
} from "./server/accounts.ts";
import { Background } from "./server/background.ts";
import { Hub, type SequencerParts } from "./server/hub.ts";
import { CannotIdentify, Identity, type IdentityOptions } from "./server/identity.ts";
import { SWEEP_EVERY } from "./server/members.ts";
import { BotPosting, Subscriptions } from "./server/bots.ts";
import {
  type Census,
  Ending,
  type EndingThings,
  GarbageSampler,
  Housekeeper,
  Instruments,
  type MetricsEndpoint,
  serveMetrics,
  type ServerReading,
  statusOf,
} from "./server/ops.ts";
import { type ControlCommand, newNonce, removeRunFile, writeRunFile } from "./server/control.ts";
import { causeOf, type Logger, withoutRepeats } from "./server/logger.ts";
import type { ClusterNode, ClusterStatus, NodeParts } from "./server/cluster.ts";
import type { ClusterOptions, HaltReason, RunningServer, ServeOptions } from "./server/options.ts";
import { DRAIN_WITHIN, Turn } from "./server/delivery.ts";

export { addBan, liftBan, listBans, readAudit } from "./server/log.ts";
export type { AuditEntry, BanEffect, Mark, MarkKind, StoredAuditEntry, StoredBan } from "./server/log.ts";
export { markOf } from "./server/moderation.ts";
export { CannotOpen, NoPage } from "./server/doors.ts";
export { CannotMeasure, diskOf, type DiskReading, type FileSystemKind, fileSystemOf } from "./server/ops.ts";
export {
  backUp,
  CannotStore,
  eraseFrom,
  type Erasure,
  type ErasureWish,
  exportMessages,
  type ExportSelection,
  findStoredRoom,
  type LogContents,
  type Restored,
  restoreLog,
  type StorageProblem,
  verifyLog,
} from "./server/log.ts";
export type { Network } from "./net/network.ts";
export {
  type AskedFor,
  askServer,
  type ControlCommand,
  type ControlReply,
  parseReload,
  parseStatus,
  readRunFile,
  type ReloadOutcome,
  type RunFacts,
  runFileOf,
  runFilesOf,
  type ServerStatus,
} from "./server/control.ts";
export type { ByteSource } from "./net/lines.ts";
export { removeIndex } from "./server/search.ts";
export type { ClusterServer, ClusterStatus } from "./server/cluster.ts";
export type { TlsVersion, Wire } from "./net/wire.ts";
export type {
  ChangeableSettings,
  ClusterOptions,
  Durability,
  EntryRule,
  HaltReason,
  RetentionPolicy,
  RunningServer,
  ServeOptions,
  UnencryptedPolicy,
} from "./server/options.ts";
export {
  CannotIdentify,
  certificateFingerprint,
  type CredentialFiles,
  hasKeyFile,
  type IdentityOptions,
  keyFileOf,
  readFingerprint,
  replaceKeyFile,
} from "./server/identity.ts";
export {
  type Account,
  type AccountRole,
  type BotToken,
  createBotToken,
  createTicket,
  type InvitationLinks,
  invitationLinks,
  type LinkContent,
  type LinkPlace,
  listAccounts,
  listBotTokens,
  type ListedAccount,
  listTickets,
  makeOwner,
  type NewBotToken,
  removeAccount,
  renameAccount,
  type RenamedAccount,
  resetAccount,
  revokeBotToken,
  revokeTicket,
  type Ticket,
  type TicketKind,
  type TicketWish,
} from "./server/accounts.ts";
export {
  type AddressPolicy,
  type FailedWork,
  type IdentityProblem,
  type LogEvent,
  type Logger,
  type LoggerOptions,
  type LogStyle,
  makeLogger,
} from "./server/logger.ts";

/** A server that was down for longer than this, and its members' grace, has no members to resume, in ms. */
const DOWN_AT_MOST = 600_000;

/** A key that nobody else knows: for a server that nobody comes back to. */
const UNKEPT_IDENTITY: IdentityOptions = { kind: "own", hosts: [] };

/** How many names can be claimed unless a flag says otherwise. */
const MOST_CLAIMS = 1000;

/** In how many seconds those may come back whose server was taken for gone. */
const FENCED_BACK = 1;

/** One round of housekeeping comes with this many sweeps. */
const SWEEPS_PER_HOUSEKEEPING = 5;

/** As many sweeps as a minute has. */
const SWEEPS_PER_MINUTE = 60;

/**
 * Opens a server.
 *
 * @throws {CannotOpen} When the port or the address cannot be had.
 * @throws {CannotStore} When the file that the rooms are kept in cannot be had.
 * @throws {CannotMeasure} When the metrics cannot be served where they are to be.
 * @throws {CannotIdentify} When the server's key or certificate cannot be had.
 * @throws {NoPage} When the page is wanted and has not been bundled.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { words, clock = systemClock } = options;
  // Everybody reads them here each time, so that they can change.
  const limits = { ...options.limits };
  const changing = { keep: options.keep, origins: options.web?.origins ?? [] };
  const instruments = new Instruments(clock);
  const logger = instruments.activity.watching(withoutRepeats(options.logger, () => clock.elapsed()));
  const title = cleanLine(options.title);
  const site = options.web && await openSite(title, words);
  const web = site && {
    site,
    get origins() {
      return changing.origins;
    },
  };
  const onFault = (fault: unknown): void =>
    logger({ event: "failed", what: "unexpected", cause: causeOf(fault) });
  const listener = await listen(options, clock);
  const halted = Promise.withResolvers<HaltReason>();
  const cluster = options.cluster && clusterHooks(options, clock, logger, {
    onHalt: (reason) => halted.resolve(reason),
    onFenced: () => hub.close(FENCED_BACK),
  });
  const { store, background, node } = await open(options, listener, clock, cluster);
  const identity = await openIdentity(options, clock, onFault, [background, store, listener]);
  const metrics = await openMetrics(options, () => read(), [identity, background, store, listener]);
  const finder = finderFor(store, background, options, clock);
  const beside = node === undefined ? options.data : undefined; // What servers of a cluster do not tell one another yet.
  const botTokens = beside && openBotTokens(beside.path);
  const tickets = node === undefined ? openTickets(options.data?.path) : undefined;
  const accounts = openAccounts(options.data?.path);
  // Where there is no file of it nobody can read it, but this process.
  const { ownerFile } = options;
  const ownerSecret = (ownerFile === undefined ? undefined : openOwnerSecret(ownerFile)) ?? newOwnerSecret();
  let isEnding = false;
  const endTurn = (): void => {
    isEnding = true;
    guard(() => hub.endTurn(), onFault);
    isEnding = false;
  };
  const turn = new Turn((run) => void setImmediate(run), endTurn, instruments);
  // What is asked for while a turn ends is for the next one.
  const wake = (): void => isEnding ? turn.defer(() => turn.schedule()) : turn.schedule();
  const parts = {
    title,
    words,
    limits,
    clock,
    store,
    finder,
    secrets: randomSecrets,
    botTokens,
    tickets,
    entry: options.entry,
    approve: options.approve,
    accounts,
    maxClaims: options.accounts?.most ?? MOST_CLAIMS,
    passwords: new Passwords({
      workers: Math.max(1, navigator.hardwareConcurrency - 1),
      clock,
      defer: (run) => turn.defer(() => guard(run, onFault)),
    }),
    self: {
      port: listener.addr.port,
      reach: {
        hosts: options.reachable ?? [],
        networks: ownNetworks(options.networks ?? []),
        hasPage: web !== undefined,
        isEncryptedOnly: options.unencrypted === "never",
      },
      get fingerprint() { // With another certificate it may be another one.
        return identity.credentials.fingerprint;
      },
      get names() {
        return identity.credentials.names;
      },
      ownerSecret,
    },
    zone,
    logger,
    timer: instruments,
    activity: instruments.activity,
    pause: (run: () => void) => {
      const timeout = setTimeout(() => guard(run, onFault), 1);
      return () => clearTimeout(timeout);
    },
  };
  const hub: Hub = new Hub({
    ...parts,
    turn,
    ...(node !== undefined && {
      cluster: node,
      sequence: (_: unknown, around: SequencerParts) => node.sequence(around, wake),
    }),
  });
  const posting = new BotPosting(hub.context);
  const subscriptions = new Subscriptions(hub.context);
  const outbox = { limit: limits.outboxBytes, clock, turn, onFault };
  if (node === undefined) hub.restore(limits.grace + DOWN_AT_MOST);
  else await node.start(hub.context, wake);
  const tls = openTls(identity.credentials, clock);
  const runKey = newRun(options, listener.addr, logger);
  const read = (): ServerReading =>
    instruments.read({
      version: options.version ?? "",
      title,
      address: formatAddress(listener.addr.hostname, listener.addr.port),
      dataPath: options.data?.path,
      hasIndex: options.noSearch !== true,
      fingerprint: () => identity.credentials.fingerprint,
      canStore: () => hub.canStore,
      census: () => censusOf(hub, subscriptions, port),
      background: () => background?.state,
      linesDropped: options.linesDropped ?? (() => 0),
    });
  const port = new Port({
    control: runKey === undefined ? undefined : {
      key: runKey,
      answer: (command) => Promise.resolve(JSON.stringify(answerTo(command, options, read))),
    },
    names: () => identity.credentials.names,
    tls,
    hub,
    posting,
    subscriptions,
    title,
    clock,
    logger,
    outbox,
    web,
    origins: originsOf(options),
    unencrypted: options.unencrypted ?? "anywhere",
    sts: options.sts,
  });
  const accepting = port.accept(listener);

  const housekeeper = new Housekeeper({
    store,
    get policy() {
      return changing.keep;
    },
    clock,
    logger,
  });
  const endings = endingsOf(options, { accounts, tickets }).map((things) =>
    new Ending(things, clock, logger)
  );
  const garbage = new GarbageSampler(clock, (ms) => instruments.record("garbage", ms));
  const stopSweeping = sweepRegularly(clock, (sweeps, due) => {
    instruments.noteDue(due);
    hub.sweep();
    subscriptions.sweep(clock.elapsed());
    background?.check();
    housekeeper.settleForgotten(background?.state.forgotten ?? 0);
    if (sweeps % SWEEPS_PER_MINUTE === 0) instruments.nextMinute();
    if (sweeps % SWEEPS_PER_HOUSEKEEPING !== 0) return;
    housekeeper.run();
    for (const ending of endings) ending.run();
    garbage.sample();
  });

  identity.keepFresh((credentials) => tls.change(credentials));

  const close = async (back?: number): Promise<void> => {
    stopSweeping();
    for (const part of [housekeeper, garbage, finder, identity, listener]) part.close();
    hub.close(back);
    await node?.close();
    subscriptions.close(back);
    port.closeUndecided();
    await Promise.all([
      within(clock, DRAIN_WITHIN, port.empty(), undefined),
      background?.close(),
      metrics?.close(),
    ]);
    port.close();
    hub.bulk.close();
    tls.close();
    await accepting;
    botTokens?.close();
    tickets?.close();
    accounts.close();
    store.close();
    if (options.runFile !== undefined && runKey !== undefined) removeRunFile(options.runFile, runKey);
  };
  let stopping: Promise<void> | undefined;
  const { addr } = listener;
  return {
    hostname: addr.hostname,
    port: addr.port,
    change: ({ limits: some, keep, origins }) => {
      Object.assign(limits, some);
      Object.assign(changing, { keep, origins });
    },
    metrics,
    runFile: runKey === undefined ? undefined : options.runFile,
    get fingerprint() {
      return identity.credentials.fingerprint;
    },
    ownerSecret,
    attach: () => port.attach(),
    announceClosing: (seconds) => hub.announceClosing(seconds),
    freeName: (wanted) => hub.freeName(wanted),
    halted: halted.promise,
    ownerTicket: () => tickets && hub.context.tryRead(() => makeOwnerTicket(tickets, clock.now())),
    stop: (back) => stopping ??= close(back),
  };
}

/** Writes where this server runs, and returns the key by which its operator knows it; none where that cannot be written. */
function newRun(
  { runFile }: ServeOptions,
  { hostname, port }: Deno.NetAddr,
  logger: Logger,
): string | undefined {
  if (runFile === undefined) return undefined;
  const key = newNonce();
  try {
    writeRunFile(runFile, { pid: Deno.pid, hostname, port, key });
    return key;
  } catch (error) {
    logger({ event: "run-file-failed", path: runFile, cause: causeOf(error) });
    return undefined;
  }
}

/** @param opened What is closed when they cannot be served. */
async function openMetrics(
  { metrics }: ServeOptions,
  read: () => ServerReading,
  opened: readonly ({ close(): unknown } | undefined)[],
): Promise<MetricsEndpoint | undefined> {
  try {
    return metrics && serveMetrics(metrics, read);
  } catch (error) {
    for (const part of opened) await part?.close();
    throw error;
  }
}

/** Does what an operator asks for. */
function answerTo(command: ControlCommand, { reload }: ServeOptions, read: () => ServerReading): unknown {
  switch (command) {
    case "status":
      return statusOf(read());
    case "reload":
      return reload?.();
  }
}

/** Counts the connections by their doors, those without one too, and what waits for them. */
function censusOf(hub: Hub, subscriptions: Subscriptions, port: Port): Census {
  const { connections, outboxBytes, ...members } = hub.census();
  const { count, outboxBytes: waiting } = subscriptions.census();
  const doors = new Map([...connections, ["events", count] as const]);
  const known = [...doors.values()].reduce((sum, one) => sum + one, 0);
  doors.set("none", Math.max(0, port.count - known));
  return { ...members, connections: doors, outboxBytes: outboxBytes + waiting };
}

/**
 * Asks how a cluster is doing. Its code is loaded by this.
 *
 * @throws {Error} When there is no such cluster.
 */
export async function clusterStatus(options: ClusterOptions): Promise<ClusterStatus> {
  const { readClusterStatus } = await import("./server/cluster.ts");
  return await readClusterStatus(options);
}

/** Makes what tells where an address is. */
function originsOf({ networks = [], proxies = [] }: ServeOptions): Origins {
  return new Origins(ownNetworks(networks), proxies.map(parseNetwork).filter((proxy) => proxy !== undefined));
}

/** Runs something whose faults must not end the server. */
function guard(run: () => void, onFault: (fault: unknown) => void): void {
  try {
    run();
  } catch (fault) {
    onFault(fault);
  }
}

/** Sweeps now and about once a second. @param sweep Told how many there were, and when it was due by the clock that never jumps. @returns Stops that. */
function sweepRegularly(clock: Clock, sweep: (sweeps: number, due: number) => void): () => void {
  let cancel = (): void => {};
  let sweeps = 0;
  let due = clock.elapsed();
  const run = (): void => {
    sweep(sweeps++, due);
    due = clock.elapsed() + SWEEP_EVERY;
    cancel = clock.after(SWEEP_EVERY, run);
  };
  run();
  return () => cancel();
}

/** Makes what ends by the clock, besides messages. */
function endingsOf(
  { accounts: { idle } = {} }: ServeOptions,
  { accounts, tickets }: { readonly accounts: Accounts; readonly tickets: Tickets | undefined },
): readonly EndingThings[] {
  const names = idle === undefined ? [] : [{
    firstEnd: () => accounts.firstSeen === undefined ? undefined : accounts.firstSeen + idle,
    end: (until: number) =>
      accounts.expire(until - idle).map((name) => ({ event: "unclaimed", name }) as const),
  }];
  const old = tickets === undefined ? [] : [{
    firstEnd: () => tickets.firstExpires,
    end: (until: number) => (tickets.forget(until), []),
  }];
  return [...names, ...old];
}

/** Gives the offset of the machine's wall clock from UTC, in minutes, at a time in ms since 1970. */
function zone(at: number): number {
  return -new Date(at).getTimezoneOffset();
}

/** What is opened while the server may still write. */
interface Opened {
  readonly store: ServerLog;
  readonly background: Background | undefined;
  readonly node: ClusterNode | undefined;
}

/** Has a log be one of a cluster's. */
type JoinCluster = (store: SqliteLog) => Promise<ClusterNode>;

/** Makes what has a log be one of a cluster's. No code of it is loaded by a server that is alone. */
function clusterHooks(
  { cluster, limits, data }: ServeOptions,
  clock: Clock,
  logger: Logger,
  hooks: Pick<NodeParts, "onHalt" | "onFenced">,
): JoinCluster {
  return async (store) => {
    const { joinCluster, CannotJoin } = await import("./server/cluster.ts");
    const accounts = openAccounts(data?.path);
    const hasAccounts = accounts.count > 0;
    accounts.close();
    if (cluster === undefined || hasAccounts) throw new CannotJoin("accounts");
    return joinCluster(cluster, { store, clock, logger, grace: limits.grace, ...hooks });
  };
}

/** Has a log be that of a cluster, or of a server that is alone. @throws {CannotStore} When it is a cluster's, and is to be alone. */
async function clusterOf(
  store: SqliteLog,
  path: string,
  leaves: boolean,
  join: JoinCluster | undefined,
): Promise<ClusterNode | undefined> {
  try {
    if (join !== undefined) return await join(store);
    if (leaves) store.dropFacts();
    if (store.facts().size > 0) throw new CannotStore("clustered", path, "a cluster's log");
    return undefined;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Opens the log, and begins the thread that works for it, while the server may still write. */
async function open(
  { data, noSearch = false, leaveCluster = false, logger }: ServeOptions,
  listener: Deno.TcpListener,
  clock: Clock,
  join: JoinCluster | undefined,
): Promise<Opened> {
  if (data === undefined) return { store: new MemoryLog(), background: undefined, node: undefined };
  try {
    const lock = await lockFile(data.path);
    const elapsed = (): number => clock.elapsed();
    const store = openLog(data.path, data.durability, { lock, elapsed, checkpointAt: CHECKPOINT_AT_LAST });
    if (store.upgrade !== undefined) {
      const { from, copy } = store.upgrade;
      logger({ event: "upgraded", from, ...(copy !== undefined && { copy }) });
    }
    const node = await clusterOf(store, data.path, leaveCluster, join);
    const log = Deno.realPathSync(data.path);
    const setup = { log, logIdentity: fileIdentity(log), index: `${log}-index`, hasIndex: !noSearch };
    return { store, background: new Background({ setup, logger }), node };
  } catch (error) {
    listener.close();
    throw error;
  }
}

/** @param opened What is closed when there is none. */
async function openIdentity(
  { identity = UNKEPT_IDENTITY, logger, sts }: ServeOptions,
  clock: Clock,
  onFault: (fault: unknown) => void,
  opened: readonly ({ close(): unknown } | undefined)[],
): Promise<Identity> {
  try {
    const made = await Identity.open(identity, { clock, logger }, onFault);
    if (sts !== undefined && !made.credentials.names.some((name) => isCertified(sts, name))) {
      made.close();
      throw new CannotIdentify("other-name", identity.kind === "files" ? identity.cert : sts);
    }
    return made;
  } catch (error) {
    for (const part of opened) part?.close();
    throw error;
  }
}

function finderFor(
  store: ServerLog,
  background: Background | undefined,
  { noSearch = false, logger }: ServeOptions,
  clock: Clock,
): Finder {
  return background === undefined
    ? new MemoryFinder(store, !noSearch, clock)
    : new FileFinder(background, !noSearch, clock, logger);
}
