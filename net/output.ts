/**
 * Writing to a place that takes little at once, is full, or has lost its reader.
 *
 * @module
 */

/** A place that bytes can be written to; a write may take only some of them. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

/** Writes all bytes. Throws what the place throws: {@linkcode isReaderGone} tells the harmless end from a failure. */
export async function writeAll(sink: ByteSink, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await sink.write(bytes.subarray(at));
}

/** Tells whether a write failed because nobody reads any more: that is how `head` ends what is before it, and no error. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe;
}
