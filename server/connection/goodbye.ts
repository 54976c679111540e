/**
 * The last that a connection is told.
 *
 * @module
 */

import { type ByteSource, LineReader } from "../../net/lines.ts";
import type { Connection } from "./connection.ts";

/** The longest line while what still comes is dropped, in bytes: its lines mean nothing. */
const DROPPED_LINE_BYTES = 1024;

/**
 * Writes the last bytes, closes once the peer had time to read them, or at once when its descriptor is needed, and
 * drops what the peer still sends.
 */
export async function sayGoodbye(
  connection: Connection,
  reader: LineReader,
  last: string | Uint8Array,
): Promise<void> {
  writeGoodbye(connection, last);
  await dropLines(reader);
  connection.close();
}

/** Begins to write the last bytes, and closes after them: see {@linkcode sayGoodbye}. */
export function writeGoodbye(connection: Connection, last: string | Uint8Array, isUrgent = false): void {
  const written = writeAll(connection, typeof last === "string" ? new TextEncoder().encode(last) : last);
  written.then(() => isUrgent ? connection.close() : connection.end(), () => connection.close());
}

/** Reads until the source ends, or has sent 1 MiB without a line's end, and drops it: closing on unread bytes would destroy our goodbye. */
export async function dropLines(lines: LineReader): Promise<void> {
  for await (const _ of lines) continue;
}

/** Drops what a source still gives that is not read as lines. */
export async function dropBytes(source: ByteSource): Promise<void> {
  await dropLines(new LineReader(source, DROPPED_LINE_BYTES));
}

/** Writes all of it, however long that takes. Throws when the peer is gone. */
export async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}
