/**
 * Waits for a condition without sleeping, and with a time limit.
 *
 * @module
 */

/**
 * How long anything may take that a test waits for before it fails, in ms: long, as a machine may be slow, and waiting for what
 * comes costs nothing.
 */
export const LONGEST_WAIT = 120_000;

/** How often something is looked at that tells nobody of its changes, in ms. */
const LOOK_EVERY = 20;

/** A condition that never held, with what there was instead. */
export class WaitTimeout extends Error {
  override readonly name = "WaitTimeout";
}

/** A condition variable: what a test waits for is looked at again after each change. */
export class Condition {
  readonly #looks = new Set<() => void>();
  readonly #ends = new Set<() => void>();
  #hasEnded = false;

  /** Has every waiter look again; called after each change. */
  notify(): void {
    for (const look of [...this.#looks]) look();
  }

  /** Has every waiter, also later ones, look a last time: nothing changes any more, and who has not found it fails at once. */
  end(): void {
    this.#hasEnded = true;
    this.notify();
    for (const end of [...this.#ends]) end();
  }

  /**
   * Resolves with what `find` returns, once that is not `undefined`.
   *
   * @param what What is waited for, for the failure's message.
   * @param seen Describes what there was instead, for the failure's message.
   * @throws {WaitTimeout} After {@linkcode LONGEST_WAIT}, or when nothing changes any more.
   */
  waitFor<Found>(what: string, find: () => Found | undefined, seen: () => string): Promise<Found> {
    const found = find();
    if (found !== undefined) return Promise.resolve(found);
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const fail = (): void => reject(new WaitTimeout(`${what} never came; seen so far:\n${seen()}`));
    if (this.#hasEnded) fail();
    const timer = setTimeout(fail, LONGEST_WAIT);
    const look = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    this.#looks.add(look);
    this.#ends.add(fail);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#looks.delete(look);
      this.#ends.delete(fail);
    });
  }
}

/**
 * Looks again and again at what another process, a thread or a disk brings about, which nobody is told of.
 *
 * @param what What is waited for, for the failure's message.
 * @param look Looks at it, and returns what was found; `undefined` while there is nothing yet.
 * @throws {WaitTimeout} After {@linkcode LONGEST_WAIT}.
 */
export async function lookUntil<Found>(
  what: string,
  look: () => Found | undefined | Promise<Found | undefined>,
): Promise<Found> {
  const until = performance.now() + LONGEST_WAIT;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new WaitTimeout(`${what} never was so`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
