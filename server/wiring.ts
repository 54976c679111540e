/**
 * The wiring of one server: which parts it has, the order in which they open and close, and its regular upkeep.
 *
 * Owns: opening all or nothing, what may change while the server runs, when turns end, sweeping, and the order of closing.
 * Must not know: rules of chat; what any part does.
 * Called by: the wiring.
 * On close: members are told goodbye, what waits is written within 2 s, and the port and the files are free.
 *
 * @module
 */

import type { ClusterStatus, Renewal, RenewalOptions } from "./cluster.ts";
import { lockFile, openLog } from "./store/log.ts";
import type { ClusterOptions } from "./machine/options.ts";

export { serve, serveWith } from "./wiring/serve.ts";

/**
 * Asks how a cluster is doing. Its code is loaded by this.
 *
 * @throws {Error} When there is no such cluster.
 */
export async function clusterStatus(options: ClusterOptions): Promise<ClusterStatus> {
  const { readClusterStatus } = await import("./cluster.ts");
  return await readClusterStatus(options);
}

/**
 * Finds out whether a cluster's stream can be made anew from the log of one of its servers, which must not be open.
 *
 * @throws {CannotStore} When the log cannot be had.
 * @throws {Error} When the stream must not be made anew from it.
 */
export async function clusterRenewal(options: RenewalOptions, path: string): Promise<Renewal> {
  const { openRenewal } = await import("./cluster.ts");
  const log = openLog(path, "power", { lock: await lockFile(path) });
  try {
    const renewal = await openRenewal(options, log);
    return {
      ...renewal,
      close: async () => {
        await renewal.close();
        log.close();
      },
    };
  } catch (error) {
    log.close();
    throw error;
  }
}
