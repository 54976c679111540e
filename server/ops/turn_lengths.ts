/**
 * How long turns take and where they wait: the disk (commit), the processor (encode), the system's sockets (write), or the
 * collector of garbage. It is how a slow disk is told from a slow reader.
 *
 * @module
 */

import { Histogram } from "./histogram.ts";

/** The parts of a turn, and the whole of it. */
export const TURN_PHASES = ["turn", "commit", "encode", "write", "garbage"] as const;

/**
 * What is measured: `commit` stores a turn and acknowledges it, `encode` makes the bytes and offers them to the outboxes,
 * `write` hands them to the system, all passes of one turn together; `turn` is these three. `garbage` is one collection by
 * the collector, whenever it came; of those only a sample is seen, and none on Deno 2.6.
 */
export type TurnPhase = typeof TURN_PHASES[number];

/** The lengths of one phase, in ms. */
export interface PhaseLengths {
  /** How many were measured, and all of them together. */
  readonly count: number;
  readonly sum: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** What the turns of a time took. */
export type TurnReading = Readonly<Record<TurnPhase, PhaseLengths>>;

/** Records the lengths of turns: since the start, and of the last one to two minutes. */
export class TurnLengths {
  readonly #all = histograms();
  #recent = histograms();
  #before = histograms();

  /** Records how long a phase of a turn took, in ms. */
  record(phase: TurnPhase, ms: number): void {
    this.#all[phase].record(ms);
    this.#recent[phase].record(ms);
  }

  /** Begins a new minute: what is older than the last one is no longer recent. To be called once a minute. */
  nextMinute(): void {
    [this.#before, this.#recent] = [this.#recent, this.#before];
    for (const phase of TURN_PHASES) this.#recent[phase].clear();
  }

  /** Reads the lengths since the start of the server. */
  sinceStart(): TurnReading {
    return readingOf((phase) => this.#all[phase]);
  }

  /** Reads the lengths of the last minute, or of the one before while this one has none. */
  recent(): TurnReading {
    return readingOf((phase) => this.#recent[phase].count > 0 ? this.#recent[phase] : this.#before[phase]);
  }

  /** Counts, for each of these bounds in ms in rising order, how often a phase took at most that long since the start. */
  cumulative(phase: TurnPhase, bounds: readonly number[]): readonly number[] {
    return bounds.map((ms) => this.#all[phase].atMost(ms));
  }
}

function histograms(): Record<TurnPhase, Histogram> {
  return {
    turn: new Histogram(),
    commit: new Histogram(),
    encode: new Histogram(),
    write: new Histogram(),
    garbage: new Histogram(),
  };
}

function readingOf(of: (phase: TurnPhase) => Histogram): TurnReading {
  const one = (phase: TurnPhase): PhaseLengths => {
    const lengths = of(phase);
    const { count, sum, longest } = lengths;
    return { count, sum, p50: lengths.quantile(0.5), p99: lengths.quantile(0.99), longest };
  };
  return {
    turn: one("turn"),
    commit: one("commit"),
    encode: one("encode"),
    write: one("write"),
    garbage: one("garbage"),
  };
}
