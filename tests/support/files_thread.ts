/**
 * The thread of files in the test's own thread: it does at once what it is told.
 *
 * @module
 */

import { Keeping } from "../../server/store/files/keeping.ts";
import { perform, readyReport } from "../../server/store/files/orders.ts";
import type { StartFiles } from "../../server/store/files.ts";

/** Begins it; what it tells comes in later microtasks, as from a thread. */
export const startFilesHere: StartFiles = (setup, { onReport }) => {
  const keeping = new Keeping(setup);
  let isClosed = false;
  const tell = (report: Parameters<typeof onReport>[0]): void =>
    queueMicrotask(() => isClosed || onReport(report));
  tell(readyReport(keeping));
  return {
    tell: (order) => perform(keeping, order, tell),
    close: () => {
      isClosed = true;
      keeping.close();
    },
  };
};
