/**
 * What a server does about once a second, for as long as it runs.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Accounts, Changes, TableChange, Tickets } from "../store/accounts.ts";
import type { Subscriptions } from "../core/bots.ts";
import type { Files } from "../store/files.ts";
import type { Hub } from "../core/hub.ts";
import type { Logger } from "../machine/logger.ts";
import { SWEEP_EVERY } from "../core/members.ts";
import { Ending, type EndingThings, GarbageSampler, Housekeeper, type Instruments } from "../ops.ts";
import type { ServeOptions } from "../machine/options.ts";
import type { Registers } from "./registers.ts";
import type { Settings } from "./settings.ts";
import type { Storage } from "./storage.ts";

/** One round of housekeeping comes with this many sweeps. */
const SWEEPS_PER_HOUSEKEEPING = 5;

/** As many sweeps as a minute has. */
const SWEEPS_PER_MINUTE = 60;

/** What is kept up. */
export interface UpkeepParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly storage: Storage;
  readonly registers: Registers;
  readonly instruments: Instruments;
  readonly hub: Hub;
  readonly subscriptions: Subscriptions;
}

/** Begins the upkeep of a server. @returns Ends it. */
export function keepUp(options: ServeOptions, parts: UpkeepParts): () => void {
  const { clock, logger, settings, storage: { store, background, files }, instruments, hub, subscriptions } =
    parts;
  const housekeeper = new Housekeeper({
    store,
    clock,
    logger,
    get policy() {
      return settings.keep;
    },
  });
  const registers = { ...parts.registers, files };
  const endings = endingsOf(options, registers, parts.storage.node?.changes).map((things) =>
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
    files?.sweep();
    garbage.sample();
  });
  return () => {
    stopSweeping();
    housekeeper.close();
    garbage.close();
  };
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

/** Makes what ends by the clock, besides messages. @param changes Where servers of a cluster agree on it; none for one that is alone. */
function endingsOf(
  { accounts: { idle } = {}, keepFiles }: ServeOptions,
  { accounts, tickets, files }: {
    readonly accounts: Accounts;
    readonly tickets: Tickets;
    readonly files: Files | undefined;
  },
  changes: Changes | undefined,
): readonly EndingThings[] {
  const propose = (change: TableChange): void => changes?.make(change, () => {});
  const names = idle === undefined ? [] : [{
    firstEnd: () => accounts.firstSeen === undefined ? undefined : accounts.firstSeen + idle,
    end: (until: number) => {
      if (changes === undefined) {
        return accounts.expire(until - idle).map((name) => ({ event: "unclaimed", name }) as const);
      }
      const ended = accounts.idleSince(until - idle);
      for (const { id } of ended) propose({ do: "unclaim", account: id });
      return ended.map(({ name }) => ({ event: "unclaimed", name }) as const);
    },
  }];
  const old = {
    firstEnd: () => tickets.firstExpires,
    end: (until: number) => {
      if (changes === undefined) tickets.forget(until);
      else propose({ do: "forget-tickets", before: until });
      return [];
    },
  };
  const sent = files === undefined || keepFiles === undefined || keepFiles === null ? [] : [{
    firstEnd: () => files.oldest === undefined ? undefined : files.oldest + keepFiles,
    end: (until: number) => (files.expire(until - keepFiles), []),
  }];
  return [...names, old, ...sent];
}
