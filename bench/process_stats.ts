/**
 * Statistics of a process from `/proc`. Linux only: elsewhere everything is `undefined`.
 *
 * @module
 */

/** Clock ticks a second in `/proc/PID/stat`, the same on every Linux that Deno runs on. */
const TICKS = 100;

/** Returns the CPU seconds, user and system, that a process has used; `undefined` if unknown. */
export function cpuSeconds(pid: number): number | undefined {
  const stat = readProc(pid, "stat");
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Returns the resident memory of a process, in bytes; `undefined` if unknown. */
export function residentBytes(pid: number): number | undefined {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readProc(pid, "status") ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Samples a process's memory; the returned function stops that and returns the maximum. */
export function watchMemory(pid: number): () => number {
  let most = residentBytes(pid) ?? NaN;
  const timer = setInterval(() => most = Math.max(most, residentBytes(pid) ?? NaN), 50);
  return () => {
    clearInterval(timer);
    return most;
  };
}

/** Returns the number of open descriptors of a process; `undefined` if unknown. */
export function openDescriptors(pid: number): number | undefined {
  try {
    return Array.from(Deno.readDirSync(`/proc/${pid}/fd`)).length;
  } catch {
    return undefined; // Not Linux, or the process is gone.
  }
}

/** Returns how many descriptors this process may have open. */
export function mostDescriptors(): number {
  const limit = /^Max open files\s+(\d+)/m.exec(readProc(Deno.pid, "limits") ?? "")?.[1];
  return limit === undefined ? 1024 : Number(limit);
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return undefined; // Not Linux, or the process is gone.
  }
}
