/**
 * The thread that keeps files: what its keeper starts when the first file comes. It works until it is told to close.
 *
 * @module
 */

import { parentPort } from "node:worker_threads";
import { giveWay } from "../priority.ts";
import { Keeping } from "./keeping.ts";
import type { FileOrder, FileReport, FilesSetup } from "./messages.ts";

parentPort?.once(
  "message",
  ({ setup, port }: { readonly setup: FilesSetup; readonly port: MessagePort }) => {
    const tell = (report: FileReport): void => port.postMessage(report);
    giveWay();
    const keeping = new Keeping(setup);
    port.onmessage = ({ data: order }: MessageEvent<FileOrder>) => {
      perform(keeping, order, tell);
      if (order.kind === "close") port.close();
    };
    tell({ kind: "ready", bytes: keeping.bytes });
  },
);

/** Does what is ordered, and tells what came of it. */
function perform(keeping: Keeping, order: FileOrder, tell: (report: FileReport) => void): void {
  try {
    switch (order.kind) {
      case "write":
        keeping.write(order.upload, order.at, order.bytes);
        return tell({ kind: "wrote", upload: order.upload });
      case "finish": {
        const { upload } = order;
        const file = keeping.finish(upload, order.size);
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
