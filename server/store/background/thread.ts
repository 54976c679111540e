/**
 * The background thread itself: what its keeper starts. It works until it is told to close.
 *
 * @module
 */

import { exit, memoryUsage } from "node:process";
import { parentPort } from "node:worker_threads";
import { giveWay } from "../../machine/priority.ts";
import type { Order, Report, Setup } from "./messages.ts";
import { type WorkEvents, Works } from "./works.ts";

const clock = {
  now: (): number => performance.now(),
  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

parentPort?.once("message", ({ setup, port }: { readonly setup: Setup; readonly port: MessagePort }) => {
  const tell = (report: Report): void => port.postMessage(report);
  giveWay();
  const works = open(setup, {
    beat: (beat) => tell({ kind: "beat", beat }),
    answer: (number, reply) => tell({ kind: "answer", number, reply }),
    failed: (work, cause) => tell({ kind: "failed", work, cause }),
    rebuilding: (why) => tell({ kind: "rebuilding", why }),
    exhausted: () => exit(1),
  }, (cause) => {
    tell({ kind: "cannot-open", cause: String(cause) });
    port.close();
  });
  if (works === undefined) return;
  port.onmessage = ({ data: order }: MessageEvent<Order>) => {
    if (order.kind === "ask") return works.ask(order);
    works.close();
    tell({ kind: "closed" });
    port.close();
  };
  tell({ kind: "ready" });
});

/** Begins the works, unless the log cannot be opened. */
function open(setup: Setup, events: WorkEvents, onFailure: (cause: unknown) => void): Works | undefined {
  try {
    return new Works(setup, events, { clock, heapUsed: () => memoryUsage().heapUsed });
  } catch (cause) {
    onFailure(cause);
    return undefined;
  }
}
