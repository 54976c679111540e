/**
 * Starting the keeper, with the rights that it keeps.
 *
 * @module
 */

import { dirname } from "node:path";
import { ONLY_READING } from "../../../net/worker_rights.ts";
import type { FileReport, FilesSetup, FilesThread, FilesThreadParts } from "../files.ts";
import { canBeLessUrgent, PRIORITY } from "../../machine/priority.ts";
import type { KeeperOrder, KeeperReport, Order, Report, Setup } from "./messages.ts";

/** A thread that was begun. */
export interface StartedThread {
  /** Tells it something. */
  tell(order: Order): void;
  /** Hears and tells nothing any more. */
  close(): void;
}

/** What begins threads, and ends them. */
export interface Keeper {
  /** Begins a thread; the one before is ended if there is one. `onReport` is called with all that it tells. */
  start(onReport: (report: Report) => void): StartedThread;
  /** Begins the thread that keeps files; the one before is ended if there is one. */
  startFiles(setup: FilesSetup, parts: FilesThreadParts): FilesThread;
  /** Ends threads and keeper. */
  close(): void;
}

/**
 * Starts the keeper, with the right to write into the log's folder and to read what the server may read, and no other.
 *
 * @param onEnd Called when a thread ended that was not told to.
 */
export function startKeeper(setup: Setup, onEnd: (why: string) => void): Keeper {
  const folders = new Set([setup.log, setup.index].map((path) => dirname(path)));
  const worker = new Worker(new URL("./keeper.ts", import.meta.url), {
    type: "module",
    deno: {
      permissions: { ...ONLY_READING, write: [...folders], sys: canBeLessUrgent() ? [PRIORITY] : false },
    },
  });
  const order = (what: KeeperOrder, transfer: Transferable[] = []): void =>
    worker.postMessage(what, transfer);
  let filesEnded = (_: string): void => {};
  worker.onmessage = ({ data: { kind, why } }: MessageEvent<KeeperReport>) => {
    if (kind === "ended") onEnd(why);
    else filesEnded(why);
  };
  worker.onerror = (event) => {
    event.preventDefault(); // It would end the server.
    onEnd(event.message);
  };
  return {
    start(onReport) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<Report>) => onReport(data);
      order({ kind: "start", setup, port: port2 }, [port2]);
      return { tell: (what) => port1.postMessage(what), close: () => port1.close() };
    },
    startFiles(setup, { onReport, onEnd }) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<FileReport>) => onReport(data);
      filesEnded = (why) => {
        port1.close();
        onEnd(why);
      };
      order({ kind: "start-files", setup, port: port2 }, [port2]);
      return {
        tell: (what) => port1.postMessage(what, what.kind === "write" ? [what.bytes.buffer] : []),
        close: () => {
          filesEnded = () => {};
          port1.close();
          order({ kind: "stop-files" });
        },
      };
    },
    close() {
      order({ kind: "stop" });
      worker.terminate();
    },
  };
}
