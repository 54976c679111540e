/**
 * How large the file is that the rooms are kept in, and how much room its disk has.
 *
 * @module
 */

import { statfsSync } from "node:fs";
import type { DataReading, DiskReading } from "./reading.ts";

/** Reads how large a log is, with what is written beside it first, and how full its disk is where the system tells. */
export function readData(path: string): DataReading {
  const disk = diskOf(path);
  return { path, bytes: sizeOf(path) + sizeOf(`${path}-wal`), ...(disk !== undefined && { disk }) };
}

/** Tells how much of the disk that a file is on is free for us, and how large it is, in bytes. */
export function diskOf(path: string): DiskReading | undefined {
  try {
    const { bsize, bavail, blocks } = statfsSync(path);
    if (blocks === 0) return undefined; // A disk in memory without a bound, or one by FUSE, does not tell.
    return { free: bsize * bavail, size: bsize * blocks };
  } catch {
    return undefined; // Not allowed, or the file was taken away: that is told elsewhere.
  }
}

/** Where a disk is: in this machine, or over a network, by what. */
export type FileSystemKind = "local" | "NFS" | "SMB" | "9P" | "Ceph" | "AFS";

/** File systems over a network by their numbers in Linux' `magic.h`: SQLite's locks cannot be trusted there (sqlite.org/faq.html#q5). */
const OVER_NETWORK: ReadonlyMap<number, FileSystemKind> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB"],
  [0xff534d42, "SMB"],
  [0x01021997, "9P"],
  [0x00c36400, "Ceph"],
  [0x5346414f, "AFS"],
]);

/** Tells where the disk of a file is; `undefined` where the system does not. */
export function fileSystemOf(path: string): FileSystemKind | undefined {
  if (Deno.build.os !== "linux") return undefined; // Others have other numbers.
  try {
    return OVER_NETWORK.get(statfsSync(path).type) ?? "local";
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
