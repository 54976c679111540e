/**
 * The thread that keeps the right to write into the log's folder, which the server gives up: it does nothing but begin the
 * background thread and that of files, which have their rights from here, and end them.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { MessagePort as NodePort, Worker as Thread } from "node:worker_threads";
import type { KeeperOrder, KeeperReport } from "./messages.ts";

/** The most memory that the thread's objects may take, in MB: it ends then, and nothing else does. Deno 2.6 knows no such limit. */
const MOST_MEMORY = 384;

/** A kind of thread: what it runs, and what is told when one ends. */
interface Kept {
  readonly url: URL;
  readonly ended: KeeperReport["kind"];
  thread?: Thread | undefined;
}

const works: Kept = { url: new URL("./thread.ts", import.meta.url), ended: "ended" };
const files: Kept = { url: new URL("../files/thread.ts", import.meta.url), ended: "files-ended" };

/** Begins a thread in the place of the one that there may be. */
function start(kept: Kept, { setup, port }: Extract<KeeperOrder, { port: MessagePort }>): void {
  if (!(port instanceof NodePort)) throw new TypeError("No port to talk through.");
  stop(kept); // Not only ended: its end is told while it is, and would be taken for that of the next.
  const started = new Thread(kept.url, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY } });
  kept.thread = started;
  let why = "it ended";
  started.on("error", (error: unknown) => why = String(error));
  started.on("exit", () => {
    if (kept.thread !== started) return; // It was ended, and another one may be there.
    kept.thread = undefined;
    self.postMessage({ kind: kept.ended, why } satisfies KeeperReport);
  });
  started.postMessage({ setup, port }, [port]);
}

/** Ends a thread, which is not told of. */
function stop(kept: Kept): void {
  const last = kept.thread;
  kept.thread = undefined;
  last?.terminate();
}

self.onmessage = ({ data: order }: MessageEvent<KeeperOrder>) => {
  switch (order.kind) {
    case "start":
      return start(works, order);
    case "start-files":
      return start(files, order);
    case "stop-files":
      return stop(files);
    case "stop":
      stop(works);
      stop(files);
      self.close();
  }
};
