/**
 * One turn of the event loop: everything that was ready in it is stored, fanned out and written together.
 *
 * @module
 */

/** Something with bytes that wait for the turn's end. */
export interface Drain {
  /** Begins to write what waits; does not wait for it. */
  drain(): void;
}

/** Collects what a turn has to do at its end, and asks for that end once. */
export class Turn {
  readonly #soon: (run: () => void) => void;
  readonly #work: () => void;
  #waiting: Drain[] = [];
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

  /** Sees to it that this turn ends. */
  wake(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#soon(() => this.end());
  }

  /** Has `outbox` drained at the end of this turn. To be called once per outbox and turn. */
  add(outbox: Drain): void {
    this.#waiting.push(outbox);
    this.wake();
  }

  /** Ends the turn now. */
  end(): void {
    try {
      this.#work();
    } finally {
      this.#asked = false; // Not before: what the work adds is drained below, and needs no other turn.
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const outbox of waiting) outbox.drain();
  }
}
