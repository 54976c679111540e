/**
 * Which engine encrypts, by the version of Deno.
 *
 * @module
 */

import type { Clock } from "../clock.ts";
import type { KeyPair, Tls } from "./contract.ts";
import { NodeTls } from "./node_engine.ts";
import { RelayTls } from "./relay_engine.ts";

/**
 * Opens an engine. Since 2.9 `node:tls` shakes hands over any stream. Before, it would shake hands as a client does, and
 * throw where nobody could catch it: so the version decides, no trial.
 */
export function openTls(pair: KeyPair, clock: Clock, version: string = Deno.version.deno): Tls {
  return hasNodeTls(version) ? new NodeTls(pair, clock, version) : new RelayTls(pair, clock);
}

/** Tells whether a Deno of this version, `2.9.6`, can encrypt by `node:tls` over a stream of ours. */
export function hasNodeTls(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 2 || major === 2 && minor >= 9;
}
