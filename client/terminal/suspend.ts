/**
 * Stopping for a while, as Ctrl-Z asks for: with all the processes of the job, and only where somebody can let it go on.
 *
 * @module
 */

/** One process: who started it, in which job (process group) and session it is. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: string;
}

/** Reads what `ps -A -o pid=,ppid=,pgid=,sess=` prints. */
export function parseProcesses(text: string): readonly Process[] {
  return text.split("\n").flatMap((line) => {
    const [pid = "", parent = "", group = "", session = ""] = line.trim().split(/\s+/);
    return session === ""
      ? []
      : [{ pid: Number(pid), parent: Number(parent), group: Number(group), session }];
  });
}

/**
 * Tells whether this process's job was begun by a shell of the same session: only a shell like that can let it go on. A job
 * without one (a terminal that runs nothing but us) would stand still for ever.
 */
export function hasShell(pid: number, processes: readonly Process[]): boolean {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const self = byPid.get(pid);
  if (self === undefined) return false;
  const seen = new Set<number>();
  for (
    let one = byPid.get(self.parent);
    one !== undefined && !seen.has(one.pid);
    one = byPid.get(one.parent)
  ) {
    seen.add(one.pid);
    if (one.group !== self.group) return one.session === self.session;
  }
  return false;
}

/**
 * Stops the whole job: `deno task` and `npx`, which start us, are part of it, and pass on a SIGTSTP without stopping
 * themselves, so it has to be SIGSTOP. Resolves when it goes on, or at once where it cannot be stopped.
 */
export async function stopJob(): Promise<void> {
  try {
    const processes = await run("/bin/ps", "-A", "-o", "pid=,ppid=,pgid=,sess=");
    if (hasShell(Deno.pid, parseProcesses(processes))) await run("/bin/kill", "-STOP", "0");
  } catch {
    // Without ps or kill, or without leave to use them, there is no stopping: we simply go on.
  }
}

async function run(command: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stderr: "null",
  }).output();
  if (!success) throw new Error(`${command} failed`);
  return new TextDecoder().decode(stdout);
}
