/**
 * The thread that keeps files: what its keeper starts when the first file comes. It works until it is told to close.
 *
 * @module
 */

import { parentPort } from "node:worker_threads";
import { giveWay } from "../../machine/priority.ts";
import { Keeping } from "./keeping.ts";
import type { FileOrder, FileReport, FilesSetup } from "./messages.ts";
import { perform, readyReport } from "./orders.ts";

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
    tell(readyReport(keeping));
  },
);
