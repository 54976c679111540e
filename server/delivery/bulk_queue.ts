/**
 * Bulk waits for talk: pages of history, lists and results of all connections share one short slice of each pass of the
 * event loop, in turn, so that reading a lot costs nobody else the time in which they talk.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";

/** The part of one pass of the event loop that bulk may have, in ms. */
const SLICE = 2;

/** A piece of work that is done a step at a time. */
export interface BulkTask {
  /** Does one step, of well below a millisecond; `true` when it can go on at once. */
  step(): boolean;
  /** Gives up after a step that threw; its fault is reported. */
  abort(): void;
}

/** All bulk work of a server. */
export class BulkQueue {
  readonly #clock: Pick<Clock, "elapsed" | "after">;
  readonly #onFault: (fault: unknown) => void;
  #queue: BulkTask[] = [];
  /** When bulk began in this pass; `undefined` before it has. */
  #since: number | undefined;
  #isRunning = false;

  /** @param onFault Called with what a step has thrown: a fault of ours, to be logged. */
  constructor(clock: Pick<Clock, "elapsed" | "after">, onFault: (fault: unknown) => void) {
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** Adds a task behind the others; begins it now if this pass has time left and nothing waits. Each task is added once at a time. */
  add(task: BulkTask): void {
    this.#queue.push(task);
    if (!this.#isRunning && this.#queue.length === 1) this.#run();
  }

  /** Does a step of each task in turn while this pass has time left, and the rest in the next one. */
  #run(): void {
    if (this.#since === undefined) {
      this.#since = this.#clock.elapsed();
      // A timer, not an immediate: while the event loop is never idle it looks for ready sockets only every 61st time.
      this.#clock.after(0, () => {
        this.#since = undefined;
        if (this.#queue.length > 0 && !this.#isRunning) this.#run();
      });
    }
    this.#isRunning = true;
    while (this.#clock.elapsed() - this.#since < SLICE) {
      const task = this.#queue.shift();
      if (task === undefined) break;
      if (this.#step(task)) this.#queue.push(task);
    }
    this.#isRunning = false;
  }

  /** Does a step; a fault ends its task and no other, and never leaves this queue: it runs from a timer. */
  #step(task: BulkTask): boolean {
    try {
      return task.step();
    } catch (fault) {
      task.abort();
      this.#onFault(fault);
      return false;
    }
  }
}
