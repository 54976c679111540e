/**
 * Where the other servers of a cluster are, as the browser keeps it: for a page that is loaded while its own is gone.
 *
 * @module
 */

import { keep, parsed, recall } from "../storage.ts";

const KEY = "chat.servers";

/** Keeps the addresses of the pages of other servers. @param places None: there are no others any more. */
export function keepServers(places: readonly string[]): void {
  keep("localStorage", KEY, places.length === 0 ? undefined : JSON.stringify(places));
}

/** Returns the addresses that were kept last. */
export function keptServers(): readonly string[] {
  const places = parsed(recall("localStorage", KEY));
  return Array.isArray(places)
    ? places.filter((one) => /^https?:$/.test(URL.parse(one)?.protocol ?? ""))
    : [];
}
