/**
 * Renaming a file over another one.
 *
 * @module
 */

/** How often it is tried on Windows, and how long between, in ms: a virus scanner, or a reader, has a file open for a moment. */
const TRIES = 5;
const BETWEEN = 20;

/** How files are renamed on a system. */
export interface Renaming {
  readonly isWindows: boolean;
  rename(from: string, to: string): void;
  /** Waits for this many ms. */
  wait(ms: number): void;
}

const OURS: Renaming = {
  isWindows: Deno.build.os === "windows",
  rename: (from, to) => Deno.renameSync(from, to),
  wait: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
};

/** Renames a file, also over one that is there. On Windows, where a file that somebody has open is in the way, it tries again. */
export function renameOver(from: string, to: string, { isWindows, rename, wait }: Renaming = OURS): void {
  for (let left = TRIES;; left--) {
    try {
      return rename(from, to);
    } catch (error) {
      const isInTheWay = isWindows && error instanceof Deno.errors.PermissionDenied;
      if (!isInTheWay || left <= 1) throw error;
      wait(BETWEEN);
    }
  }
}
