/**
 * One turn of the event loop: everything that was ready in it is stored, fanned out and written together.
 *
 * @module
 */

/** Something with bytes that wait for the turn's end. */
export interface Drainable {
  /** Begins to write what waits; does not wait for it. */
  drain(): void;
}

/**
 * So many outboxes are drained before the event loop goes round. What Deno runs on lets one pass have 128 reads and
 * writes; those beyond that are put off, and the last of them come first, so that in a rush some would never come.
 */
const AT_ONCE = 50;

/** Collects what a turn has to do at its end, and asks for that end once. */
export class Turn {
  readonly #soon: (run: () => void) => void;
  readonly #work: () => void;
  #waiting: Drainable[] = [];
  /** What is being drained, from the next on; the next turn ends after it. */
  #draining: readonly Drainable[] = [];
  #next = 0;
  /** Whether a turn is to be ended, and whether a call for that, or for more of the last one, is on its way. */
  #wanted = false;
  #asked = false;

  /**
   * @param soon Calls back once this turn of the event loop has read what was ready (an immediate: a timer costs
   * a millisecond, a microtask would end the turn after the first line).
   * @param work What is done before the outboxes are drained.
   */
  constructor(soon: (run: () => void) => void, work: () => void) {
    this.#soon = soon;
    this.#work = work;
  }

  /** Whether some outboxes of a turn that has ended are still to be drained. */
  get isDraining(): boolean {
    return this.#draining.length > 0;
  }

  /** Sees to it that this turn ends. */
  schedule(): void {
    this.#wanted = true;
    this.#ask();
  }

  /** Has `outbox` drained at the end of this turn. To be called once per outbox and turn. */
  enqueue(outbox: Drainable): void {
    this.#waiting.push(outbox);
    this.schedule();
  }

  /** Calls back once the event loop has gone round, and others had their turn. */
  defer(run: () => void): void {
    this.#soon(run);
  }

  /** Ends the turn now, or goes on with that. */
  end(): void {
    try {
      if (this.#draining.length === 0) this.#begin();
    } finally {
      this.#asked = false; // Not before: what the work adds is drained below, and needs no other turn.
    }
    const some = this.#draining.slice(this.#next, this.#next += AT_ONCE);
    if (this.#next >= this.#draining.length) {
      this.#draining = [];
      this.#next = 0;
    }
    if (this.#draining.length > 0 || this.#wanted) this.#ask();
    for (const outbox of some) outbox.drain();
  }

  #begin(): void {
    try {
      this.#work();
    } finally {
      this.#wanted = false;
    }
    this.#draining = this.#waiting;
    this.#waiting = [];
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#soon(() => this.end());
  }
}
