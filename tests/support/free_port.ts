/**
 * Ports that are listened on again after they were free: a killed server's, or that of one that is begun as a program.
 *
 * @module
 */

/** Below those that systems hand out by themselves (Linux from 32768 on, others from 49152), so that no test beside gets one. */
const [FIRST, COUNT] = [20_000, 12_000];

/** Returns a port of this machine that nobody has, and that nobody gets who asks for any. */
export function freePort(): number {
  for (let tries = 0; tries < 100; tries++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch {
      continue; // In use.
    }
  }
  throw new Error(`no free port from ${FIRST} on`);
}
