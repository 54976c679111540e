/**
 * The input and the result of a measurement.
 *
 * @module
 */

import type { DialectName } from "./generator/dialects.ts";
import { cpuSeconds } from "./process_stats.ts";

/** Where a server is, and which process. */
export interface ServerPlace {
  readonly port: number;
  readonly pid: number;
}

/** The server that is measured. */
export interface MeasuredServer {
  readonly dialect: DialectName;
  readonly port: number;
  readonly pid: number;
  /** The servers of a cluster over which the members are spread; only the one without it. */
  readonly spread?: readonly ServerPlace[];
  /** The file of its log; empty for a server that has none of ours. */
  readonly log: string;
  /** Another server of the same kind on the machine, at which the same company is by turns; only where that can pause. */
  readonly elsewhere?: CompanyPlace;
}

/** A server at which something goes on. */
export type CompanyPlace = Pick<MeasuredServer, "port" | "log">;

/** Numbers by name; each measurement documents its own. */
export type Figures = { readonly [name: string]: number };

/** The result of a measurement. With any fault its figures are void. */
export interface MeasurementResult {
  readonly figures: Figures;
  /** Deliveries that were lost, doubled or out of order, and other errors. */
  readonly faults: readonly string[];
}

/** Takes one measurement. */
export type Measurement = (target: MeasuredServer, settings: Figures) => Promise<MeasurementResult>;

/** Returns a setting; throws if it is missing. */
export function requiredSetting(settings: Figures, name: string): number {
  const value = settings[name];
  if (value === undefined) throw new Error(`the setting ${name} is missing`);
  return value;
}

/** Returns how many members there are in all: as many as the setting says at each server over which they are spread. */
export function membersOf({ spread }: MeasuredServer, settings: Figures): number {
  return requiredSetting(settings, "members") * (spread?.length ?? 1);
}

/** Tells whether what goes on beside can pause, so that it is here, at another server and nowhere by turns. */
export function isByTurns({ pairs = 1 }: Figures): boolean {
  return pairs > 1;
}

/** Returns how much longer than others a measurement with these settings takes, in ms. */
export function extraTime(settings: Figures): number {
  const { minutes = 0, quiet = 0, rush = 0, long = 0 } = settings;
  return minutes * 60_000 + (quiet + rush + long) * 1000;
}

/** Starts measuring time and CPU seconds, those of all servers together; the returned function returns what was used since. */
export function startMeter(
  { pid, spread }: Pick<MeasuredServer, "pid" | "spread">,
): () => { seconds: number; serverCpu: number; generatorCpu: number } {
  const pids = spread?.map(({ pid }) => pid) ?? [pid];
  const used = (): number => pids.reduce((sum, pid) => sum + (cpuSeconds(pid) ?? NaN), 0);
  const began = performance.now();
  const server = used();
  const generator = cpuSeconds(Deno.pid) ?? NaN;
  return () => ({
    seconds: (performance.now() - began) / 1000,
    serverCpu: used() - server,
    generatorCpu: (cpuSeconds(Deno.pid) ?? NaN) - generator,
  });
}

/** Returns the value below which this share of the samples lies; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Joins several results of one measurement: the median of each figure, and all faults. */
export function medianOf(results: readonly MeasurementResult[]): MeasurementResult {
  const names = new Set(results.flatMap(({ figures }) => Object.keys(figures)));
  const median = (name: string): number =>
    percentile(results.map(({ figures }) => figures[name] ?? NaN), 0.5);
  return {
    figures: Object.fromEntries([...names].map((name) => [name, median(name)])),
    faults: results.flatMap(({ faults }) => faults),
  };
}
