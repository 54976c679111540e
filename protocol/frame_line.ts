/**
 * A frame as a line of the wire. Pure.
 *
 * @module
 */

import type { ServerFrame } from "./events.ts";
import type { ClientFrame } from "./requests.ts";

/** Encodes a frame as its line, newline included. */
export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  return JSON.stringify(frame) + "\n";
}
