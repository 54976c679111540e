/**
 * What a log was like from which a cluster's stream begins.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { FactStore, ServerLog } from "../store/log.ts";
import { EMPTY_BASE } from "./stream.ts";

/** Makes the hash of a log that was in no cluster; copies of it have the same. */
export function baseOf(
  store: Pick<ServerLog, "rooms"> & Pick<FactStore, "isEmpty" | "personSecret" | "registers">,
): string {
  if (store.isEmpty) return EMPTY_BASE;
  const rooms = store.rooms().map(({ name, last }) => [name, last]).sort();
  return createHash("sha256").update(store.personSecret).update(JSON.stringify(rooms)).update(store.registers)
    .digest("hex").slice(0, 32);
}
