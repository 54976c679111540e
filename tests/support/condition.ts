/**
 * Waiting for something to have happened, without sleeping and never for ever.
 *
 * @module
 */

/** How long anything that a test waits for may take before the test fails, in ms. */
const WAIT_TIMEOUT = 10_000;

/** What never came, and what had come instead. */
export class WaitTimeout extends Error {
  override readonly name = "WaitTimeout";
}

/** Something that changes, and those who wait until it has changed in some way. */
export class Condition {
  readonly #looks = new Set<() => void>();

  /** To be called after each change. */
  notify(): void {
    for (const look of [...this.#looks]) look();
  }

  /**
   * What `find` gives, once it gives something.
   *
   * @param what What is waited for, as the failure tells it.
   * @param seen Tells what there was instead.
   * @throws {WaitTimeout} After {@linkcode ANSWER_TIMEOUT}.
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
