/**
 * How large the file is that the rooms are kept in, and how much room its disk has.
 *
 * @module
 */

import { statfsSync } from "node:fs";
import type { DataReading } from "./reading.ts";

/** Reads how large a log is, with what is written beside it first, and how full its disk is where the system tells. */
export function readData(path: string): DataReading {
  const disk = diskOf(path);
  return { path, bytes: sizeOf(path) + sizeOf(`${path}-wal`), ...(disk !== undefined && { disk }) };
}

/** Tells how much of the disk that a file is on is free for us, and how large it is, in bytes. */
export function diskOf(path: string): DataReading["disk"] {
  try {
    const { bsize, bavail, blocks } = statfsSync(path);
    return { free: bsize * bavail, size: bsize * blocks };
  } catch {
    return undefined; // Not allowed, or the file was taken away: that is told elsewhere.
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
