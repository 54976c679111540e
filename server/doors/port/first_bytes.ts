/**
 * Finds out which door a connection has come to, by its first bytes.
 *
 * @module
 */

import type { LineReader } from "../../../net/lines.ts";
import type { Door, DoorTable, Wrapping } from "../../connection.ts";

/** The first bytes that doors are shown; a door that still waits after these does not claim the connection. */
const MOST_BYTES = 64;

/** Tells which door, or wrapping, claims a connection that began with these bytes; `undefined` while that is not clear. Pure. */
export function doorOf(bytes: Uint8Array, doors: DoorTable): Door | Wrapping | undefined {
  if (bytes.length === 0) return undefined;
  const firstBytes = bytes.subarray(0, MOST_BYTES);
  const isFinal = bytes.length > MOST_BYTES;
  const wrapping = claimer(doors.wrappings, firstBytes, isFinal);
  if (wrapping !== "none") return wrapping;
  const door = claimer(doors.claiming, firstBytes, isFinal);
  return door === "none" ? doors.otherwise : door;
}

/** Finds the first of some rows that claims these bytes; `undefined` when one may still. */
function claimer<Row extends Pick<Door, "claims">>(
  rows: readonly Row[],
  firstBytes: Uint8Array,
  isFinal: boolean,
): Row | "none" | undefined {
  for (const row of rows) {
    const claim = row.claims(firstBytes);
    if (claim === "yes") return row;
    if (claim === "wait" && !isFinal) return undefined;
  }
  return "none";
}

/** Reads until it is clear which door, or wrapping, a connection has come to; `undefined` when it ends before it says anything. */
export async function findDoor(reader: LineReader, doors: DoorTable): Promise<Door | Wrapping | undefined> {
  for await (const bytes of reader.peek()) {
    const door = doorOf(bytes, doors);
    if (door !== undefined) return door;
  }
  return reader.buffered.length === 0 ? undefined : doors.otherwise;
}
