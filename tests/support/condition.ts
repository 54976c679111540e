/**
 * Waits for a condition without sleeping, and with a time limit.
 *
 * @module
 */

/** How long a condition may take before the test fails, in ms. */
const WAIT_TIMEOUT = 10_000;

/** A condition that never held, with what there was instead. */
export class WaitTimeout extends Error {
  override readonly name = "WaitTimeout";
}

/** A condition variable: what a test waits for is looked at again after each change. */
export class Condition {
  readonly #looks = new Set<() => void>();

  /** Has every waiter look again; called after each change. */
  notify(): void {
    for (const look of [...this.#looks]) look();
  }

  /**
   * Resolves with what `find` returns, once that is not `undefined`.
   *
   * @param what What is waited for, for the failure's message.
   * @param seen Describes what there was instead, for the failure's message.
   * @throws {WaitTimeout} After {@linkcode WAIT_TIMEOUT}.
   */
  waitFor<Found>(what: string, find: () => Found | undefined, seen: () => string): Promise<Found> {
    const found = find();
    if (found !== undefined) return Promise.resolve(found);
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const timer = setTimeout(
      () => reject(new WaitTimeout(`${what} never came; seen so far:\n${seen()}`)),
      WAIT_TIMEOUT,
    );
    const look = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    this.#looks.add(look);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#looks.delete(look);
    });
  }
}
