/**
 * The arguments of `deno task bench`.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";

/** The help of the command. */
export const USAGE =
  `Usage: deno task bench [--only NAME] [--quick] [--against DIR] [--times N] [--peers] [--binary PATH] [-- FLAGS]

  --only NAMES   only some of fanout, latency, beside, memory, stalled, flood, bulk, handshakes, push, pieces, startup, soak
                 or trials (of --cluster)
  --title TEXT   of these only the rows whose title has this text
  --write        write RESULTS.md although these are not all
  --quick        about a minute in all; only large differences can be seen
  --against DIR  the server of another checkout as well, side by side; writes nothing
  --times N      each measurement N times, the servers by turns; shows the median of each figure
  --native       only the native door of our servers
  --peers        nats-server, ngircd, inspircd and ncat as well, those that are installed
  --cluster      our server as one of a cluster, alone before and after it; needs nats-server; writes nothing
  --binary PATH  the compiled program instead of the source
  --window N     messages of each talker in flight where there are many
  --idle N       how many members sit there in --only memory (10,000, or what the machine allows)
  --log N        our server with an empty log, a small one, and one of N messages; writes nothing
  --minutes N    how long --only soak takes, an hour unless told otherwise
  -- FLAGS       flags of our server, as in: -- --outbox 2MiB
`;

/** What `--only` takes. */
const NAMES: ReadonlySet<string> = new Set([
  "fanout",
  "latency",
  "beside",
  "memory",
  "stalled",
  "flood",
  "bulk",
  "handshakes",
  "push",
  "pieces",
  "startup",
  "soak",
  "trials",
]);

/** The length of a soak, in minutes. */
const SOAK = 60;

/** The parsed arguments. */
export interface BenchOptions {
  /** The measurements that are taken; all without it. */
  readonly only: readonly string[] | undefined;
  /** What the titles of the rows have that are taken; all without it. */
  readonly title: string | undefined;
  /** Whether RESULTS.md is written although not all are taken. */
  readonly isWritten: boolean;
  readonly isQuick: boolean;
  readonly withPeers: boolean;
  readonly isNativeOnly: boolean;
  /** Whether our server is measured as one of a cluster, too. */
  readonly isClustered: boolean;
  readonly binary: string | undefined;
  /** The folder of another checkout that is measured as well. */
  readonly against: string | undefined;
  readonly times: number;
  readonly window: number | undefined;
  readonly idle: number | undefined;
  /** How many messages there are in the log that is compared with an empty one. */
  readonly log: number | undefined;
  readonly minutes: number;
  readonly serverFlags: readonly string[];
}

/** Parses the arguments; `undefined` when they are wrong. */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
  const split = args.indexOf("--");
  let isWrong = false;
  const given = parseArgs(split < 0 ? args : args.slice(0, split), {
    string: ["only", "title", "binary", "against", "times", "window", "idle", "log", "minutes"],
    boolean: ["quick", "peers", "native", "write", "cluster"],
    unknown: () => !(isWrong = true),
  });
  const text = (value: unknown): string | undefined => typeof value === "string" ? value : undefined;
  const count = (value: unknown, digits: number): number | undefined => {
    const found = text(value);
    if (found === undefined) return undefined;
    if (!/^[1-9]\d*$/.test(found) || found.length > digits) isWrong = true;
    return Number(found);
  };
  const only = text(given.only)?.split(",");
  if (only?.some((name) => !NAMES.has(name))) isWrong = true;
  const options: BenchOptions = {
    only,
    title: text(given.title),
    isWritten: given.write === true,
    isQuick: given.quick === true,
    withPeers: given.peers === true,
    isNativeOnly: given.native === true || given.cluster === true,
    isClustered: given.cluster === true,
    binary: text(given.binary),
    against: text(given.against),
    times: count(given.times, 2) ?? 1,
    window: count(given.window, 5),
    idle: count(given.idle, 5),
    log: count(given.log, 9),
    minutes: count(given.minutes, 4) ?? SOAK,
    serverFlags: split < 0 ? [] : args.slice(split + 1),
  };
  return isWrong ? undefined : options;
}
