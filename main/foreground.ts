/**
 * Whether somebody sits at the terminal that a program was started from.
 *
 * @module
 */

/**
 * Tells whether somebody does: input and output are a terminal, and this process is what it runs now and nothing in the
 * background, which is stopped by its system when it reads. Where that cannot be known, nobody does.
 */
export async function isAttended(): Promise<boolean> {
  if (!Deno.stdin.isTerminal() || !Deno.stdout.isTerminal()) return false;
  if (Deno.build.os === "windows") return true; // There are no jobs.
  try {
    const ps = new Deno.Command("/bin/ps", {
      args: ["-o", "pgid=,tpgid=", "-p", String(Deno.pid)],
      stdin: "null",
      stderr: "null",
    });
    return isForeground(new TextDecoder().decode((await ps.output()).stdout));
  } catch {
    return false; // No ps, or not allowed to use it.
  }
}

/** Reads what `ps -o pgid=,tpgid=` prints of a process: its job, and the job that its terminal runs now. */
export function isForeground(printed: string): boolean {
  const [job = "", now = ""] = printed.trim().split(/\s+/);
  return job !== "" && job === now;
}
