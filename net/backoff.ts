/**
 * The wait before a retry. Pure: chance is passed in.
 *
 * @module
 */

/** The longest wait, in ms. */
export const LONGEST_WAIT = 30_000;

/** The upper limit of the first wait, in ms. */
const FIRST_WAIT = 500;

/**
 * Computes the wait before an attempt, in ms: none before the first (0), then twice as long each time up to
 * {@linkcode LONGEST_WAIT}, and by chance between half of that and all of it, so that the clients of a server that
 * went away do not all return at once.
 *
 * @param chance From 0 up to but not including 1.
 */
export function backoff(attempt: number, chance: number): number {
  if (attempt <= 0) return 0;
  const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  return Math.round(most * (1 + chance) / 2);
}
