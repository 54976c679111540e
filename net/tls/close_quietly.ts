/**
 * Closing what may be closed already.
 *
 * @module
 */

/** Closes one end of something whose other end may have closed it. */
export function closeQuietly(end: { close(): void }): void {
  try {
    end.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error; // Else it is closed: that is all that was wanted.
  }
}
