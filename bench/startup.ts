/**
 * How long it takes from starting the process to the first accepted connection, and to the client's first line.
 *
 * @module
 */

import { accepted, end, follow, freePort, start } from "./processes.ts";
import { program, type ServerKind } from "./servers.ts";

const TRIES = 5;
const WITHIN = 5000;

/** Milliseconds to the first accepted connection, the median of some. */
export async function serverStart(kind: ServerKind, folder: string): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < TRIES; index++) {
    const port = freePort();
    const began = performance.now();
    const child = start(kind.command, kind.args(port, folder), { silent: false });
    try {
      await accepted(child, port, WITHIN);
      times.push(performance.now() - began);
    } finally {
      await end(child);
    }
  }
  return median(times);
}

/** Milliseconds from starting the client to the first line that it prints, the median of some. */
export async function clientStart(binary: string | undefined, port: number): Promise<number> {
  const times: number[] = [];
  const { command, args } = program(binary);
  for (let index = 0; index < TRIES; index++) {
    const began = performance.now();
    const flags = ["client", "--port", String(port), "--name", `start${index}`, "--json"];
    const child = follow(
      new Deno.Command(command, {
        args: [...args, ...flags],
        stdin: "piped",
        stdout: "piped",
        stderr: "null",
      })
        .spawn(),
    );
    const timer = setTimeout(() => void end(child), WITHIN);
    const reader = child.stdout.getReader();
    const { done } = await reader.read();
    if (!done) times.push(performance.now() - began);
    clearTimeout(timer);
    await end(child);
    await reader.cancel();
    await child.stdin.close().catch(() => {}); // It has ended: that is what we wanted.
    if (done) throw new Error("the client printed nothing");
  }
  return median(times);
}

function median(times: readonly number[]): number {
  return Float64Array.from(times).sort()[Math.floor(times.length / 2)] ?? NaN;
}
