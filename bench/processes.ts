/**
 * The child processes of a run, all killed at its end.
 *
 * @module
 */

export { freePort } from "../tests/support/free_port.ts";

const children = new Set<Deno.ChildProcess>();

/** Starts a program and discards its output; errors go to our standard error unless `silent`. */
export function start(
  command: string,
  args: readonly string[],
  options: { silent: boolean },
): Deno.ChildProcess {
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: options.silent ? "null" : "inherit",
  }).spawn();
  return track(child);
}

/** Runs a program to its end, or kills it after `ms`; returns its standard output. */
export async function runForOutput(command: string, args: readonly string[], ms: number): Promise<string> {
  const child = track(
    new Deno.Command(command, { args: [...args], stdin: "null", stdout: "piped", stderr: "inherit" }).spawn(),
  );
  const timer = setTimeout(() => kill(child), ms);
  try {
    return await new Response(child.stdout).text();
  } finally {
    clearTimeout(timer);
    await child.status;
  }
}

/** Kills a process and waits until it has ended. */
export async function killAndWait(child: Deno.ChildProcess): Promise<void> {
  kill(child);
  await child.status;
}

/** Kills every process that still runs. */
export function killAll(): void {
  for (const child of children) kill(child);
}

/** Registers a process for {@linkcode killAll} until it ends. */
export function track(child: Deno.ChildProcess): Deno.ChildProcess {
  children.add(child);
  void child.status.then(() => children.delete(child));
  return child;
}

/** Waits until the port accepts connections; returns how long that took, in ms. */
export async function waitForAccept(child: Deno.ChildProcess, port: number, within: number): Promise<number> {
  const began = performance.now();
  let hasEnded = false;
  void child.status.then(() => hasEnded = true);
  while (performance.now() - began < within && !hasEnded) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return performance.now() - began;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  throw new Error(hasEnded ? "the server ended at once" : "the server does not accept connections");
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended already.
  }
}
