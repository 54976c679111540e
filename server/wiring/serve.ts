/**
 * Opens a server part by part, and closes it in the order in which that can be done.
 *
 * @module
 */

import { type Clock, systemClock, within } from "../../net/clock.ts";
import { ownNetworks, parseNetwork } from "../../net/network.ts";
import { Origins } from "../../net/origin.ts";
import { openTls } from "../../net/tls.ts";
import { cleanLine } from "../../protocol/text.ts";
import { Hashing, makeOwnerTicket } from "../store/accounts.ts";
import { BotPosting, Subscriptions } from "../core/bots.ts";
import type { NodeParts } from "../cluster.ts";
import { removeRunFile } from "../machine/control.ts";
import { DRAIN_WITHIN } from "../core/delivery.ts";
import { listen, openSite, Port } from "../doors.ts";
import type { Hub } from "../core/hub.ts";
import type { Identity } from "../machine/identity.ts";
import { causeOf, withoutRepeats } from "../machine/logger.ts";
import { Instruments, type MetricsEndpoint, serveMetrics, type ServerReading } from "../ops.ts";
import type { HaltReason, RunningServer, ServeOptions } from "../machine/options.ts";
import { openIdentity } from "./certificate.ts";
import { makeHub } from "./hub_parts.ts";
import { announceRun, answerTo, readerOf } from "./operator.ts";
import { openRegisters } from "./registers.ts";
import { Settings } from "./settings.ts";
import { type Beside, finderOf, openStorage, type Storage } from "./storage.ts";
import { makeTurns } from "./turns.ts";
import { keepUp } from "./upkeep.ts";

/** A server that was down for longer than this, and its members' grace, has no members to resume, in ms. */
const DOWN_AT_MOST = 600_000;

/** In how many seconds those may come back whose server was taken for gone. */
const FENCED_BACK = 1;

/** What everything in a server is opened with. */
interface Setting {
  readonly options: ServeOptions;
  readonly beside: Beside;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: ServeOptions["logger"];
  readonly onFault: (fault: unknown) => void;
}

/** What may fail to be had: all of it is there, or none. */
interface Foundation {
  readonly listener: Deno.TcpListener;
  readonly storage: Storage;
  readonly identity: Identity;
  readonly metrics: MetricsEndpoint | undefined;
}

/**
 * Opens a server.
 *
 * @throws {CannotOpen} When the port or the address cannot be had.
 * @throws {CannotStore} When the file that the rooms are kept in cannot be had.
 * @throws {CannotMeasure} When the metrics cannot be served where they are to be.
 * @throws {CannotIdentify} When the server's key or certificate cannot be had.
 * @throws {NoPage} When the page is wanted and has not been bundled.
 */
export function serve(options: ServeOptions): Promise<RunningServer> {
  return serveWith(options, {});
}

/**
 * Opens a server as {@linkcode serve} does.
 *
 * @param beside What begins its threads: a test may do so itself.
 */
