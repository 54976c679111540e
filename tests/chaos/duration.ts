/**
 * For how long a storm rages: its time, and where a busy machine let it do too little in that, until it has done enough.
 *
 * @module
 */

/** How many times as long as planned it may take at most. */
const MOST = 8;

/** Begins with its making. */
export class Duration {
  readonly #began = performance.now();
  readonly #ms: number;
  readonly #isEnough: () => boolean;

  /** @param ms How long it is at least. @param isEnough Tells whether it has done what it is for. */
  constructor(ms: number, isEnough: () => boolean) {
    this.#ms = ms;
    this.#isEnough = isEnough;
  }

  /** How long it has gone on, in ms. */
  get passed(): number {
    return performance.now() - this.#began;
  }

  /** For how long it still goes on at least, in s. */
  get left(): number {
    return Math.max(0, Math.round((this.#ms - this.passed) / 1_000));
  }

  get isOver(): boolean {
    const { passed } = this;
    return passed >= this.#ms * MOST || passed >= this.#ms && this.#isEnough();
  }
}
