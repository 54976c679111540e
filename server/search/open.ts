/**
 * Opening a log together with the index in its file.
 *
 * @module
 */

import { type LogGuard, openLog, type ServerLog, type Upgrade } from "../log.ts";
import type { Durability } from "../options.ts";
import { DroppedIndex, FtsIndex } from "./index.ts";
import { NO_INDEX, type SearchIndex } from "./port.ts";

/** An open log and the index for searching it. */
export interface IndexedLog {
  readonly log: ServerLog & { readonly upgrade?: Upgrade | undefined };
  readonly index: SearchIndex;
}

/**
 * Opens a log, and creates it if there is none; its index follows what the log stores and deletes.
 *
 * @param hasIndex Whether an index is kept; an existing one is dropped if not.
 * @param guard What else keeps other servers away from the file.
 * @throws {CannotStore} When the log cannot be opened.
 */
export function openIndexedLog(
  path: string,
  durability: Durability,
  hasIndex = true,
  guard?: LogGuard,
): IndexedLog {
  let index = NO_INDEX;
  const log = openLog(path, durability, (file) => {
    const opened = hasIndex ? new FtsIndex(file) : new DroppedIndex(file);
    index = opened;
    return opened;
  }, guard);
  return { log, index };
}
