/**
 * A test that leaves nothing behind. Deno looks for leaks by default up to 2.7 and no more from 2.8 on,
 * and 2.6 rejects the setting in deno.json: so it is said here, for both.
 *
 * @module
 */

/** A test that fails, too, when it leaves a timer, a read or write, a file or a socket behind. */
export function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true, sanitizeExit: true });
}
