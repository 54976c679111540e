/**
 * Where the servers of a cluster are, as frames tell it. Pure.
 *
 * @module
 */

import { isTexts } from "./fields.ts";

/** The most servers of a cluster that one is told of. */
const MOST_SERVERS = 20;

/** Reads where other servers are, as `host:port`: at most as many as a cluster has. */
export function readServers(value: unknown): { readonly servers?: readonly string[] } {
  return isTexts(value) ? { servers: value.slice(0, MOST_SERVERS) } : {};
}
