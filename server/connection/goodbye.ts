/**
 * The last that a connection is told.
 *
 * @module
 */

import type { LineReader } from "../../net/lines.ts";
import type { Connection } from "./connection.ts";

/**
 * Writes a last word, and closes once the peer had time to read it, or at once when its descriptor is needed.
 * What the peer still sends is read over.
 */
export async function sayGoodbye(
  connection: Connection,
  reader: LineReader,
  last: string | Uint8Array,
  isUrgent = false,
): Promise<void> {
  const written = writeAll(connection, typeof last === "string" ? new TextEncoder().encode(last) : last);
  written.then(() => isUrgent ? connection.close() : connection.end(), () => connection.close());
  for await (const _ of reader) continue;
  connection.close();
}

/** Writes all of it, however long that takes. */
export async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}
