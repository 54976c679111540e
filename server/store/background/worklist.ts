/**
 * Which work of the background thread comes next, and how much of a core all of them together may take. Knows no file.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { FailedWork } from "../../machine/logger.ts";

/** A kind of work that is done in steps of a few milliseconds. */
export interface Work {
  /** What the log says has failed when a step throws. */
  readonly name: FailedWork;
  /** Whether it has time: it then takes a fifth of a core while anybody talks, and else less than half. */
  readonly isPatient: boolean;
  /** Does one step, and returns in how many ms the next one is due: 0 when there is more to do. */
  step(): number;
  /** Called when a step threw; returns in how many ms the next one is due. */
  failed?(error: unknown): number;
}

/** After a step of a patient work the thread rests this many times as long as the step took, while anybody talks. */
const REST_OF_PATIENT = 4;

/** And after any other, and while nobody talks: at most half a core is taken. */
const REST = 1;

/**
 * The longest rest, in ms. A step in which all of the machine stood still, or one that waited for a slow disk, has not used a
 * core; and a thread that rests for long is taken for one that hangs.
 */
const LONGEST_REST = 1_000;

/** A work that failed is tried again after this time, in ms. */
const AGAIN_AFTER = 1_000;

/** What a list of works runs with. */
export interface WorklistParts {
  /** The works, the most urgent first. */
  readonly works: readonly Work[];
  readonly clock: Pick<Clock, "after"> & {
    /** Returns a time that never jumps, in ms and parts of them. */
    now(): number;
  };
  /** Whether somebody talks at the moment. */
  readonly isTalk: () => boolean;
  /** Called when a step of a work throws and the one before did not. */
  readonly onFailure: (work: Work, error: unknown) => void;
}

/** Runs works a step at a time, each when it is due, the most urgent of them first. */
export class Worklist {
  readonly #parts: WorklistParts;
  readonly #due = new Map<Work, number>();
  readonly #failing = new Set<Work>();
  #worked = 0;
  #cancel = (): void => {};
  #wakesAt = Infinity;
  /** Until when the thread rests: no step begins before. */
  #restsUntil = -Infinity;
  #isClosed = false;

  constructor(parts: WorklistParts) {
    this.#parts = parts;
    for (const work of parts.works) this.#due.set(work, -Infinity);
  }

  /** How long all steps together have taken, in ms. */
  get worked(): number {
    return this.#worked;
  }

  /** Begins. */
  start(): void {
    this.#wake();
  }

  /** Has a work's next step done as soon as there is time for it. */
  hurry(work: Work): void {
    this.#due.set(work, -Infinity);
    this.#wake();
  }

  /** Ends: no step begins any more. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  /** Sets the timer for the next step. */
  #wake(): void {
    if (this.#isClosed) return;
    const now = this.#parts.clock.now();
    const at = Math.max(Math.min(...this.#due.values()), this.#restsUntil, now);
    if (at >= this.#wakesAt) return;
    this.#cancel();
    this.#wakesAt = at;
    // A timer also where it is due now: memory that runs out in a timer ends the thread with an error, and in the handler of a
    // message without one.
    this.#cancel = this.#parts.clock.after(Math.max(0, at - now), () => {
      this.#wakesAt = Infinity;
      this.#run();
      this.#wake();
    });
  }

  /** Does a step of the first work that is due. */
  #run(): void {
    const { works, clock, isTalk } = this.#parts;
    const began = clock.now();
    const work = works.find((one) => (this.#due.get(one) ?? Infinity) <= began);
    if (work === undefined) return;
    const wait = this.#step(work);
    const ended = clock.now();
    const took = ended - began;
    this.#worked += took;
    this.#due.set(work, ended + wait);
    const rest = took * (work.isPatient && isTalk() ? REST_OF_PATIENT : REST);
    this.#restsUntil = ended + Math.min(rest, LONGEST_REST);
  }

  #step(work: Work): number {
    try {
      const wait = work.step();
      this.#failing.delete(work);
      return wait;
    } catch (error) {
      if (!this.#failing.has(work)) this.#parts.onFailure(work, error);
      this.#failing.add(work);
      return work.failed?.(error) ?? AGAIN_AFTER;
    }
  }
}
