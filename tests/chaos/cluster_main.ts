/**
 * `deno task chaos:cluster --minutes 30`: a long storm over three servers and NATS, with its seed printed; `--seed N` for the
 * same one again, `--replicas 3` with three NATS servers, each with all of the stream, of which one is killed at a time.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { recordRun } from "../../bench/last_runs.ts";
import { findNats } from "../support/nats.ts";
import { runClusterStorm } from "./cluster_storm.ts";

const flags = parseArgs(Deno.args, {
  string: ["minutes", "seed", "talkers", "listeners", "kill", "nats", "pause", "cut", "replicas"],
});

/** Returns the number of a flag, or its default. */
function numberOf(name: string, fallback: number): number {
  const value = flags[name] === undefined ? fallback : Number(flags[name]);
  if (value > 0) return value;
  throw new Error(`--${name} takes a number.`);
}

function report(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

const nats = findNats();
if (nats === undefined) throw new Error("There is no nats-server.");
const seed = numberOf("seed", crypto.getRandomValues(new Uint32Array(1))[0] ?? 1);
const minutes = numberOf("minutes", 10);
const replicas = numberOf("replicas", 1) === 3 ? 3 : 1;
const over = replicas === 3 ? "a cluster with three NATS servers" : "a cluster";
report(`${minutes} minutes of bad weather over ${over}, seed ${seed}`);
const { faults, done, messages, decided, came, unnoticed, silence, slowStarts } = await runClusterStorm({
  seed,
  ms: minutes * 60_000,
  servers: 3,
  talkers: numberOf("talkers", 6),
  listeners: numberOf("listeners", 6),
  nats,
  replicas,
  killEvery: 1000 * numberOf("kill", 4),
  natsEvery: 1000 * numberOf("nats", 7),
  pauseEvery: 1000 * numberOf("pause", 25),
  cutEvery: 1000 * numberOf("cut", 25),
  report,
});
const sums =
  `${done.kills} kills of servers, ${done.nats} of NATS, ${done.pauses} pauses, ${done.cuts} cuts, ${slowStarts} slow starts; ${messages} messages, ${decided} deeds`;
const outcome = faults.length === 0
  ? "nothing was lost, and nothing came twice"
  : `${faults.length} faults, seed ${seed}`;
report(sums);
report(
  `clients were welcomed ${came} times, ${unnoticed} of them resumed unnoticed; the longest silence was ${silence} ms`,
);
for (const fault of faults.slice(0, 50)) report(`FAULT: ${fault}`);
report(outcome);
const task = replicas === 3 ? "chaos:cluster --replicas 3" : "chaos:cluster";
await recordRun(task, `${minutes} minutes: ${sums}; longest silence ${silence} ms; ${outcome}`);
Deno.exit(faults.length === 0 ? 0 : 1);
