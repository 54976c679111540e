/**
 * What somebody who is banned in writing is known by. Pure.
 *
 * @module
 */

import { formatNetwork, parseNetwork } from "../../../net/network.ts";
import { parseName } from "../../../protocol/names.ts";
import type { Mark } from "../../store/log.ts";
import { isPattern } from "./pattern.ts";

/** Reads an address or network, a pattern of names, or a name; `undefined` for anything else. */
export function markOf(written: string): Mark | undefined {
  const network = parseNetwork(written);
  if (network !== undefined) return { kind: "net", value: formatNetwork(network) };
  if (isPattern(written)) return { kind: "pattern", value: written };
  const name = parseName(written);
  return name === undefined ? undefined : { kind: "name", value: name };
}
