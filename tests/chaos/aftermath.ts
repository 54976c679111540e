/**
 * What is alike after every storm: clients come to rest, and what they know is looked at.
 *
 * @module
 */

import type { ChaosClient } from "./chaos_client.ts";

/** Waits a while, in ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Counts what clients have received. */
export function seenBy(clients: readonly ChaosClient[]): number {
  return clients.reduce((sum, client) => sum + client.seen, 0);
}

/**
 * Waits until clients have everything, for as long as any of them makes progress.
 *
 * @param last Gives the number of the last message.
 * @param stuckAfter For how long there may be no progress, in ms.
 * @returns Those that are not at rest.
 */
export async function comeToRest(
  clients: readonly ChaosClient[],
  last: () => number,
  stuckAfter: number,
  every: number,
): Promise<readonly string[]> {
  let [before, until] = [-1, performance.now() + stuckAfter];
  while (performance.now() < until && !clients.every((client) => client.hasAll(last()))) {
    if (seenBy(clients) > before) until = performance.now() + stuckAfter;
    before = seenBy(clients);
    await pause(every);
  }
  return clients.filter((client) => !client.hasAll(last())).map(({ state }) =>
    `not at rest after the storm: ${state}`
  );
}

/** Lists whom others saw go or come who were there all the time. */
export function noticedAmong(clients: readonly ChaosClient[]): readonly string[] {
  const here = new Set(clients.map(({ name }) => name));
  const noticed = clients.flatMap(({ noticed }) => noticed.filter((name) => here.has(name)));
  return [...new Set(noticed)].map((name) => `others noticed that ${name} was away for a moment`);
}

/** Counts how often clients were welcomed, and how often of these resumed. */
export function comings(
  clients: readonly ChaosClient[],
): { readonly came: number; readonly unnoticed: number } {
  return {
    came: clients.reduce((sum, { welcomes }) => sum + welcomes.times, 0),
    unnoticed: clients.reduce((sum, { welcomes }) => sum + welcomes.unnoticed, 0),
  };
}
