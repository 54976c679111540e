/**
 * The thread that keeps the right to write into the log's folder, which the server gives up: it does nothing but begin the
 * background thread, which has its rights from here, and end it.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { MessagePort as NodePort, Worker as Thread } from "node:worker_threads";
import type { KeeperOrder, KeeperReport } from "./messages.ts";

/** The most memory that the thread's objects may take, in MB: it ends then, and nothing else does. Deno 2.6 knows no such limit. */
const MOST_MEMORY = 384;

let thread: Thread | undefined;

/** Begins a thread in the place of the one that there may be. */
function start(order: Extract<KeeperOrder, { kind: "start" }>): void {
  const { setup, port } = order;
  if (!(port instanceof NodePort)) throw new TypeError("No port to talk through.");
  thread?.terminate();
  const started = new Thread(new URL("./thread.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  });
  thread = started;
  let why = "it ended";
  started.on("error", (error: unknown) => why = String(error));
  started.on("exit", () => {
    if (thread !== started) return; // It was ended, and another one is there.
    thread = undefined;
    self.postMessage({ kind: "ended", why } satisfies KeeperReport);
  });
  started.postMessage({ setup, port }, [port]);
}

self.onmessage = ({ data: order }: MessageEvent<KeeperOrder>) => {
  switch (order.kind) {
    case "start":
      return start(order);
    case "stop": {
      const last = thread;
      thread = undefined;
      last?.terminate();
      self.close();
    }
  }
};
