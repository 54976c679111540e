/**
 * Ports that are listened on again after they were free: a killed server's, or that of one that is begun as a program.
 *
 * @module
 */

import { tmpdir } from "node:os";

/** Below those that systems hand out by themselves (Linux from 32768 on, others from 49152), so that no test beside gets one. */
const [FIRST, COUNT] = [20_000, 12_000];

/**
 * Where all tests of this person on this machine write down which port was given last: whoever is given one opens it later, and
 * until then it looks free to others.
 */
const LAST = `${tmpdir()}/chat-test-port-${Deno.uid() ?? "any"}`;

/** Returns a port of this machine that nobody has, that nobody gets who asks for any, and that is given to no other test for 12,000 ports. */
export function freePort(): number {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + nextOf(COUNT);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch {
      continue; // In use.
    }
  }
  throw new Error(`no free port from ${FIRST} on`);
}

/** Counts on in the file, one process at a time. */
function nextOf(count: number): number {
  using file = Deno.openSync(LAST, { read: true, write: true, create: true });
  file.lockSync(true);
  const bytes = new Uint8Array(16);
  const last = new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
  const next = last === "" ? Math.floor(Math.random() * count) : (Number(last) + 1) % count;
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(String(next).padStart(5)));
  file.unlockSync();
  return next;
}
