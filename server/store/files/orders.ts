/**
 * What is done about each order to the thread of files, and told of it.
 *
 * @module
 */

import type { Keeping } from "./keeping.ts";
import type { FileOrder, FileReport } from "./messages.ts";

/** Makes what is told first. */
export function readyReport({ bytes, missing }: Keeping): FileReport {
  return { kind: "ready", bytes, missing };
}

/** Does what is ordered, and tells what came of it. */
export function perform(keeping: Keeping, order: FileOrder, tell: (report: FileReport) => void): void {
  try {
    switch (order.kind) {
      case "write":
        keeping.write(order.upload, order.at, order.bytes);
        return tell({ kind: "wrote", upload: order.upload });
      case "finish": {
        const { upload } = order;
        const file = keeping.finish(upload, order.size, order.sha256);
        return tell({ kind: "finished", upload, file, bytes: keeping.bytes });
      }
      case "drop":
        return keeping.drop(order.upload);
      case "release":
        keeping.release(order.sha256, order.isNamed);
        return tell({ kind: "removed", hashes: [], bytes: keeping.bytes });
      case "remove": {
        const hashes = keeping.remove(order.hashes);
        return tell({ kind: "removed", hashes, bytes: keeping.bytes });
      }
      case "check": {
        const isSound = isSoundIn(keeping, order.sha256, tell);
        return tell({ kind: "checked", sha256: order.sha256, isSound, bytes: keeping.bytes });
      }
      case "close":
        keeping.close();
        return tell({ kind: "closed" });
    }
  } catch (error) {
    const cause = String(error);
    if (order.kind !== "write" && order.kind !== "finish") return tell({ kind: "fault", cause });
    tell({ kind: "failed", upload: order.upload, cause });
  }
}

function isSoundIn(keeping: Keeping, sha256: string, tell: (report: FileReport) => void): boolean {
  try {
    keeping.check(sha256);
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) tell({ kind: "fault", cause: String(error) });
    return false;
  }
}
