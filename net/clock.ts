/**
 * Time as a dependency, so that tests can set it.
 *
 * @module
 */

/** Tells the time and calls back later. */
export interface Clock {
  /** Milliseconds since 1970. May jump, in both directions, as the machine's clock does. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never jumps. For measuring durations. */
  elapsed(): number;
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.floor(performance.now()), // Whole numbers take no memory of their own where they are kept.
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`. */
export function sleep(clock: Pick<Clock, "after">, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

/** Waits for a task for up to `ms`, and resolves with its value or with `late`. The task itself goes on. */
export async function within<Value, Late>(
  clock: Clock,
  ms: number,
  task: Promise<Value>,
  late: Late,
): Promise<Value | Late> {
  let cancel = (): void => {};
  const timeout = new Promise<Late>((resolve) => cancel = clock.after(ms, () => resolve(late)));
  try {
    return await Promise.race([task, timeout]);
  } finally {
    cancel();
  }
}
