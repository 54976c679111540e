/**
 * All else waits for talk: who comes, goes and asks, and pages of history, lists and results, of all connections share one
 * short slice of each pass of the event loop, in turn, so that none of it costs anybody the time in which they talk.
 *
 * @module
 */

import type { Turn } from "./turn.ts";

/** The part of one pass of the event loop that all else may have while somebody talks, and while nobody does, in ms. */
const SLICE = 0.5;
const SLICE_IN_SILENCE = 4;

/** After this time without a word nobody talks, in ms. */
const SILENCE = 500;

/** A piece of work that is done a step at a time. */
export interface BulkTask {
  /** Does one step, of well below a millisecond; `true` when it can go on at once. */
  step(): boolean;
  /** Gives up after a step that threw; its fault is reported. */
  abort(): void;
}

/** What a queue works with. */
export interface BulkParts {
  /** Calls back after a millisecond of the machine's, in which the event loop can be idle; the returned function cancels it. */
  readonly pause: (run: () => void) => () => void;
  readonly turn: Pick<Turn, "afterwards" | "patiently" | "endSlice">;
  /** Returns a time that never jumps, in ms and parts of them. */
  readonly now: () => number;
  /** Called with what a step has thrown: a fault of ours, to be logged. */
  readonly onFault: (fault: unknown) => void;
}

/** All work of a server that is not talk. */
export class BulkQueue {
  readonly #parts: BulkParts;
  readonly #tasks = new Line<BulkTask>();
  readonly #errands = new Line<() => void>();
  /** How much of its slice was used since the last timer, in ms. */
  #used = 0;
  #isPassAsked = false;
  #passing: (() => void)[] = [];
  #isRunning = false;
  /** Whether more than one slice holds was asked for: those who come then are answered together. */
  #isCrowd = false;
  /** Whether the next step is a task's, where both wait. */
  #isTasksTurn = false;
  #talkedAt = -Infinity;
  #isClosed = false;
  #cancel = (): void => {};

  constructor(parts: BulkParts) {
    this.#parts = parts;
  }

  /** Notes that somebody talks. */
  noteTalk(): void {
    this.#talkedAt = this.#parts.now();
  }

  /** Whether somebody talks at the moment. */
  get isTalk(): boolean {
    return this.#parts.now() - this.#talkedAt < SILENCE;
  }

  /** Adds a task behind the others; begins it now if there is time left and nothing waits. Each task is added once at a time. */
  add(task: BulkTask): void {
    this.#tasks.add(task);
    this.#begin();
  }

  /**
   * Does something short, like coming in or a question: now if there is time left and nothing waits, else in its turn. Errands
   * and steps of tasks take turns, so who comes does not wait for all who read.
   */
  run(errand: () => void): void {
    if (this.#isRunning || this.#hasNext || this.#left <= 0) {
      this.#errands.add(errand);
      return this.#begin();
    }
    const [began, used] = [this.#parts.now(), this.#used];
    // What it adds begins in it, so that all comes in the order in which it was asked for.
    this.#patiently(() => this.#do(errand));
    this.#used = used + this.#parts.now() - began;
    this.#askForPass();
  }

  /** How much of the slice is left, in ms. */
  get #left(): number {
    return (this.isTalk ? SLICE : SLICE_IN_SILENCE) - this.#used;
  }

  /** Ends: who waits for the next pass is called, what is done is told, what waits is not done any more. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
    for (const run of this.#passing) run();
    this.#passing = [];
    this.#parts.turn.endSlice(true);
  }

  /** Runs something; in a crowd that comes while somebody talks, what it adds to the turn waits for others: each end is a commit. */
  #patiently(run: () => void): void {
    if (!this.#isClosed && this.isTalk && (this.#isCrowd || this.#used > 0)) this.#parts.turn.patiently(run);
    else run();
  }

  #begin(): void {
    if (!this.#isRunning) this.#run();
  }

  /** Does what there is time for, and the rest in the next passes. */
  #run(): void {
    const { now } = this.#parts;
    const began = now();
    const left = this.#left;
    if (left > 0) {
      this.#isRunning = true;
      this.#patiently(() => {
        while (this.#hasNext && now() - began < left) this.#next();
      });
      this.#isRunning = false;
      this.#used += now() - began;
    }
    if (this.#hasNext || this.#used > 0) this.#askForPass();
  }

  /** Calls back at the beginning of the next pass. */
  nextPass(run: () => void): void {
    if (this.#isClosed) return run();
    this.#passing.push(run);
    this.#askForPass();
  }

  /**
   * Asks for the next pass: a millisecond after this turn has ended. While the event loop is never idle it looks for ready sockets
   * only every 61st time, so what is said meanwhile would not be heard; an immediate, or a timer that is late already, keep it busy.
   */
  #askForPass(): void {
    if (this.#isPassAsked || this.#isClosed) return;
    this.#isPassAsked = true;
    this.#parts.turn.afterwards(() => {
      if (!this.#isClosed) this.#cancel = this.#parts.pause(() => this.#pass());
    });
  }

  #pass(): void {
    this.#isPassAsked = false;
    this.#used = 0;
    const passing = this.#passing;
    this.#passing = [];
    this.#isCrowd = this.#hasNext || passing.length > 0;
    for (const run of passing) run();
    if (this.#hasNext) this.#begin();
    if (this.#parts.turn.endSlice(!this.#isCrowd)) this.#askForPass();
  }

  get #hasNext(): boolean {
    return this.#tasks.length > 0 || this.#errands.length > 0;
  }

  #next(): void {
    const isTasksTurn = this.#errands.length === 0 || this.#isTasksTurn && this.#tasks.length > 0;
    this.#isTasksTurn = !isTasksTurn;
    if (!isTasksTurn) return this.#do(this.#errands.take());
    const task = this.#tasks.take();
    if (task !== undefined && this.#step(task)) this.#tasks.add(task);
  }

  #do(errand: (() => void) | undefined): void {
    try {
      errand?.();
    } catch (fault) {
      this.#parts.onFault(fault);
    }
  }

  /** Does a step; a fault ends its task and no other, and never leaves this queue: it runs from a timer. */
  #step(task: BulkTask): boolean {
    try {
      return task.step();
    } catch (fault) {
      task.abort();
      this.#parts.onFault(fault);
      return false;
    }
  }
}

/** This many places that were left are dropped at once: taking the first of a long array moves all others. */
const DROPPED_AT_ONCE = 1_000;

/** What waits, the first first. */
class Line<Item> {
  #items: Item[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  take(): Item | undefined {
    const item = this.#items[this.#first];
    if (this.#first < this.#items.length) this.#first++;
    if (this.#first === this.#items.length || this.#first === DROPPED_AT_ONCE) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
