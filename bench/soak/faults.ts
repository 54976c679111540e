/**
 * What the samples of a soak say. Pure.
 *
 * @module
 */

/** One look at the server. */
export interface Sample {
  /** Bytes in RAM. */
  readonly resident: number;
  readonly descriptors: number;
  /** CPU seconds that it has used. */
  readonly cpu: number;
  /** Messages that all have heard together. */
  readonly deliveries: number;
}

/** Shorter runs, in minutes, say nothing about memory: code is still compiled, and the heap finds its size. */
const LONG_ENOUGH = 20;

/** Parts of the last third; each is long enough for the heap to be tidied at least once. */
const PARTS = 4;

/** How much more the last of them may have than the first, as a share. */
const TOLERATED = 0.05;

/** How many more descriptors there may be in the end: guests, those who stopped reading, and the thread that searches. */
const SPARE = 30;

/** A tenth of them: the first or the last. */
export function tenth<Of>(all: readonly Of[], which: "first" | "last"): readonly Of[] {
  const count = Math.max(2, Math.floor(all.length / 10));
  return which === "first" ? all.slice(0, count) : all.slice(-count);
}

/** CPU seconds a million deliveries. */
export function cpuPerMillion(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return NaN;
  return (last.cpu - first.cpu) * 1e6 / (last.deliveries - first.deliveries);
}

/** The least of something in all samples: what is there for a moment does not count. */
export function leastOf(samples: readonly Sample[], what: "resident" | "descriptors"): number {
  return Math.min(...samples.map((sample) => sample[what]));
}

/** What is wrong with how the server's memory and descriptors went. */
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

/** By what share memory grew in the last third, 0 unless it grew from each part of it to the next. */
function growth(samples: readonly Sample[]): number {
  const third = samples.slice(-Math.floor(samples.length / 3));
  const parts = Array.from({ length: PARTS }, (_, index) => {
    const at = (part: number): number => Math.floor(third.length * part / PARTS);
    return leastOf(third.slice(at(index), at(index + 1)), "resident");
  });
  const isSteady = parts.every((part, index) => index === 0 || part > (parts[index - 1] ?? 0));
  return isSteady ? (parts.at(-1) ?? NaN) / (parts[0] ?? NaN) - 1 : 0;
}