export async function serveWith(options: ServeOptions, beside: Beside): Promise<RunningServer> {
  const { words, clock = systemClock } = options;
  const settings = new Settings(options);
  const instruments = new Instruments(clock);
  const logger = instruments.activity.watching(withoutRepeats(options.logger, () => clock.elapsed()));
  const onFault = (fault: unknown): void =>
    logger({ event: "failed", what: "unexpected", cause: causeOf(fault) });
  const title = cleanLine(options.title);
  const site = options.web && await openSite(title, words);
  const halted = Promise.withResolvers<HaltReason>();
  const foundation = await openFoundation(
    { options, beside, settings, clock, logger, onFault },
    () => read(),
    {
      onHalt: (reason) => halted.resolve(reason),
      onCutOff: (isCutOff) => hub.announceCutOff(isCutOff),
      onServers: () => hub.announceServers(),
      onFenced: () => hub.sendAway(FENCED_BACK),
    },
  );
  const { listener, storage, identity, metrics } = foundation;
  const { addr } = listener;
  const registers = openRegisters(options);
  const finder = finderOf(storage, options, clock);
  const turns = makeTurns(() => hub.endTurn(), instruments, onFault);
  const parts = { settings, clock, storage, registers, identity, logger, instruments, onFault };
  const hashing = new Hashing(clock, (cause) => logger({ event: "failed", what: "hashing", cause }));
  const hub: Hub = makeHub(options, { ...parts, title, finder, turns, hashing, port: addr.port });
  const posting = new BotPosting(hub.context);
  const subscriptions = new Subscriptions(hub.context);
  if (storage.node === undefined) hub.restore(settings.limits.grace + DOWN_AT_MOST);
  else await storage.node.start(hub.context);
  const tls = openTls(identity.credentials, clock);
  const runKey = announceRun(options, addr, logger);
  const readable = { instruments, title, address: addr, identity, storage, hub, subscriptions };
  const read = readerOf(options, { ...readable, port: () => port });
  const port: Port = new Port({
    control: runKey === undefined ? undefined : {
      key: runKey,
      answer: (command) => Promise.resolve(answerTo(command, options, read)),
    },
    names: () => identity.credentials.names,
    tls,
    hub,
    posting,
    subscriptions,
    title,
    clock,
    logger,
    outbox: { limit: settings.limits.outboxBytes, clock, turn: turns.turn, onFault },
    web: site && pageOf(site, settings),
    origins: originsOf(options),
    unencrypted: options.unencrypted ?? "anywhere",
    sts: options.sts,
  });
  if (storage.node !== undefined) storage.node.isVisited = () => port.count > 0;
  const accepting = port.accept(listener);
  const stopUpkeep = keepUp(options, { ...parts, hub, subscriptions });
  identity.keepFresh((credentials) => tls.change(credentials));

  const close = async (back?: number): Promise<void> => {
    stopUpkeep();
    for (const part of [finder, identity, hashing]) part.close();
    hub.close(back);
    await storage.node?.close();
    subscriptions.close(back);
    port.closeUndecided();
    await Promise.all([
      within(clock, DRAIN_WITHIN, port.empty(), undefined),
      closeBeside(storage),
      metrics?.close(),
    ]);
    listener.close();
    port.close();
    hub.bulk.close();
    tls.close();
    await accepting;
    registers.close();
    storage.store.close();
    if (options.runFile !== undefined && runKey !== undefined) removeRunFile(options.runFile, runKey);
  };
  let stopping: Promise<void> | undefined;
  return {
    hostname: addr.hostname,
    port: addr.port,
    change: (some) => settings.change(some),
    metrics,
    runFile: runKey === undefined ? undefined : options.runFile,
    get fingerprint() {
      return identity.credentials.fingerprint;
    },
    ownerSecret: registers.ownerSecret,
    attach: () => port.attach(),
    announceClosing: (seconds) => hub.announceClosing(seconds),
    freeName: (wanted) => hub.freeName(wanted),
    halted: halted.promise,
    ownerTicket: () => {
      const { tryRead, changes } = hub.context;
      const list = (now: number) => tryRead(() => registers.tickets.list(now)) ?? [];
      return makeOwnerTicket({ list }, changes, clock.now());
    },
    stop: (back) => stopping ??= close(back),
  };
}

/** Opens what may fail to be had. Where one part fails those before it are closed. @param read Reads how the server is, once it is there. */
async function openFoundation(
  { options, beside, settings, clock, logger, onFault }: Setting,
  read: () => ServerReading,
  hooks: Pick<NodeParts, "onHalt" | "onCutOff" | "onServers" | "onFenced">,
): Promise<Foundation> {
  await using opened = new AsyncDisposableStack();
  const listener = opened.adopt(await listen(options, clock), (part) => part.close());
  const storage = await openStorage(options, settings.limits, clock, logger, hooks, beside);
  opened.defer(async () => {
    await storage.node?.close();
    await closeBeside(storage);
    storage.store.close();
  });
  const identity = opened.adopt(await openIdentity(options, clock, onFault), (part) => part.close());
  const metrics = options.metrics && serveMetrics(options.metrics, read);
  opened.move(); // All of it is there.
  return { listener, storage, identity, metrics };
}

/** Ends the threads beside the room's: files first, as the keeper ends with the other. */
async function closeBeside({ files, background }: Storage): Promise<void> {
  await files?.close();
  await background?.close();
}

/** The page, with the other origins whose pages may connect. */
function pageOf<Site>(
  site: Site,
  settings: Settings,
): { readonly site: Site; readonly origins: readonly string[] } {
  return {
    site,
    get origins() {
      return settings.origins;
    },
  };
}

/** Makes what tells where an address is. */
function originsOf({ networks = [], proxies = [] }: ServeOptions): Origins {
  return new Origins(ownNetworks(networks), proxies.map(parseNetwork).filter((proxy) => proxy !== undefined));
}
