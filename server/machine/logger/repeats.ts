/**
 * What strangers could fill the log with is told now and then. Pure but for what it remembers.
 *
 * @module
 */

import type { LogEvent } from "./events.ts";

/** The time after which a browser by an unknown name is worth another line, in ms. */
const MINUTE = 60_000;

/** How many unknown proxies are told of: each once. */
const MOST_PROXIES = 16;

/**
 * Leaves out what strangers could fill the log with: an unknown proxy is told of once, and a name that is not the server's
 * once a minute.
 *
 * @param elapsed The time by the clock that never jumps, in ms.
 */
export function withoutRepeats(
  logger: (event: LogEvent) => void,
  elapsed: () => number,
): (event: LogEvent) => void {
  const proxies = new Set<string>();
  let quietUntil = -Infinity;
  return (event) => {
    if (event.event === "proxy-not-trusted") {
      if (proxies.has(event.host) || proxies.size >= MOST_PROXIES) return;
      proxies.add(event.host);
    }
    if (event.event === "unknown-host") {
      if (elapsed() < quietUntil) return;
      quietUntil = elapsed() + MINUTE;
    }
    logger(event);
  };
}
