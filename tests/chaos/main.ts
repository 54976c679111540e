/**
 * `deno task chaos --minutes 10`: a long storm, with its seed printed; `--seed N` for the same one again, `--program FILE`
 * for a compiled one; `--messages 200000` for a log of so many more, whose index is taken away again and again and which is
 * backed up all the time.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { recordRun } from "../../bench/last_runs.ts";
import { runStorm } from "./storm.ts";

const flags = parseArgs(Deno.args, {
  string: ["minutes", "seed", "program", "talkers", "listeners", "messages"],
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

const seed = numberOf("seed", crypto.getRandomValues(new Uint32Array(1))[0] ?? 1);
const minutes = numberOf("minutes", 10);
report(`${minutes} minutes of bad weather, seed ${seed}`);
const before = flags.messages === undefined ? undefined : numberOf("messages", 0);
const { faults, kills, stops, cuts, messages, came, unnoticed, busy } = await runStorm({
  seed,
  ms: minutes * 60_000,
  talkers: numberOf("talkers", 4),
  listeners: numberOf("listeners", 4),
  report,
  ...(before !== undefined && { messages: before }),
  ...(typeof flags.program === "string" && { command: [flags.program] }),
});
const beside = before === undefined
  ? ""
  : ` beside ${before} whose index was lost ${busy.lost} times and which were backed up ${busy.backups} times`;
const sums = `${kills} kills, ${stops} restarts, ${cuts} cuts; ${messages} messages${beside}`;
const outcome = faults.length === 0
  ? "nothing was lost, and nothing came twice"
  : `${faults.length} faults, seed ${seed}`;
report(sums);
report(`clients were welcomed ${came} times, ${unnoticed} of them resumed unnoticed`);
for (const fault of faults.slice(0, 50)) report(`FAULT: ${fault}`);
report(outcome);
await recordRun(
  before === undefined ? "chaos" : "chaos --messages",
  `${minutes} minutes: ${sums}; ${outcome}`,
);
Deno.exit(faults.length === 0 ? 0 : 1);
