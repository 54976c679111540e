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

import type { ClusterStatus } from "./cluster.ts";
import type { ClusterOptions } from "./options.ts";

export { serve } from "./wiring/serve.ts";

/**
 * Asks how a cluster is doing. Its code is loaded by this.
 *
 * @throws {Error} When there is no such cluster.
 */
export async function clusterStatus(options: ClusterOptions): Promise<ClusterStatus> {
  const { readClusterStatus } = await import("./cluster.ts");
  return await readClusterStatus(options);
}
