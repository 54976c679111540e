/**
 * What a session does only after the claims that it waits for are decided.
 *
 * @module
 */

/** The work of one session that waits for rulings, in its order. */
export class RulingQueue {
  #isAwaiting = false;
  /** What comes after the ruling that is awaited. */
  #deferred: (() => void)[] | undefined;

  /** Whether a claim is not decided yet. Until then nothing that comes from the session is processed. */
  get isAwaiting(): boolean {
    return this.#isAwaiting;
  }

  /** Notes that a claim is to be decided. */
  await(): void {
    this.#isAwaiting = true;
  }

  /** Applies a ruling, and then does what came meanwhile, in its order, up to the next claim. After a fault the rest still waits. */
  apply(apply: () => void): void {
    this.#isAwaiting = false;
    const rest = this.#deferred;
    this.#deferred = undefined;
    try {
      apply();
      while (!this.#isAwaiting && rest !== undefined && rest.length > 0) rest.shift()?.();
    } finally {
      // What was put off just now belongs first.
      if (rest !== undefined && rest.length > 0) this.#deferred = [...this.#deferred ?? [], ...rest];
    }
  }

  /** Runs something now, or after the rulings that are awaited. */
  run(run: () => void): void {
    if (this.#isAwaiting) (this.#deferred ??= []).push(run);
    else run();
  }

  /** Waits for no ruling any more, as the session is over: what was deferred runs, and changes nothing. */
  abandon(): void {
    this.#isAwaiting = false;
    const rest = this.#deferred;
    this.#deferred = undefined;
    rest?.forEach((run) => run()); // Whatever waits for it goes on.
  }
}
