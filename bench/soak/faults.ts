/**
 * What the samples of a soak show. Pure.
 *
 * @module
 */

/** One sample of the server. */
export interface Sample {
  /** Resident memory, in bytes. */
  readonly resident: number;
  readonly descriptors: number;
  /** CPU seconds used so far. */
  readonly cpu: number;
  /** Deliveries to all members so far. */
  readonly deliveries: number;
}

/** The shortest run, in minutes, whose memory is judged: before, code is compiled and the heap finds its size. */
const LONG_ENOUGH = 20;

/** Parts of the last third; in each the heap is collected at least once. */
const PARTS = 4;

/** How much the last part may exceed the first, as a share. */
const TOLERATED = 0.05;

/** How many descriptors more there may be at the end: visitors, members that stopped reading, and the search thread. */
const SPARE = 30;

/** Returns the first or the last tenth of the samples. */
export function tenth<Of>(all: readonly Of[], which: "first" | "last"): readonly Of[] {
  const count = Math.max(2, Math.floor(all.length / 10));
  return which === "first" ? all.slice(0, count) : all.slice(-count);
}

/** Returns the CPU seconds per million deliveries. */
export function cpuPerMillion(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return NaN;
  return (last.cpu - first.cpu) * 1e6 / (last.deliveries - first.deliveries);
}

/** Returns the least of a figure in all samples, so that peaks do not count. */
export function leastOf(samples: readonly Sample[], what: "resident" | "descriptors"): number {
  return Math.min(...samples.map((sample) => sample[what]));
}

/** Returns what is wrong with the course of memory and descriptors. */
export function findFaults(samples: readonly Sample[], minutes: number): readonly string[] {
  const faults: string[] = [];
  const [before, after] = (["first", "last"] as const).map((which) =>
    leastOf(tenth(samples, which), "descriptors")
  );
  if ((after ?? 0) > (before ?? 0) + SPARE) faults.push(`descriptors grew from ${before} to ${after}`);
  const grown = growth(samples);
  if (minutes >= LONG_ENOUGH && grown > TOLERATED) {
    faults.push(`memory grew by ${(grown * 100).toFixed(0)} % in the last third`);
  }
  return faults;
}

/** Returns by what share memory grew in the last third; 0 unless it grew from each part to the next. */
function growth(samples: readonly Sample[]): number {
  const third = samples.slice(-Math.floor(samples.length / 3));
  const parts = Array.from({ length: PARTS }, (_, index) => {
    const at = (part: number): number => Math.floor(third.length * part / PARTS);
    return leastOf(third.slice(at(index), at(index + 1)), "resident");
  });
  const isSteady = parts.every((part, index) => index === 0 || part > (parts[index - 1] ?? 0));
  return isSteady ? (parts.at(-1) ?? NaN) / (parts[0] ?? NaN) - 1 : 0;
}
