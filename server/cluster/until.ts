/**
 * Waiting until turns have brought something about.
 *
 * @module
 */

interface Waiter {
  readonly isSo: () => boolean;
  readonly resolve: () => void;
}

/** Who waits for what. */
export class Until {
  readonly #waiting = new Set<Waiter>();

  /** Whether anybody waits. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves when something is so, as far as it is looked after. */
  wait(isSo: () => boolean): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve) => void this.#waiting.add({ isSo, resolve }));
  }

  /** Looks who need not wait any more. @param isOver Whether nothing will come any more, so that nobody need. */
  look(isOver: boolean): void {
    for (const waiter of this.#waiting) {
      if (!waiter.isSo() && !isOver) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }
}
