/**
 * Everything that is measured of one server, and the reading of it.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { Activity } from "./activity.ts";
import { readData } from "./data_reading.ts";
import { Lateness } from "./lateness.ts";
import type { Census, ServerReading } from "./reading.ts";
import { TurnLengths, type TurnPhase } from "./turn_lengths.ts";

/** What others know of a server that is read. */
export interface ReadingSources {
  readonly version: string;
  readonly title: string;
  readonly address: string;
  readonly dataPath: string | undefined;
  readonly hasIndex: boolean;
  fingerprint(): string;
  canStore(): boolean;
  census(): Census;
  /** How the background thread is, where there is one. */
  background():
    | { readonly unindexed: number; readonly isUp: boolean; readonly restarts: number }
    | undefined;
  linesDropped(): number;
}

/** Measures one server, from its start on. */
export class Instruments {
  readonly activity = new Activity();
  readonly #lengths = new TurnLengths();
  readonly #lateness = new Lateness();
  readonly #clock: Pick<Clock, "now" | "elapsed">;
  readonly #startedAt: number;
  /** How long the turn took to store and to encode that is being written out: recorded after that, as its readers would wait for it. */
  readonly #unwritten: (readonly [phase: TurnPhase, ms: number])[] = [];
  #storedAt: number | undefined;
  #stored = 0;

  constructor(clock: Pick<Clock, "now" | "elapsed">) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** Returns a time that never jumps, in ms and parts of them. */
  now(): number {
    return performance.now();
  }

  /** Records how long a part of a turn took, in ms. */
  record(phase: TurnPhase, ms: number): void {
    if (phase !== "encode") this.#recordUnwritten();
    if (phase === "commit") this.#noteStored();
    if (phase === "commit" || phase === "encode") this.#unwritten.push([phase, ms]);
    else this.#lengths.record(phase, ms);
  }

  #recordUnwritten(): void {
    for (const [phase, ms] of this.#unwritten) this.#lengths.record(phase, ms);
    this.#unwritten.length = 0;
  }

  /** Notes when something was stored: a turn that could not be has stored nothing. */
  #noteStored(): void {
    if (this.activity.stored > this.#stored) this.#storedAt = this.#clock.now();
    this.#stored = this.activity.stored;
  }

  /** Notes that what was due at a time by the clock that never jumps, in ms, is done now. */
  noteDue(due: number): void {
    this.#lateness.note(this.#clock.elapsed() - due);
  }

  /** Begins a new minute. To be called once a minute. */
  nextMinute(): void {
    this.#recordUnwritten();
    this.#lengths.nextMinute();
    this.#lateness.nextMinute();
  }

  /** Reads everything. Some tenths of a millisecond, and as much again for a thousand members. */
  read(sources: ReadingSources): ServerReading {
    this.#recordUnwritten();
    const { activity } = this;
    const background = sources.background();
    const canStore = sources.canStore();
    return {
      version: sources.version,
      pid: Deno.pid,
      startedAt: this.#startedAt,
      title: sources.title,
      address: sources.address,
      fingerprint: sources.fingerprint(),
      canStore,
      storedAt: this.#storedAt,
      ...sources.census(),
      stored: activity.stored,
      refused: activity.refused,
      dropped: activity.dropped,
      turnedAway: activity.turnedAway,
      failed: activity.failed,
      data: sources.dataPath === undefined ? undefined : readData(sources.dataPath),
      index: background === undefined || !sources.hasIndex ? undefined : {
        lag: background.unindexed,
        isUp: background.isUp,
        restarts: background.restarts,
      },
      linesDropped: sources.linesDropped(),
      residentBytes: Deno.memoryUsage().rss,
      lateness: this.#lateness.longest,
      recent: this.#lengths.recent(),
      sinceStart: this.#lengths.sinceStart(),
      cumulative: (phase, bounds) => this.#lengths.cumulative(phase, bounds),
    };
  }
}
