/**
 * The threads beside the room's, begun by the test's own thread and not by a keeper's: on Deno 2.9 a thread that a worker begins
 * stands still for a second (`docs/deno.md`), which every server with a log would wait for. That of the keeper is tried where the
 * program runs as a process, and in `tests/server/store/background/threads_test.ts`.
 *
 * @module
 */

import { MessagePort as NodePort, Worker as Thread } from "node:worker_threads";
import type { Keeper, startKeeper } from "../../server/store/background/threads.ts";

const WORKS = new URL("../../server/store/background/thread.ts", import.meta.url);
const FILES = new URL("../../server/store/files/thread.ts", import.meta.url);

/** A thread, and where it is told something. */
interface Begun {
  readonly port: MessagePort;
  /** Lets go of it: it was told to close, and ends by itself. */
  end(): void;
}

/** Begins a thread that tells `onReport` all that it has to tell. */
function begin<Report>(
  url: URL,
  setup: unknown,
  onReport: (report: Report) => void,
  onEnd: (why: string) => void,
): Begun {
  const { port1, port2 } = new MessageChannel();
  if (!(port2 instanceof NodePort)) throw new TypeError("No port to talk through.");
  port1.onmessage = ({ data }: MessageEvent<Report>) => onReport(data);
  const thread = new Thread(url);
  let [why, isEnded] = ["it ended", false];
  thread.on("error", (error: unknown) => why = String(error));
  thread.on("exit", () => isEnded || onEnd(why));
  thread.postMessage({ setup, port: port2 }, [port2]);
  return {
    port: port1,
    end: () => {
      isEnded = true;
      port1.close();
      thread.unref();
    },
  };
}

/** Gives a keeper whose threads this one begins. */
export const keeperHere: typeof startKeeper = (setup, onEnd): Keeper => {
  let works: Begun | undefined;
  let files: Begun | undefined;
  return {
    start(onReport) {
      works?.end();
      const { port } = works = begin(WORKS, setup, onReport, onEnd);
      return { tell: (order) => port.postMessage(order), close: () => port.close() };
    },
    startFiles(wanted, { onReport, onEnd }) {
      files?.end();
      const { port, end } = files = begin(FILES, wanted, onReport, onEnd);
      return {
        tell: (order) => port.postMessage(order, order.kind === "write" ? [order.bytes.buffer] : []),
        close: end,
      };
    },
    close() {
      works?.end();
      files?.end();
    },
  };
};
