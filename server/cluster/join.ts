/**
 * How a server comes into the cluster that it is told of.
 *
 * @module
 */

import type { ClusterOptions } from "../machine/options.ts";
import { natsStream } from "./nats_code.ts";
import { CannotJoin } from "./beginning.ts";
import { ClusterNode, type NodeParts } from "./node.ts";
import { StreamTrouble } from "./stream.ts";

/**
 * Opens the stream of a cluster, and has the log be one of its.
 *
 * @throws {CannotJoin} When they do not belong together, or the stream cannot be had.
 */
export async function joinCluster(
  { name, advertise, ...options }: ClusterOptions,
  parts: Omit<NodeParts, "stream" | "addresses">,
): Promise<ClusterNode> {
  let last = "";
  const onTrouble = (cause: string): void => {
    if (cause !== last) parts.logger({ event: "cluster-trouble", cause });
    last = cause;
  };
  const stream = await natsStream({ ...options, cluster: name, onTrouble });
  try {
    return await ClusterNode.open({ ...parts, stream, addresses: advertise });
  } catch (error) {
    await stream.close();
    throw error instanceof StreamTrouble ? new CannotJoin("no-stream", error.message) : error;
  }
}
