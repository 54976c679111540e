/**
 * What the command line asks for.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";

/** How the command is used. */
export const USAGE =
  `Usage: deno task bench [--only NAME] [--quick] [--peers] [--binary PATH] [--window N] [-- FLAGS]

  --only NAME    only fanout, latency, memory, stalled, flood, startup or soak
  --quick        about a minute in all; only large differences can be seen
  --peers        nats-server, ngircd, inspircd and ncat as well, those that are installed
  --binary PATH  the compiled program instead of the source
  --window N     messages of each talker in flight where there are many
  --log N        our server with an empty log, a small one, and one of N messages; writes nothing
  --minutes N    how long --only soak takes, an hour unless told otherwise
  -- FLAGS       flags of our server, as in: -- --outbox 2MiB
`;

/** How long a soak is, in minutes. */
const SOAK = 60;

/** What the command line asked for. */
export interface BenchOptions {
  readonly only: string | undefined;
  readonly isQuick: boolean;
  readonly withPeers: boolean;
  readonly binary: string | undefined;
  readonly window: number | undefined;
  /** How many messages there are in the log that is compared with an empty one. */
  readonly log: number | undefined;
  readonly minutes: number;
  readonly serverFlags: readonly string[];
}

/** Reads the arguments; `undefined` when they are not understood. */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
  const split = args.indexOf("--");
  let isWrong = false;
  const given = parseArgs(split < 0 ? args : args.slice(0, split), {
    string: ["only", "binary", "window", "log", "minutes"],
    boolean: ["quick", "peers"],
    unknown: () => !(isWrong = true),
  });
  const text = (value: unknown): string | undefined => typeof value === "string" ? value : undefined;
  const count = (value: unknown, digits: number): number | undefined => {
    const found = text(value);
    if (found === undefined) return undefined;
    if (!/^[1-9]\d*$/.test(found) || found.length > digits) isWrong = true;
    return Number(found);
  };
  const wishes: BenchOptions = {
    only: text(given.only),
    isQuick: given.quick === true,
    withPeers: given.peers === true,
    binary: text(given.binary),
    window: count(given.window, 5),
    log: count(given.log, 9),
    minutes: count(given.minutes, 4) ?? SOAK,
    serverFlags: split < 0 ? [] : args.slice(split + 1),
  };
  return isWrong ? undefined : wishes;
}
