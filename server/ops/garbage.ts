/**
 * A sample of what the collector of garbage takes. V8 tells it only to a profiler, whose answer costs a tenth of a
 * millisecond a collection: so it runs for a twentieth of the time.
 *
 * @module
 */

import * as v8 from "node:v8";
import type { Clock } from "../../net/clock.ts";

/** How long one sample lasts, in ms. */
const SAMPLE = 250;

/** The profiler of V8, as far as it is used. */
export interface CollectionProfiler {
  start(): void;
  /** Ends the sample, and returns how long each collection in it took, in ns. */
  stop(): readonly number[];
}

/** Takes samples of collections. */
export class GarbageSampler {
  readonly #clock: Pick<Clock, "after">;
  readonly #record: (ms: number) => void;
  readonly #profile: () => CollectionProfiler | undefined;
  #end = (): void => {};

  /** @param record Called with the length of each collection that is seen, in ms. */
  constructor(clock: Pick<Clock, "after">, record: (ms: number) => void, profile = newProfiler) {
    this.#clock = clock;
    this.#record = record;
    this.#profile = profile;
  }

  /** Takes one sample. To be called every few seconds. */
  sample(): void {
    this.#end();
    const profiler = this.#profile();
    if (profiler === undefined) return;
    profiler.start();
    const end = (): void => {
      this.#end = () => {};
      cancel();
      for (const ns of profiler.stop()) this.#record(ns / 1e6);
    };
    const cancel = this.#clock.after(SAMPLE, end);
    this.#end = end;
  }

  /** Ends what runs. */
  close(): void {
    this.#end();
  }
}

/** Makes a profiler; `undefined` on Deno 2.6, which has none. */
function newProfiler(): CollectionProfiler | undefined {
  const Profiler: unknown = Reflect.get(v8, "GCProfiler");
  if (typeof Profiler !== "function") return undefined;
  const profiler: unknown = Reflect.construct(Profiler, []);
  return {
    start: () => void call(profiler, "start"),
    stop: () => costsOf(call(profiler, "stop")),
  };
}

function call(profiler: unknown, method: string): unknown {
  if (typeof profiler !== "object" || profiler === null) return undefined;
  const run: unknown = Reflect.get(profiler, method);
  return typeof run === "function" ? Reflect.apply(run, profiler, []) : undefined;
}

/** Reads what each collection cost; nothing from what is not as it should be. */
function costsOf(report: unknown): readonly number[] {
  if (typeof report !== "object" || report === null || !("statistics" in report)) return [];
  const { statistics } = report;
  if (!Array.isArray(statistics)) return [];
  return statistics.flatMap((one: unknown) =>
    typeof one === "object" && one !== null && "cost" in one && typeof one.cost === "number" ? [one.cost] : []
  );
}
