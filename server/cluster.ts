/**
 * One room on many servers: each writes what its people want into one stream, and applies what the stream tells in its
 * order to its own log. Nothing of this is loaded by a server that is alone.
 *
 * Owns: the order of claims and messages in a cluster, who is up, and how a server comes in and goes.
 * Must not know: doors, commands, or how the stream's server is reached.
 * Called by: the wiring, by `import()` only.
 * On close: the others know that this server is gone, and the connection to the stream is closed.
 *
 * @module
 */

export { type ClusterServer, type ClusterStatus, readClusterStatus } from "./cluster/status.ts";
export { openRenewal, type Renewal, type RenewalOptions } from "./cluster/renewal.ts";
export { joinCluster } from "./cluster/join.ts";
export { CannotJoin, type ClusterProblem } from "./cluster/beginning.ts";
export { ClusterNode, type NodeParts } from "./cluster/node.ts";
export {
  EMPTY_BASE,
  type StreamStatus,
  StreamTrouble,
  type ToldTurn,
  type TurnStream,
} from "./cluster/stream.ts";
