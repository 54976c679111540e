/**
 * Opens what a server keeps on disk: its log, alone or as one of a cluster's, with the thread that works beside it.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Limits } from "../../protocol/limits.ts";
import { Background, type BackgroundParts } from "../store/background.ts";
import type { ClusterNode, NodeParts } from "../cluster.ts";
import { Files } from "../store/files.ts";
import {
  CannotStore,
  checkPlace,
  CHECKPOINT_AT_LAST,
  fileIdentity,
  lockFile,
  MemoryLog,
  openLog,
  type ServerLog,
  type SqliteLog,
} from "../store/log.ts";
import { diskOf } from "../ops.ts";
import { OwnKey } from "../machine/identity.ts";
import type { Logger } from "../machine/logger.ts";
import type { ServeOptions } from "../machine/options.ts";
import { FileFinder, type Finder, MemoryFinder } from "../store/search.ts";

/** What is opened while the server may still write. */
export interface Storage {
  readonly store: ServerLog;
  readonly background: Background | undefined;
  readonly node: ClusterNode | undefined;
  /** What people send besides words; none where nothing is kept. */
  readonly files: Files | undefined;
}

/** Has a log be one of a cluster's. */
type JoinCluster = (store: SqliteLog) => Promise<ClusterNode>;

/** What begins the threads beside the room's; a thread that keeps the rights by default. */
export type Beside = Pick<BackgroundParts, "keeper">;

/**
 * Opens the log, and begins the thread that works for it, while the server may still write.
 *
 * @param hooks What a server of a cluster does when it must not go on.
 * @throws {CannotStore} When the file cannot be had.
 */
export async function openStorage(
  options: ServeOptions,
  limits: Limits,
  clock: Clock,
  logger: Logger,
  hooks: Pick<NodeParts, "onHalt" | "onCutOff" | "onServers" | "onFenced">,
  { keeper }: Beside,
): Promise<Storage> {
  const { data, noSearch = false, leaveCluster = false } = options;
  if (data === undefined) {
    return { store: new MemoryLog(), background: undefined, node: undefined, files: undefined };
  }
  checkPlace(data.path);
  const lock = await lockFile(data.path);
  const elapsed = (): number => clock.elapsed();
  const store = openLog(data.path, data.durability, { lock, elapsed, checkpointAt: CHECKPOINT_AT_LAST });
  if (store.upgrade !== undefined) {
    const { from, copy } = store.upgrade;
    options.logger({ event: "upgraded", from, ...(copy !== undefined && { copy }) });
  }
  const join = options.cluster && joinBy(options, clock, logger, hooks);
  const node = await clusterOf(store, data.path, leaveCluster, join);
  try {
    const log = Deno.realPathSync(data.path);
    const setup = { log, logIdentity: fileIdentity(log), index: `${log}-index`, hasIndex: !noSearch };
    const background = new Background({ setup, logger: options.logger, ...(keeper && { keeper }) });
    const files = openFiles(log, limits, { store, background, clock, logger, isShared: node !== undefined });
    return { store, background, node, files };
  } catch (error) {
    await node?.close();
    store.close();
    throw error;
  }
}

/** Opens what people send besides words. Where there is any, what a crash left of it is removed; in a cluster once all is applied. */
function openFiles(
  log: string,
  limits: Limits,
  { store, background, clock, logger, isShared }: {
    readonly store: SqliteLog;
    readonly background: Background;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly isShared: boolean;
  },
): Files {
  const files = new Files({
    log,
    store: store.files,
    start: (setup, parts) => background.startFiles(setup, parts),
    limits,
    clock,
    disk: () => diskOf(log),
    onFault: (cause) => logger({ event: "failed", what: "files", cause }),
    ...(isShared && { secret: store.personSecret }),
  });
  if (!isShared && files.isAny) files.begin();
  return files;
}

/** Makes what has a log be one of a cluster's. No code of it is loaded by a server that is alone. */
function joinBy(
  { cluster, limits, identity }: ServeOptions,
  clock: Clock,
  logger: Logger,
  hooks: Pick<NodeParts, "onHalt" | "onCutOff" | "onServers" | "onFenced">,
): JoinCluster {
  return async (store) => {
    const { joinCluster, CannotJoin } = await import("../cluster.ts");
    if (cluster === undefined) throw new CannotJoin("no-stream");
    const path = identity?.kind === "own" ? identity.path : undefined;
    const key = path === undefined ? undefined : new OwnKey(path, logger);
    return joinCluster(cluster, { store, clock, logger, grace: limits.grace, key, ...hooks });
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

/** Gives what searches the messages that are stored. */
export function finderOf(
  { store, background }: Storage,
  { noSearch = false, logger }: ServeOptions,
  clock: Clock,
): Finder {
  return background === undefined
    ? new MemoryFinder(store, !noSearch, clock)
    : new FileFinder(background, !noSearch, clock, logger);
}
