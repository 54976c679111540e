/**
 * Looks at a machine: its files, its port, its limits. Changes nothing that stays.
 *
 * @module
 */

import { systemClock } from "../../net/clock.ts";
import {
  CannotStore,
  diskOf,
  exportMessages,
  fileSystemOf,
  hasKeyFile,
  keyFileOf,
  parseStatus,
  systemFolderOf,
  verifyLog,
} from "../../server.ts";
import type { Words } from "../../words/en.ts";
import { OTHER_DESCRIPTORS } from "../descriptors.ts";
import { ask } from "../status_command.ts";
import { reachOf } from "./reach.ts";
import type { LogState, MachineFacts, PortState } from "./facts.ts";

/** What is to be looked at. */
export interface Examined {
  readonly version: string;
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly maxClients: number;
  /** The folder of unsent lines, if it is clear where it is. */
  readonly stateFolder: string | undefined;
  readonly locale: string | undefined;
  /** Whether standard input is a console of Windows, and not within Windows Terminal. */
  readonly isOldConsole: boolean;
  /** The addresses that people open. */
  readonly origins: readonly string[];
}

/** A log up to this size is read whole, in bytes: some tenths of a second. */
const SMALL_LOG = 16 * 1024 * 1024;

/** How long a server has to answer, in ms. */
const ANSWERS_WITHIN = 3000;

/** Looks at everything. */
export async function examine(examined: Examined, words: Words): Promise<MachineFacts> {
  const { version, path, host, port, maxClients, locale, isOldConsole } = examined;
  const server = await serverAt(path, words);
  const log = logAt(path, words);
  const folder = folderOf(path);
  const isWindows = Deno.build.os === "windows";
  const hasNull = isWindows || sizeOf("/dev/null") !== undefined;
  return {
    version,
    path,
    server,
    host,
    port,
    portState: server.kind === "runs" && server.address.endsWith(`:${port}`) ? "ours" : portAt(host, port),
    ephemeralPorts: Deno.build.os === "linux" ? EPHEMERAL_ON_LINUX : undefined,
    folder: { path: folder, ...folderAt(folder, path) },
    log,
    key: keyAt(keyFileOf(path)),
    ahead: log.kind === "good" ? aheadOf(path, Date.now()) : 0,
    disk: diskOf(nearestThere(folder)),
    fileSystem: fileSystemOf(nearestThere(folder)),
    descriptors: hasNull && !isWindows ? countDescriptors(maxClients + OTHER_DESCRIPTORS) : undefined,
    maxClients,
    hasNull,
    setAside: setAsideIn(examined.stateFolder),
    locale,
    isOldConsole,
    reaches: await Promise.all(examined.origins.map(reachOf)),
  };
}

async function serverAt(path: string, words: Words): Promise<MachineFacts["server"]> {
  const asked = await ask(path, "status", ANSWERS_WITHIN, words, systemClock);
  if (asked.kind === "none") {
    if (asked.sentence === words.status.nobody(path)) return { kind: "nobody" };
    return { kind: asked.sentence === words.status.silent(path) ? "silent" : "unreadable" };
  }
  const status = parseStatus(asked.text);
  if (status === undefined) return { kind: "unreadable" };
  const { address, takesMessages } = status;
  return { kind: "runs", address, takesMessages };
}

/** Opens the port for a moment. */
function portAt(hostname: string, port: number): PortState {
  try {
    Deno.listen({ hostname, port }).close();
    return "free";
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return "taken";
    if (error instanceof Deno.errors.PermissionDenied) return "not-allowed";
    return "not-our-address";
  }
}

function logAt(path: string, words: Words): LogState {
  const bytes = sizeOf(path);
  if (bytes === undefined) return { kind: "none" };
  const walBytes = sizeOf(`${path}-wal`) ?? 0;
  try {
    const isLarge = bytes > SMALL_LOG;
    if (isLarge) exportMessages(path, { since: Infinity }).next();
    else verifyLog(path);
    return { kind: "good", bytes, walBytes, isLarge };
  } catch (error) {
    if (error instanceof CannotStore) {
      return { kind: "bad", sentence: words.store[error.kind](path, error.message) };
    }
    return {
      kind: "bad",
      sentence: words.store.other(path, error instanceof Error ? error.message : String(error)),
    };
  }
}

/** Tells how far the newest message is ahead of the clock, in ms. */
function aheadOf(path: string, now: number): number {
  let last = now;
  for (const { at } of exportMessages(path, { since: now + 1 })) last = Math.max(last, at);
  return last - now;
}

function folderAt(path: string, log: string): Omit<MachineFacts["folder"], "path"> {
  const of = systemFolderOf(log);
  if (of !== undefined) return { state: "system", of };
  let mode: number | null;
  try {
    mode = Deno.statSync(path).mode;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return { state: "read-only" };
    return { state: canWrite(nearestThere(path)) ? "missing" : "read-only" };
  }
  if (!canWrite(path)) return { state: "read-only" };
  return { state: "good", ...(mode !== null && Deno.build.os !== "windows" && { mode: mode & 0o777 }) };
}

function canWrite(folder: string): boolean {
  try {
    Deno.removeSync(Deno.makeTempFileSync({ dir: folder, prefix: ".chat-doctor-" }));
    return true;
  } catch {
    return false;
  }
}

function keyAt(path: string): MachineFacts["key"] {
  if (!hasKeyFile(path)) return { path, state: "none" };
  const { mode } = Deno.statSync(path);
  const isExposed = mode !== null && Deno.build.os !== "windows" && (mode & 0o077) !== 0;
  return { path, state: isExposed ? "exposed" : "kept" };
}

function setAsideIn(folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name)
      .filter((name) => name.endsWith(".damaged")).map((name) => `${folder}/${name}`);
  } catch {
    return []; // Nothing was ever unsent.
  }
}

/** What Linux gives to outgoing connections unless `net.ipv4.ip_local_port_range` says otherwise, which Deno lets nobody read. */
const EPHEMERAL_ON_LINUX = [32768, 60999] as const;

/** The most descriptors that are tried, as each is opened. */
const MOST_TRIED = 20_000;

/** Tells how many descriptors can be opened at once, up to `wanted`. */
function countDescriptors(wanted: number): number {
  const open: Disposable[] = [];
  try {
    while (open.length < Math.min(wanted, MOST_TRIED)) open.push(Deno.openSync("/dev/null"));
    return wanted;
  } catch {
    return open.length;
  } finally {
    for (const one of open) one[Symbol.dispose]();
  }
}

/** Finds the folder nearest to this one that is there. */
function nearestThere(folder: string): string {
  if (sizeOf(folder) !== undefined) return folder;
  const above = folderOf(folder);
  return above === folder ? "." : nearestThere(above);
}

function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf("/"), Deno.build.os === "windows" ? path.lastIndexOf("\\") : -1);
  return at < 0 ? "." : at === 0 ? "/" : path.slice(0, at);
}

function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch {
    return undefined;
  }
}
