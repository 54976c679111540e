/**
 * Tests with Deno's leak sanitizers on. They are the default up to 2.7 and not from 2.8 on, and 2.6 rejects the setting in
 * deno.json: hence here, for both.
 *
 * @module
 */

import { IS_ENCRYPTED } from "./encryption.ts";

/** Registers a test that also fails when it leaves a timer, a pending operation, a file or a socket open. */
export function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true, sanitizeExit: true });
}

/** The same, for what there is only without TLS, or is no other within: left out where every test comes in encrypted. */
export function testInClear(name: string, fn: () => void | Promise<void>): void {
  Deno.test({
    name,
    fn,
    ignore: IS_ENCRYPTED,
    sanitizeOps: true,
    sanitizeResources: true,
    sanitizeExit: true,
  });
}
