/**
 * Reads the PROXY header with which a proxy that is trusted introduces a connection.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { Origins } from "../../../net/origin.ts";
import { parseProxyHeader } from "../../../net/proxy_protocol.ts";
import type { Arrival } from "../../connection.ts";

/** How long a proxy has for the whole header, in ms: it sends it before anything else. */
const HEADER_WITHIN = 1000;

/** What came of an introduction: the connection goes on, or was closed as what it sent is no header. */
export type Introduction = "goes on" | "malformed";

/**
 * Reads the header that a connection begins with, if it does, and notes in the connection whom it is for.
 *
 * @param onSilent Called when nothing at all has come in time; what comes later is no header any more.
 */
export async function introduce(
  { connection, reader }: Arrival,
  clock: Clock,
  origins: Origins,
  onSilent: () => void,
): Promise<Introduction> {
  let isLate = false;
  const cancel = clock.after(HEADER_WITHIN, () => {
    isLate = true;
    if (reader.buffered.length === 0) onSilent();
    else connection.close();
  });
  try {
    for await (const bytes of reader.peek()) {
      if (bytes.length === 0) continue;
      if (isLate) return "goes on";
      const header = parseProxyHeader(bytes);
      if (header.kind === "partial") continue;
      if (header.kind !== "header") return header.kind === "none" ? "goes on" : "malformed";
      const { source, length } = header;
      reader.skip(length);
      if (source !== undefined) connection.introduce(origins.forwarded(source), source.port);
      return "goes on";
    }
    return reader.buffered.length === 0 ? "goes on" : "malformed";
  } finally {
    cancel();
  }
}
