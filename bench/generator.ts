/**
 * The generator's process: takes one measurement of a running server, and prints the result as one JSON line.
 *
 * @module
 */

import { fanout } from "./fanout.ts";
import { bulk } from "./bulk.ts";
import { flood } from "./flood.ts";
import { handshakes } from "./handshakes.ts";
import { isDialect } from "./generator/dialects.ts";
import { latency } from "./latency.ts";
import {
  extraTime,
  type Figures,
  type MeasuredServer,
  type Measurement,
  type MeasurementResult,
} from "./measurement.ts";
import { pieces } from "./pieces.ts";
import { push } from "./push.ts";
import { memory } from "./memory.ts";
import { soak } from "./soak.ts";
import { stalled } from "./stalled.ts";

const MEASUREMENTS: { readonly [name: string]: Measurement } = {
  fanout,
  latency,
  beside: latency,
  memory,
  stalled,
  bulk,
  flood,
  handshakes,
  push,
  pieces,
  soak,
};

/** The generator exits after this time in ms, plus what the settings ask for. */
const LIFETIME = 60_000;

async function main(): Promise<void> {
  const [name = "", dialect = "", port = "", pid = "", settings = "{}", log = "", ...other] = Deno.args;
  const measurement = MEASUREMENTS[name];
  if (measurement === undefined || !isDialect(dialect)) {
    throw new Error(`no measurement ${name} of ${dialect}`);
  }
  const [ports, pids] = [port, pid].map((some) => some.split(",").map(Number));
  const spread = (ports ?? []).map((port, index) => ({ port, pid: pids?.[index] ?? NaN }));
  const [first = { port: NaN, pid: NaN }] = spread;
  const [otherPort, otherLog = ""] = other;
  const target: MeasuredServer = {
    dialect,
    ...first,
    log,
    ...(spread.length > 1 && { spread }),
    ...(otherPort !== undefined && { elsewhere: { port: Number(otherPort), log: otherLog } }),
  };
  const numbers = readSettings(settings);
  setTimeout(() => Deno.exit(1), LIFETIME + extraTime(numbers));
  let result: MeasurementResult;
  try {
    result = await measurement(target, numbers);
  } catch (error) {
    result = { figures: {}, faults: [error instanceof Error ? error.message : String(error)] };
  }
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result) + "\n"));
  Deno.exit(0);
}

function readSettings(text: string): Figures {
  const value: unknown = JSON.parse(text);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([key, number]) => [key, Number(number)]));
}

if (import.meta.main) await main();
