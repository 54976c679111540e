/**
 * The server: opens a room and keeps it until it is told to stop. Wiring only.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { type Clock, systemClock, within } from "./net/clock.ts";
import { cleanLine } from "./protocol/text.ts";
import { listen, Port } from "./server/doors.ts";
import { openSite } from "./server/doors/web/page.ts";
import { MemoryLog, type ServerLog } from "./server/log.ts";
import {
  FileFinder,
  type Finder,
  type IndexedLog,
  Indexer,
  MemoryFinder,
  NO_INDEX,
  openIndexedLog,
} from "./server/search.ts";
import { openBotTokens } from "./server/accounts/open.ts";
import { Hub } from "./server/hub.ts";
import { SWEEP_EVERY } from "./server/members/liveness.ts";
import { Subscriptions } from "./server/bots/subscriptions.ts";
import { causeOf } from "./server/logger.ts";
import { Housekeeper } from "./server/ops.ts";
import type { RunningServer, ServeOptions } from "./server/options.ts";
import { DRAIN_WITHIN } from "./server/delivery/outbox.ts";
import { BotPosting } from "./server/bots/posting.ts";
import { randomSecrets } from "./server/accounts/random_tokens.ts";
import { Turn } from "./server/delivery/turn.ts";

export { CannotOpen } from "./server/doors.ts";
export { NoPage } from "./server/doors/web/page.ts";
export {
  backUp,
  CannotStore,
  exportMessages,
  type ExportSelection,
  type LogContents,
  type StorageProblem,
  verifyLog,
} from "./server/log.ts";
export type { Durability, RetentionPolicy, RunningServer, ServeOptions } from "./server/options.ts";
export type { BotToken } from "./server/accounts/bot_tokens.ts";
export { createBotToken, listBotTokens, type NewBotToken, revokeBotToken } from "./server/accounts/admin.ts";
export { type LogEvent, type Logger, type LogStyle, makeLogger } from "./server/logger.ts";

/** A server that was down for longer than this, and its members' grace, has no members to come back, in ms. */
const DOWN_AT_MOST = 600_000;

/** The log is looked after every so many sweeps. */
const SWEEPS_A_HOUSEKEEPING = 5;

/**
 * Opens a room.
 *
 * @throws {CannotOpen} When the port or the address cannot be had.
 * @throws {CannotStore} When the file that the rooms are kept in cannot be had.
 * @throws {NoPage} When the page is wanted and has not been bundled.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { words, limits, log, clock = systemClock } = options;
  const title = cleanLine(options.title);
  const web = options.web && { site: await openSite(title, words), origins: options.web.origins };
  const listener = await listen(options, clock);
  const { log: history, index } = open(options, listener);
  const finder = finderFor(history, options, clock);
  const keys = options.data && openBotTokens(options.data.path);
  // A fault of ours must not end the room.
  const onFault = (fault: unknown): void =>
    log({ event: "failed", what: "unexpected", cause: causeOf(fault) });
  const flush = (): void => {
    try {
      hub.endTurn();
    } catch (error) {
      onFault(error);
    }
  };
  const turn = new Turn((run) => void setImmediate(run), flush);
  const tokens = randomSecrets;
  const zone = (at: number): number => -new Date(at).getTimezoneOffset();
  const hub: Hub = new Hub({ title, words, limits, clock, history, finder, tokens, keys, zone, log, turn });
  const posting = new BotPosting(hub.context);
  const subscriptions = new Subscriptions(hub.context);
  const rules = { limit: limits.outboxBytes, clock, turn, onFault };
  hub.restore(limits.grace + DOWN_AT_MOST);
  const door = new Port({ hub, posting, subscriptions, title, clock, log, outbox: rules, web });
  const accepting = door.accept(listener);

  const housekeeper = new Housekeeper({ store: history, policy: options.keep, clock, logger: log });
  const indexing = new Indexer(index, clock, log);
  let cancelSweep = (): void => {};
  let sweeps = 0;
  const sweep = (): void => {
    hub.sweep();
    subscriptions.sweep(clock.elapsed());
    indexing.check();
    if (sweeps++ % SWEEPS_A_HOUSEKEEPING === 0) housekeeper.run();
    cancelSweep = clock.after(SWEEP_EVERY, sweep);
  };
  sweep();

  const close = async (back?: number): Promise<void> => {
    cancelSweep();
    indexing.close();
    finder.close();
    listener.close();
    hub.close(back);
    subscriptions.close(back);
    door.closeUndecided();
    await within(clock, DRAIN_WITHIN, door.empty(), undefined);
    door.close();
    await accepting;
    keys?.close();
    history.close();
  };
  let stopping: Promise<void> | undefined;
  const { hostname, port } = listener.addr;
  return { hostname, port, stop: (back) => stopping ??= close(back) };
}

function open({ data, noSearch }: ServeOptions, listener: Deno.TcpListener): IndexedLog {
  if (data === undefined) return { log: new MemoryLog(), index: NO_INDEX };
  try {
    return openIndexedLog(data.path, data.durability, !noSearch);
  } catch (error) {
    listener.close();
    throw error;
  }
}

function finderFor(history: ServerLog, { data, noSearch = false, log }: ServeOptions, clock: Clock): Finder {
  return data === undefined
    ? new MemoryFinder(history, !noSearch, clock)
    : new FileFinder(data.path, !noSearch, clock, log);
}
